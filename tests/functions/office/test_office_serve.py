"""`xltco addin serve` and `manifest` as a user runs them; certificates; who can connect."""

from __future__ import annotations

import datetime
import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from playwright.sync_api import Browser, expect

from tests.functions.corpus import examples
from tests.functions.office.calls import disagreements, request
from xltco.cli.main import main
from xltco.errors import XltcoError
from xltco.functions.hosts.office.certificate import given_certificate, local_certificate
from xltco.functions.hosts.office.manifest import manifest


def post(url: str, data: Any, context: ssl.SSLContext | None = None) -> Any:
    asked = urllib.request.Request(f"{url}/calculate", json.dumps(data).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, context=context, timeout=30) as response:
        return json.load(response)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["xltco", "addin", *map(str, arguments)])
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0


@contextmanager
def serving(*arguments: str, home: Path) -> Iterator[list[str]]:
    """The command while it runs; the lines that it had said when it was ready, and after the end all of them."""
    command = [sys.executable, "-m", "xltco", "addin", "serve", "--port", "0", *arguments]
    # Where click keeps what belongs to a user, on any system.
    own = {"XDG_CONFIG_HOME": str(home), "HOME": str(home), "APPDATA": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | own) as process:
        assert process.stdout
        lines = [process.stdout.readline().rstrip()]
        yield lines
        process.send_signal(signal.SIGINT)
        lines += process.stdout.read().splitlines()
        assert process.wait(timeout=10) == 0


def test_the_served_endpoint_gives_the_worked_examples(served: str) -> None:
    calls = list(examples())
    assert disagreements(calls, post(served, request(calls))["results"]) == []


def test_only_this_machine_can_connect(served: str) -> None:
    port = int(served.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        with pytest.raises(OSError, match=r"."), socket.create_connection((address, port), timeout=2):
            pass


def test_tls_with_the_certificate_that_was_made(tmp_path: Path) -> None:
    with serving("--tls", home=tmp_path) as lines:
        url = lines[0].split()[5]
        assert url.startswith("https://localhost:")
        [cert] = tmp_path.rglob("localhost.crt")
        # Whoever trusts this one certificate can connect, under its name and its address.
        context = ssl.create_default_context(cafile=str(cert))
        for name in (url, url.replace("localhost", "127.0.0.1")):
            call = {"function": "BREAKEVEN", "arguments": [0.50, 1.21, 150, 10]}
            assert post(name, {"calls": [call]}, context)["results"] == [[[pytest.approx(4_766_600_000)]]]
    text = "\n".join(lines)
    assert str(cert) in text
    assert "Trust it once" in text
    assert "xltco addin manifest -o xltco.xml --port" in text
    assert text.endswith("Stopped.")


def test_the_pane_over_tls(browser: Browser, tmp_path: Path) -> None:
    """As Excel loads it: page and endpoint under one HTTPS origin."""
    with serving("--tls", home=tmp_path) as lines:
        page = browser.new_page(base_url=lines[0].split()[5], ignore_https_errors=True)
        page.route("https://appsforoffice.microsoft.com/**", lambda route: route.abort())
        page.goto("/taskpane.html")
        expect(page.locator(".headline")).to_have_text("4.77 billion tokens a month")
        page.close()


def test_plain_http_says_what_excel_wants(tmp_path: Path) -> None:
    with serving(home=tmp_path) as lines:
        pass
    assert "Excel wants HTTPS: xltco addin serve --tls" in lines[1]


def test_a_port_that_is_taken(served: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    port = served.rpartition(":")[2]
    assert run(monkeypatch, "serve", "--port", port) == 2
    message = capsys.readouterr().err
    assert f"port {port} can't be used" in message
    assert "--port" in message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--cert", "my.crt"), "--cert and --key belong together"),
        (("--cert", "none.crt", "--key", "none.key"), "none.crt: can't be read"),
        (("--cert", __file__, "--key", __file__), "no certificate in PEM form"),
    ],
)
def test_certificates_that_are_none(
    arguments: tuple[str, ...],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, "serve", "--port", "0", *arguments) == 2
    assert message in capsys.readouterr().err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "xltco.functions.hosts.office.server", raising=False)
    assert run(monkeypatch, "serve") == 2
    assert "pip install 'xltco[addin]'" in capsys.readouterr().err


def test_the_certificate_vouches_for_this_machine_alone(tmp_path: Path) -> None:
    made = local_certificate(tmp_path / "tls")
    assert made.is_new
    certificate = x509.load_pem_x509_certificate(made.cert.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= datetime.timedelta(days=825)
    if os.name == "posix":
        assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_the_certificate_is_kept_until_it_is_broken_or_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = local_certificate(tmp_path)
    before = first.cert.read_bytes()
    again = local_certificate(tmp_path)
    assert (again.is_new, again.cert.read_bytes()) == (False, before)
    first.key.write_bytes(b"")
    repaired = local_certificate(tmp_path)
    assert repaired.is_new
    given_certificate(repaired.cert, repaired.key)
    monkeypatch.setattr("xltco.functions.hosts.office.certificate._RENEWED_BEFORE", datetime.timedelta(days=900))
    assert local_certificate(tmp_path).is_new


def test_a_key_with_a_password_or_of_another_certificate_is_refused(tmp_path: Path) -> None:
    one, other = local_certificate(tmp_path / "one"), local_certificate(tmp_path / "other")
    with pytest.raises(XltcoError, match="no certificate in PEM form with its key"):
        given_certificate(one.cert, other.key)
    key = serialization.load_pem_private_key(one.key.read_bytes(), None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    one.key.write_bytes(locked)
    with pytest.raises(XltcoError, match="has a password"):
        given_certificate(one.cert, one.key)


def test_the_manifest_is_written_whole_and_never_over_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "xltco.xml"
    assert run(monkeypatch, "manifest", "-o", path, "--port", 9443) == 0
    assert path.read_bytes() == manifest(9443)
    assert "https://localhost:9443" in capsys.readouterr().out
    assert run(monkeypatch, "manifest", "-o", path) == 2
    assert "--force" in capsys.readouterr().err
    assert run(monkeypatch, "manifest", "-o", path, "--force", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(path), "port": 8765, "version": "1.0.1.0"}
    assert path.read_bytes() == manifest(8765)


@pytest.mark.parametrize("name", ["serve", "manifest"])
def test_help_has_examples(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, name, "--help") == 0
    assert "Examples:" in capsys.readouterr().out
