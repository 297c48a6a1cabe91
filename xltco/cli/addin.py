"""`xltco addin`: the functions in each host, installed, checked and served."""

from __future__ import annotations

import click

from xltco.cli.lazy import LazyGroup

MODULES = {
    "install": "xltco.cli.addins.install",
    "doctor": "xltco.cli.addins.doctor",
    "workbook": "xltco.cli.addins.workbook",
    "lite": "xltco.cli.addins.lite",
    "serve": "xltco.cli.addins.serve",
    "manifest": "xltco.cli.addins.manifest",
    "build-oxt": "xltco.cli.addins.build_oxt",
}


_EPILOG = """
\b
Examples:
  xltco addin doctor                    # what is installed, what is missing, what to do
  xltco addin install                   # the functions in Excel on Windows, through xlwings
  xltco addin serve --tls               # the functions in Excel on Mac, web and Windows, through Office.js
  xltco addin build-oxt -o xltco.oxt    # the functions in LibreOffice Calc
"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=_EPILOG)
def command() -> None:
    """The functions in Excel through xlwings or Office.js, and in LibreOffice Calc."""
