"""`xltco addin serve`: the functions in Excel on Mac, web and Windows, from this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from xltco.cli.show import print_json
from xltco.errors import XltcoError
from xltco.functions.hosts.office import DEFAULT_PORT, NAMESPACE

_EPILOG = """
\b
Examples:
  xltco addin serve --tls                    # for Excel: HTTPS with a certificate made for this machine
  xltco addin serve                          # plain HTTP: the task pane in a browser, the endpoint for scripts
  xltco addin serve --port 9443 --cert my.crt --key my.key

\b
Excel also needs the manifest, once: xltco addin manifest -o xltco.xml (docs/functions/office-js.md).
Only this machine can connect. Nothing is stored, and no price is fetched.
Exit codes: 0 stopped with Ctrl+C, 2 bad input or a port that is taken.
"""

# How a person tells this computer to trust the certificate, by sys.platform; CERT stands for its path.
_TRUST = {
    "darwin": 'security add-trusted-cert -p ssl -k ~/Library/Keychains/login.keychain-db "{cert}"',
    "win32": 'certutil -user -addstore Root "{cert}"',
}
_TRUST_ELSEWHERE = "import {cert} as trusted for web sites in your browser's certificate settings"


@click.command(epilog=_EPILOG)
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--tls", is_flag=True, help="HTTPS, with a certificate that is made for this machine and kept.")
@click.option("--cert", type=click.Path(path_type=Path), help="Your own certificate (PEM), instead of --tls.")
@click.option("--key", type=click.Path(path_type=Path), help="Its key (PEM, without password).")
@click.option("--json", "as_json", is_flag=True, help="Say where it listens as one JSON object, for scripts.")
def command(port: int, tls: bool, cert: Path | None, key: Path | None, as_json: bool) -> None:
    """Serve the functions to Excel on Mac, web and Windows; only to this machine."""
    if (cert is None) != (key is None):
        raise XltcoError("--cert and --key belong together: give both, or --tls for a certificate made here")
    try:
        from xltco.functions.hosts.office.certificate import given_certificate, local_certificate
        from xltco.functions.hosts.office.server import serve
    except ModuleNotFoundError as error:
        raise XltcoError(f"`xltco addin serve` needs {error.name}: pip install 'xltco[addin]'") from None
    used = given_certificate(cert, key) if cert and key else None
    if tls and not used:
        used = local_certificate(Path(click.get_app_dir("xltco")) / "tls")

    def ready(url: str, at: int) -> None:
        if as_json:
            print_json({"url": url, "port": at, "tls": bool(used), "certificate": str(used.cert) if used else None})
        else:
            click.echo("\n".join(_told(url, at, used.cert if used else None, is_new=bool(used and used.is_new))))

    serve(port, used, ready)
    if not as_json:
        click.echo("Stopped.")


def _told(url: str, port: int, cert: Path | None, *, is_new: bool) -> Iterator[str]:
    """What a person reads when the server takes connections."""
    yield f"The functions are served at {url} (only to this machine). Stop with Ctrl+C."
    if cert is None:
        yield "This is plain HTTP: good for a look in a browser. Excel wants HTTPS: xltco addin serve --tls"
        return
    if is_new:
        yield f"\nA certificate was made for this machine: {cert}"
        yield "Trust it once, or Excel shows an empty pane:"
        yield "  " + _TRUST.get(sys.platform, _TRUST_ELSEWHERE).format(cert=cert)
    option = "" if port == DEFAULT_PORT else f" --port {port}"
    yield f"""
In Excel:
  1. Look at {url} in your browser: no warning, a pane with a chart.
  2. Once: xltco addin manifest -o xltco.xml{option}
     and add that file to Excel on the web, Mac or Windows, as docs/functions/office-js.md shows.
  3. Type ={NAMESPACE}.BREAKEVEN(0.5,1.21,150,10) in a cell: 4766600000 tokens a month."""
