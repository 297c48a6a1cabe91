"""The texts of the extension, all from the catalogue: what Calc's function wizard shows, and what is in the package."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

import xltco
from xltco.functions import CATALOGUE, Function
from xltco.functions.hosts.calc.inside.engine_process import PROTOCOL
from xltco.functions.hosts.calc.names import (
    EXTENSION,
    INTERFACE,
    SERVICE,
    WHY,
    WHY_ARGUMENTS,
    WHY_SUMMARY,
    signatures,
    uno_name,
)

COMPONENT, FACTS, TYPES = "component.py", "xltco.json", "types.rdb"
COMPONENTS, ADDINS = "xltco.components", "CalcAddIns.xcu"
# The version that the tests run on; older ones say so instead of failing later.
OLDEST_LIBREOFFICE = "7.4"
_CATEGORY = "Add-In"
_OOR = "http://openoffice.org/2001/registry"
_XML = "http://www.w3.org/XML/1998/namespace"
_MANIFEST = "http://openoffice.org/2001/manifest"
_COMPONENTS = "http://openoffice.org/2010/uno-components"
_DESCRIPTION = "http://openoffice.org/extensions/description/2006"
_LIBREOFFICE = "http://libreoffice.org/extensions/description/2011"
_XLINK = "http://www.w3.org/1999/xlink"
_WHAT_IT_IS = (
    "=BREAKEVEN(...) and its family: what buying an LLM API, fine-tuning, self-hosting, owning or building a model "
    "costs. The functions are computed by the xltco of the Python that made this extension."
)


def methods() -> dict[str, list[tuple[str, str]]]:
    """The methods of the interface: every argument may be left out, and may be a cell or a range."""
    declared = {uno_name(f.name): [(uno_name(a.name), "any") for a in f.arguments] for f in CATALOGUE.values()}
    (function, _), (arguments, _) = WHY_ARGUMENTS
    return declared | {uno_name(WHY): [(function, "any"), (arguments, "[]any")]}


def component_facts(command: Sequence[str]) -> bytes:
    """What the component reads: the methods' names, and how to start the worker."""
    facts = {
        "xltco": xltco.__version__,
        "protocol": PROTOCOL,
        "signatures": signatures(),
        "command": list(command),
        "interface": INTERFACE,
        "service": SERVICE,
        "functions": {uno_name(name): name for name in CATALOGUE},
        "why": uno_name(WHY),
    }
    return json.dumps(facts, indent=1).encode()


def addins() -> bytes:
    """CalcAddIns.xcu: names, help and arguments as the function wizard shows them."""
    root = Element(
        _in(_OOR, "component-data"), {_in(_OOR, "name"): "CalcAddIns", _in(_OOR, "package"): "org.openoffice.Office"}
    )
    service = _node(_node(root, "AddInInfo"), SERVICE, "replace")
    functions = _node(service, "AddInFunctions")
    for function in CATALOGUE.values():
        _describe(functions, function.name, function.summary, _help(function))
    _describe(functions, WHY, WHY_SUMMARY, dict(WHY_ARGUMENTS))
    return _document(root)


def _help(function: Function) -> dict[str, str]:
    """Arguments and their help; Calc itself can't tell a required one from an optional one."""
    return {a.name: f"{a.description}{' Must be given.' if a.required else ''}" for a in function.arguments}


def _describe(functions: Element, name: str, summary: str, arguments: Mapping[str, str]) -> None:
    node = _node(functions, uno_name(name), "replace")
    _texts(node, name, summary)
    _property(node, "Category", _CATEGORY)
    parameters = _node(node, "Parameters")
    for argument, help_text in arguments.items():
        _texts(_node(parameters, uno_name(argument), "replace"), argument, help_text)


def _texts(node: Element, name: str, text: str) -> None:
    _property(node, "DisplayName", name)
    _property(node, "Description", text)


def _node(parent: Element, name: str, operation: str = "") -> Element:
    node = SubElement(parent, "node", {_in(_OOR, "name"): name})
    if operation:
        node.set(_in(_OOR, "op"), operation)
    return node


def _property(node: Element, name: str, text: str) -> None:
    # "en" is what Calc shows in every language for which there is no text of its own.
    value = SubElement(SubElement(node, "prop", {_in(_OOR, "name"): name}), "value")
    if name != "Category":
        value.set(_in(_XML, "lang"), "en")
    value.text = text


def description() -> bytes:
    """description.xml: what the extension manager shows."""
    root = Element(_in(_DESCRIPTION, "description"))
    SubElement(root, _in(_DESCRIPTION, "identifier"), value=EXTENSION)
    SubElement(root, _in(_DESCRIPTION, "version"), value=xltco.__version__)
    SubElement(root, _in(_DESCRIPTION, "platform"), value="all")
    needs = SubElement(root, _in(_DESCRIPTION, "dependencies"))
    SubElement(
        needs,
        _in(_LIBREOFFICE, "LibreOffice-minimal-version"),
        {"value": OLDEST_LIBREOFFICE, _in(_DESCRIPTION, "name"): f"LibreOffice {OLDEST_LIBREOFFICE}"},
    )
    name = SubElement(SubElement(root, _in(_DESCRIPTION, "display-name")), _in(_DESCRIPTION, "name"), lang="en")
    name.text = "xltco functions"
    about = SubElement(root, _in(_DESCRIPTION, "extension-description"))
    SubElement(about, _in(_DESCRIPTION, "src"), {"lang": "en", _in(_XLINK, "href"): "about.txt"})
    return _document(root)


def about() -> bytes:
    """The text below the extension's name."""
    return f"{_WHAT_IT_IS}\n".encode()


def components() -> bytes:
    """xltco.components: what LibreOffice must load, and for which service, so that nothing runs before it is used."""
    root = Element(_in(_COMPONENTS, "components"))
    component = SubElement(
        root, _in(_COMPONENTS, "component"), {"loader": "com.sun.star.loader.Python", "uri": COMPONENT}
    )
    implementation = SubElement(component, _in(_COMPONENTS, "implementation"), name=SERVICE)
    SubElement(implementation, _in(_COMPONENTS, "service"), name=SERVICE)
    return _document(root)


def manifest() -> bytes:
    """META-INF/manifest.xml: the parts that LibreOffice must register."""
    root = Element(_in(_MANIFEST, "manifest"))
    for path, kind in (
        (TYPES, "uno-typelibrary;type=RDB"),
        (COMPONENTS, "uno-components"),
        (ADDINS, "configuration-data"),
    ):
        entry = {_in(_MANIFEST, "full-path"): path, _in(_MANIFEST, "media-type"): f"application/vnd.sun.star.{kind}"}
        SubElement(root, _in(_MANIFEST, "file-entry"), entry)
    return _document(root)


def _in(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _document(root: Element) -> bytes:
    prefixes = {"oor": _OOR, "manifest": _MANIFEST, "uno": _COMPONENTS, "d": _DESCRIPTION, "lo": _LIBREOFFICE}
    for prefix, namespace in (prefixes | {"xlink": _XLINK}).items():
        register_namespace(prefix, namespace)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
