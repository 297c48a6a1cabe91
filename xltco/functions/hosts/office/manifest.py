"""`manifest.xml`: what tells Excel where the add-in is. The XML form, because Excel on Mac takes no other by hand."""

from __future__ import annotations

from pathlib import Path
from string import Template

import xltco
from xltco.functions.hosts.office import NAMESPACE

_TEMPLATE = Path(__file__).parent / "manifest.template.xml"


def manifest(port: int) -> bytes:
    """The manifest of the add-in served at that port. Always HTTPS: Excel loads add-ins in no other way."""
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    text = template.substitute(base=f"https://localhost:{port}", version=version(), namespace=NAMESPACE)
    return text.encode()


def version() -> str:
    """Four numbers, as Office compares versions. The first is that of the manifest's own form."""
    return f"1.{xltco.__version__}"
