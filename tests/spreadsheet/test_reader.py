"""The one reader of a workbook: what a cell holds however it is stored, and files that are not what they say."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from xltco.errors import WorkbookError
from xltco.spreadsheet.formula import places_of, relative_form
from xltco.spreadsheet.reader import Workbook, read_workbook
from xltco.spreadsheet.values import ErrorCode

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="a" Type="{_KINDS}/officeDocument" '
    f'Target="xl/workbook.xml"/><Relationship Id="b" Type="{_KINDS}/custom-properties" Target="/docProps/custom.xml"/>'
    "</Relationships>",
    "docProps/custom.xml": '<Properties xmlns="p" xmlns:vt="v"><property name="count"><vt:i4>7</vt:i4></property>'
    '<property name="by"><vt:lpwstr>us</vt:lpwstr></property></Properties>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" Type="{_KINDS}/worksheet" '
    f'Target="worksheets/one.xml"/><Relationship Id="r2" Type="{_KINDS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}"><sheets><sheet name="It\'s" r:id="r1"/></sheets>'
    "<definedNames><definedName name=\"rate\" comment=\"how fast\">'It''s'!$A$1</definedName>"
    '<definedName name="own" localSheetId="0" hidden="1">3</definedName></definedNames></workbook>',
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>plain</t></si>'
    "<si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>left out</t></rPh></si></sst>",
}
_CELLS = """
<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c t="b"><v>1</v></c></row>
<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="inlineStr"><is><t>in</t></is></c><c r="C2" s="4"/>
<c r="D2" t="d"><v>2026-11-09</v></c></row>
<row r="3"><c r="A3"><f>A1*2</f><v>3</v></c><c r="B3" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>
<c r="C3"><f t="shared" ref="C3:C5" si="0">A1+$B$1</f><v>1</v></c></row>
<row r="4"><c r="C4"><f t="shared" si="0"/><v>2</v></c>
<c r="D4" cm="1"><f t="array" ref="D4:E5">F(1)</f><v>9</v></c></row>
<row r="5"><c r="C5"><f t="shared" si="0"/><v>3</v></c></row>
"""


def _file(path: Path, cells: str = _CELLS, **changed: str) -> Path:
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "xl/worksheets/one.xml": sheet, **changed}.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return read_workbook(_file(tmp_path / "a.xlsx"))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((1, 1), 1.5),
        ((1, 2), "plain"),
        ((1, 3), "rich"),
        ((1, 4), True),
        ((2, 1), ErrorCode("#N/A")),
        ((2, 2), "in"),
        ((2, 3), None),
        ((2, 4), 46335.0),
        ((3, 1), 3.0),
        ((3, 2), "ab"),
        ((9, 9), None),
    ],
)
def test_a_value_is_read_however_it_is_stored(workbook: Workbook, place: tuple[int, int], value: object) -> None:
    found = workbook.sheets["It's"].value(*place)
    assert (found, type(found)) == (value, type(value))


def test_copies_of_a_shared_formula_have_their_own_text(workbook: Workbook) -> None:
    cells = workbook.sheets["It's"].cells
    assert [cells[row, 3].formula for row in (3, 4, 5)] == ["=A1+$B$1", "=A2+$B$1", "=A3+$B$1"]


def test_an_array_formula_says_what_it_fills_and_whether_it_spills(workbook: Workbook) -> None:
    cell = workbook.sheets["It's"].cells[4, 4]
    assert (cell.formula, cell.area, cell.is_dynamic) == ("=F(1)", "D4:E5", True)


def test_names_and_properties(workbook: Workbook) -> None:
    rate = workbook.named("RATE")
    assert rate is not None
    assert (rate.text, rate.comment, rate.sheet) == ("'It''s'!$A$1", "how fast", "")
    assert [(name.name, name.sheet, name.is_hidden) for name in workbook.names[1:]] == [("own", "It's", True)]
    assert workbook.named("own") is None, "it belongs to a sheet"
    assert workbook.properties == {"count": 7.0, "by": "us"}


def test_a_plain_file_is_read_with_the_standard_library_alone(tmp_path: Path) -> None:
    path = _file(tmp_path / "plain.xlsx", '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    program = (
        "import sys; from xltco.spreadsheet.reader import read_workbook;"
        f'assert read_workbook({str(path)!r}).sheets["It\'s"].value(1, 1) == 2.0;'
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'openpyxl', 'numpy', 'pydantic', 'lxml'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_reads_what_openpyxl_reads(tmp_path: Path) -> None:
    made = OpenpyxlWorkbook()
    sheet = made.active
    assert sheet is not None
    for row in range(1, 40):
        sheet.append([row, f"text <{row}>", row % 2 == 0, f"=A{row}*2", row / 7])
    sheet["H1"] = ArrayFormula("H1:H3", "=A1:A3*2")
    path = tmp_path / "made.xlsx"
    made.save(path)
    cells = read_workbook(path).sheets[sheet.title].cells
    for line in load_workbook(path).worksheets[0].iter_rows():
        for cell in line:
            if cell.value is not None:
                mine = cells[cell.row, cell.column or 0]
                stated = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                assert (mine.formula or mine.value) == stated


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "has the same cell twice"),
        ('<row r="1"><c r="A1"><f t="shared" si="3"/></c></row>', "shares a formula that is nowhere"),
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "a cell says that it stands at '1A'"),
        ('<row r="one"/>', "is damaged"),
        ("<row><broken>", "is damaged"),
    ],
)
def test_a_damaged_sheet_is_one_clear_error(tmp_path: Path, cells: str, said: str) -> None:
    workbook = read_workbook(_file(tmp_path / "b.xlsx", cells))
    with pytest.raises(WorkbookError, match=said):
        _ = workbook.sheets["It's"].cells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa">]><workbook/>', "declares entities"),
        ("<a>" * 2_000 + "</a>" * 2_000, "nested deeper"),
        ("not XML", "is damaged"),
    ],
)
def test_a_hostile_workbook_part_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkbookError, match=said):
        read_workbook(_file(tmp_path / "c.xlsx", **{"xl/workbook.xml": text}))


def test_a_file_without_a_workbook_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(WorkbookError, match="has no workbook part"):
        read_workbook(path)


def test_two_entries_of_one_name_are_two_workbooks_in_one(tmp_path: Path) -> None:
    path = _file(tmp_path / "e.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/Worksheets/one.xml", "<other/>")
    with pytest.raises(WorkbookError, match="twice; it was not opened"):
        read_workbook(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 151_000_000)
    with pytest.raises(WorkbookError, match="it was not opened"):
        read_workbook(path)


def _with_stated_size(content: bytes, name: bytes, size: int, *, everywhere: bool) -> bytes:
    """The archive with another unpacked size of one part in its directory, and in the part's own header."""
    data = bytearray(content)
    directory = data.index(b"PK\x01\x02")
    while data[directory + 46 : directory + 46 + len(name)] != name:
        directory = data.index(b"PK\x01\x02", directory + 4)
    struct.pack_into("<L", data, directory + 24, size)
    if everywhere:
        (header,) = struct.unpack_from("<L", data, directory + 42)
        struct.pack_into("<L", data, header + 22, size)
    return bytes(data)


