"""What Excel reads of the add-in: the functions' metadata, held against Microsoft's schema, and the manifest."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import jsonschema_rs
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image
from starlette.testclient import TestClient

from tests.functions.office.conftest import tool
from xltco.functions import CATALOGUE
from xltco.functions.hosts.office import NAMESPACE, icons
from xltco.functions.hosts.office.manifest import manifest

SCHEMA = "@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"
# Documented for the metadata file, which the schema (of the same facts inside another manifest) doesn't name.
ONLY_IN_THE_FILE = {"allowErrorForDataTypeAny"}

NAMESPACES = {
    "app": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
    "ov": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
}
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture
def metadata(client: TestClient) -> dict[str, Any]:
    response = client.get("/functions.json")
    # Excel on the web reads it from its own page.
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = response.json()
    return found


def validated(metadata: dict[str, Any]) -> list[str]:
    """What Microsoft's schema finds wrong."""
    schema = json.loads(tool(SCHEMA).read_text(encoding="utf-8-sig"))
    part = {
        "$schema": schema["$schema"],
        "$ref": "#/definitions/extensionCustomFunctions",
        "definitions": schema["definitions"],
    }
    known = {key: value for key, value in metadata.items() if key not in ONLY_IN_THE_FILE}
    return [error.message for error in jsonschema_rs.Draft4Validator(part).iter_errors(known)]


def test_the_metadata_is_what_microsofts_schema_asks(metadata: dict[str, Any]) -> None:
    assert validated(metadata) == []


@pytest.mark.parametrize(
    ("key", "value"), [("id", "BREAK-EVEN"), ("name", "BE"), ("description", "x" * 1025), ("parameters", 5)]
)
def test_the_schema_would_find_a_mistake(metadata: dict[str, Any], key: str, value: Any) -> None:
    metadata["functions"][0][key] = value
    assert len(validated(metadata)) == 1


def test_the_metadata_tells_the_catalogue(metadata: dict[str, Any]) -> None:
    functions = {function["name"]: function for function in metadata["functions"]}
    assert list(functions) == list(CATALOGUE)
    assert len({function["id"].upper() for function in functions.values()}) == len(CATALOGUE)
    for name, told in functions.items():
        function = CATALOGUE[name]
        # Office documents letters, digits and points for ids, and says nothing of underscores.
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9.]{2,63}", told["id"])
        assert told["description"] == function.summary
        assert [p["name"] for p in told["parameters"]] == [a.name for a in function.arguments]
        assert [p["description"] for p in told["parameters"]] == [a.description for a in function.arguments]
        assert [not p.get("optional", False) for p in told["parameters"]] == [a.required for a in function.arguments]
        assert {(p["type"], p["dimensionality"]) for p in told["parameters"]} <= {("any", "matrix")}
        assert told["result"] == {"type": "any", "dimensionality": "matrix"}
    assert metadata["allowErrorForDataTypeAny"] is metadata["allowCustomDataForDataTypeAny"] is True
    assert len(NAMESPACE) <= 32


def test_the_script_registers_every_function(client: TestClient, metadata: dict[str, Any]) -> None:
    script = client.get("/functions.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    told = json.loads(re.search(r"register\((.*)\);", script.text)[1])  # type: ignore[index]
    assert [(f["id"], f["name"], f["arguments"]) for f in told["functions"]] == [
        (f["id"], f["name"], len(f["parameters"])) for f in metadata["functions"]
    ]


def test_the_pane_is_told_everything_of_a_function(client: TestClient) -> None:
    told = {function["name"]: function for function in client.get("/catalogue.json").json()["functions"]}
    assert list(told) == list(CATALOGUE)
    first = told["BREAKEVEN"]
    assert first["syntax"].startswith("XLTCO.BREAKEVEN(api_price_per_1m, instance_hourly, labor_rate, labor_hours, [")
    assert first["arguments"][0]["label"] == "API price per 1M"
    assert first["arguments"][4]["leftOut"] == "730"
    assert first["examples"][0]["formula"] == "=XLTCO.BREAKEVEN(0.5,1.21,150,10)"
    assert first["examples"][5]["formula"] == '=XLTCO.BREAKEVEN("cheap",1.21,150,10)'
    assert told["MODEL_PRICE"]["examples"][2]["formula"] == '=XLTCO.MODEL_PRICE("gpt-4o-mini","input",DATE(2026,1,1))'
    assert told["RECOMMEND"]["examples"][0]["formula"] == "=XLTCO.RECOMMEND(1000000000,0.5,1.21,150,10,TRUE)"


@pytest.fixture
def tree() -> Element:
    root: Element = fromstring(manifest(9443))
    return root


def attribute(tree: Element, path: str) -> str:
    found = tree.find(path, NAMESPACES)
    assert found is not None
    return found.get("DefaultValue", "")


def test_the_manifest_has_what_office_requires_in_its_order(tree: Element) -> None:
    assert tree.get(TYPE) == "TaskPaneApp"
    names = [element.tag.rpartition("}")[2] for element in tree]
    assert names == [
        *("Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl"),
        *("HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings"),
        *("Permissions", "VersionOverrides"),
    ]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", tree.findtext("app:Id", "", NAMESPACES))
    assert re.fullmatch(r"\d+(\.\d+){3}", tree.findtext("app:Version", "", NAMESPACES))
    most = {"DisplayName": 125, "Description": 250}
    assert all(0 < len(attribute(tree, f"app:{name}")) <= length for name, length in most.items())
    sets = {s.get("Name"): s.get("MinVersion") for s in tree.iterfind(".//app:Set", NAMESPACES)}
    assert sets == {"SharedRuntime": "1.1", "CustomFunctionsRuntime": "1.3"}


def test_every_resource_of_the_manifest_is_defined_and_used(tree: Element) -> None:
    resources = tree.find(".//ov:Resources", NAMESPACES)
    assert resources is not None
    defined = [element.get("id") or "" for group in resources for element in group]
    assert len(defined) == len(set(defined))
    assert all(0 < len(name) <= 32 for name in defined)
    assert {element.get("resid") for element in tree.iter() if element.get("resid")} == set(defined)
    short = resources.find("bt:ShortStrings", NAMESPACES)
    long = resources.find("bt:LongStrings", NAMESPACES)
    assert short is not None
    assert long is not None
    assert all(len(element.get("DefaultValue") or "") <= 125 for element in short)
    assert all(len(element.get("DefaultValue") or "") <= 250 for element in long)
    assert [e.get("DefaultValue") for e in short if e.get("id") == "Functions.Namespace"] == [NAMESPACE]


def test_every_address_of_the_manifest_answers(tree: Element, client: TestClient) -> None:
    addresses = {value for element in tree.iter() for value in element.attrib.values() if value.startswith("http")}
    addresses = {address for address in addresses if "schemas.microsoft.com" not in address}
    assert len(addresses) == 6
    for address in addresses:
        # Excel loads nothing without TLS.
        assert address.startswith("https://localhost:9443/")
        assert client.get(address.removeprefix("https://localhost:9443")).status_code == 200


@pytest.mark.parametrize("size", icons.SIZES)
def test_icons_have_their_size_and_may_be_kept(client: TestClient, size: int, tmp_path: Any) -> None:
    response = client.get(f"/icon-{size}.png")
    path = tmp_path / "icon.png"
    path.write_bytes(response.content)
    with Image.open(path) as picture:
        assert picture.size == (size, size)
        assert len(picture.convert("RGB").getcolors(100_000) or []) > 3
    assert "max-age" in response.headers["Cache-Control"]
