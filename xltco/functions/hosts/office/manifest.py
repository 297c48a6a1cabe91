"""`manifest.xml`: what tells Excel where the add-in is. The XML form, because Excel on Mac takes no other by hand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import xltco
from xltco.functions.hosts.office import NAMESPACE

# Given once; Office knows the add-in by it, whatever its version and address.
IDENTITY = "6f0d2c1e-5b8a-4f64-9a57-2f3f6f9e2b71"
_APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
_TYPES = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
_OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {"": _APP, "bt": _TYPES, "ov": _OVERRIDES, "xsi": _XSI}

_NAME = "xltco"
_DESCRIPTION = "What buying an LLM API and self-hosting cost, and where they break even: functions and a task pane."
# One runtime for pane and functions; errors among the arguments came with 1.3.
_REQUIRED = (("SharedRuntime", "1.1"), ("CustomFunctionsRuntime", "1.3"))
# Resources are named by the id under which the elements above them refer to them.
_PANE, _METADATA = "Pane.Url", "Functions.Metadata.Url"
_SHORT = {"Functions.Namespace": NAMESPACE, "Group.Label": _NAME, "Button.Label": "Break-even", "Start.Title": _NAME}
_LONG = {
    "Start.Description": "The functions are there: type =XLTCO.BREAKEVEN( in a cell, or open the task pane on Home.",
    "Button.Tooltip": "Quick break-even with a chart, and every function explained.",
}
_BUTTON_ICONS = (16, 32, 80)


def manifest(port: int) -> bytes:
    """The manifest of the add-in served at that port. Always HTTPS: Excel loads add-ins in no other way."""
    base = f"https://localhost:{port}"
    root = ET.Element(f"{{{_APP}}}OfficeApp", {f"{{{_XSI}}}type": "TaskPaneApp"})
    _describe(root, base)
    overrides = ET.SubElement(root, f"{{{_OVERRIDES}}}VersionOverrides", {f"{{{_XSI}}}type": "VersionOverridesV1_0"})
    host = _add(_add(overrides, "Hosts"), "Host", {f"{{{_XSI}}}type": "Workbook"})
    _add(_add(host, "Runtimes"), "Runtime", {"resid": _PANE, "lifetime": "long"})
    _custom_functions(_add(host, "AllFormFactors"))
    _desktop(_add(host, "DesktopFormFactor"))
    _resources(_add(overrides, "Resources"), base)
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def version() -> str:
    """Four numbers, as Office compares versions. The first is that of the manifest's own form."""
    return f"1.{xltco.__version__}"


def _describe(root: ET.Element, base: str) -> None:
    """What every version of Office reads; the order of the elements is the schema's."""

    def say(name: str, text: str = "", /, **attributes: str) -> ET.Element:
        element = ET.SubElement(root, f"{{{_APP}}}{name}", attributes)
        element.text = text or None
        return element

    say("Id", IDENTITY)
    say("Version", version())
    say("ProviderName", _NAME)
    say("DefaultLocale", "en-US")
    say("DisplayName", DefaultValue=_NAME)
    say("Description", DefaultValue=_DESCRIPTION)
    say("IconUrl", DefaultValue=f"{base}/icon-32.png")
    say("HighResolutionIconUrl", DefaultValue=f"{base}/icon-64.png")
    say("SupportUrl", DefaultValue=f"{base}/taskpane.html")
    ET.SubElement(say("AppDomains"), f"{{{_APP}}}AppDomain").text = base
    ET.SubElement(say("Hosts"), f"{{{_APP}}}Host", {"Name": "Workbook"})
    sets = ET.SubElement(say("Requirements"), f"{{{_APP}}}Sets", {"DefaultMinVersion": "1.1"})
    for name, least in _REQUIRED:
        ET.SubElement(sets, f"{{{_APP}}}Set", {"Name": name, "MinVersion": least})
    settings = say("DefaultSettings")
    ET.SubElement(settings, f"{{{_APP}}}SourceLocation", {"DefaultValue": f"{base}/taskpane.html"})
    say("Permissions", "ReadWriteDocument")


def _custom_functions(form_factors: ET.Element) -> None:
    point = _add(form_factors, "ExtensionPoint", {f"{{{_XSI}}}type": "CustomFunctions"})
    for part, resource in (("Script", _PANE), ("Page", _PANE), ("Metadata", _METADATA)):
        _add(_add(point, part), "SourceLocation", {"resid": resource})
    _add(point, "Namespace", {"resid": "Functions.Namespace"})


def _desktop(form_factor: ET.Element) -> None:
    start = _add(form_factor, "GetStarted")
    for name, resource in (("Title", "Start.Title"), ("Description", "Start.Description"), ("LearnMoreUrl", _PANE)):
        _add(start, name, {"resid": resource})
    _add(form_factor, "FunctionFile", {"resid": _PANE})
    point = _add(form_factor, "ExtensionPoint", {f"{{{_XSI}}}type": "PrimaryCommandSurface"})
    group = _add(_add(point, "OfficeTab", {"id": "TabHome"}), "Group", {"id": "Xltco.Group"})
    _add(group, "Label", {"resid": "Group.Label"})
    _icon(group)
    button = _add(group, "Control", {f"{{{_XSI}}}type": "Button", "id": "Xltco.Button"})
    _add(button, "Label", {"resid": "Button.Label"})
    tip = _add(button, "Supertip")
    _add(tip, "Title", {"resid": "Button.Label"})
    _add(tip, "Description", {"resid": "Button.Tooltip"})
    _icon(button)
    action = _add(button, "Action", {f"{{{_XSI}}}type": "ShowTaskpane"})
    _add(action, "TaskpaneId").text = "Xltco.Pane"
    _add(action, "SourceLocation", {"resid": _PANE})


def _icon(parent: ET.Element) -> None:
    icon = _add(parent, "Icon")
    for size in _BUTTON_ICONS:
        ET.SubElement(icon, f"{{{_TYPES}}}Image", {"size": str(size), "resid": f"Icon.{size}"})


def _resources(resources: ET.Element, base: str) -> None:
    urls = {_METADATA: f"{base}/functions.json", _PANE: f"{base}/taskpane.html"}
    images = {f"Icon.{size}": f"{base}/icon-{size}.png" for size in _BUTTON_ICONS}
    for kind, entry, texts in (
        ("Images", "Image", images),
        ("Urls", "Url", urls),
        ("ShortStrings", "String", _SHORT),
        ("LongStrings", "String", _LONG),
    ):
        group = ET.SubElement(resources, f"{{{_TYPES}}}{kind}")
        for name, text in texts.items():
            ET.SubElement(group, f"{{{_TYPES}}}{entry}", {"id": name, "DefaultValue": text})


def _add(parent: ET.Element, name: str, attributes: dict[str, str] | None = None) -> ET.Element:
    """An element of the overrides below another."""
    return ET.SubElement(parent, f"{{{_OVERRIDES}}}{name}", attributes or {})