@pytest.mark.parametrize("size", [10, 100_000])
@pytest.mark.parametrize("everywhere", [False, True])
def test_a_directory_that_lies_about_a_size_is_found(tmp_path: Path, size: int, everywhere: bool) -> None:
    path = _file(tmp_path / "f.xlsx")
    path.write_bytes(_with_stated_size(path.read_bytes(), b"xl/workbook.xml", size, everywhere=everywhere))
    with pytest.raises(WorkbookError, match="does not tell the truth"):
        read_workbook(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"", b"\x00" * 99])
def test_what_is_no_archive_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "g.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match="is not a readable"):
        read_workbook(path)


def test_any_zip_tool_may_have_packed_it(tmp_path: Path) -> None:
    path, stored = _file(tmp_path / "h.xlsx"), tmp_path / "stored.xlsx"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old, stored.open("wb") as file:
        unseekable = io.BufferedWriter(file)
        unseekable.seekable = lambda: False  # type: ignore[method-assign]
        with zipfile.ZipFile(unseekable, "w") as new:
            for part in reversed(old.infolist()):
                new.writestr(part.filename, old.read(part))
    assert read_workbook(stored).sheets["It's"].value(3, 1) == 3.0


@pytest.mark.parametrize(
    ("one", "at", "other", "elsewhere"),
    [
        ("=F20*$B$3", (21, 6), "=G20*$B$3", (21, 7)),
        ("='F20 x'!F20", (1, 1), "='F20 x'!G21", (2, 2)),
        ('="F20"&F20', (1, 1), '="F20"&F21', (2, 1)),
        ("=SUM(A:A)+$3:$3", (1, 1), "=SUM(B:B)+$3:$3", (9, 2)),
    ],
)
def test_copies_of_a_formula_have_one_relative_form(
    one: str, at: tuple[int, int], other: str, elsewhere: tuple[int, int]
) -> None:
    assert relative_form(one, *at) == relative_form(other, *elsewhere)
    assert relative_form(one, *at) != relative_form(one, at[0] + 1, at[1] + 1) or "$" not in one


def test_an_area_is_told_cell_by_cell() -> None:
    assert places_of("A1:B2") == ((1, 1), (1, 2), (2, 1), (2, 2))
    assert places_of("A1:Z9999") == places_of("rate") == ()
