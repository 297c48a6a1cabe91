"""`xltco`: one small module per command, imported only when it is called."""

from __future__ import annotations

import io
import os
import sys

import click

import xltco
from xltco.cli.lazy import LazyGroup
from xltco.errors import XltcoError

BAD_INPUT = 2
COMMANDS = ("breakeven", "check", "compare", "build", "verify", "lint", "explain", "new", "functions", "addin")


@click.group(
    cls=LazyGroup,
    modules={name: f"xltco.cli.{name}" for name in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 verify, lint, addin doctor or a failed check found something, 2 bad input.",
)
@click.version_option(xltco.__version__, prog_name="xltco")
def cli() -> None:
    """Total cost of ownership of buying, fine-tuning, self-hosting, owning or building a language model."""


def main() -> None:
    """Run the command line; bad input is one clear message and exit code 2."""
    # NumPy's library starts a thread for every core when it loads, and no array here is large enough for a second one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A redirected stream on Windows may not know every character of a name: show it escaped instead of failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except XltcoError as error:
        _fail(str(error))
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`xltco compare ... | head`): nothing is wrong.
        _silence()
    except OSError as error:
        _silence()
        _fail(f"the output can't be written ({error.strerror or error})")


def _silence() -> None:
    """Nothing more can be printed: keep the interpreter from failing over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str) -> None:
    for line in message.splitlines():
        click.secho(f"error: {line}", fg="red", err=True)
    sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
