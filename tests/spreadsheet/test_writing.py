"""What is written stands in the file for every program that reads it, and the same every time."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import formualizer
import ironcalc
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.spreadsheet.sample_book import DATA, OTHER, TEXTS, TWICE, VALUES, sample_book
from xltco.errors import OutputError
from xltco.spreadsheet.address import absolute, column_number, letter
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.style import PLAIN, Style
from xltco.spreadsheet.validation import Validation

LOOK_ALIKE = "_x0041_"


def _opened(content: bytes, **options: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.fixture(scope="module")
def content() -> bytes:
    return sample_book().content(VALUES)


@pytest.fixture(scope="module")
def data(content: bytes) -> Worksheet:
    sheet: Worksheet = _opened(content)[DATA]
    return sheet


def test_cells_hold_what_was_put(data: Worksheet) -> None:
    held = [data.cell(row, 1).value for row in range(1, 9)]
    noon = datetime.datetime(2026, 11, 24, 12)
    assert held == [42, 0.1 + 0.2, True, datetime.datetime(2026, 11, 24), noon, None, "#NUM!", "looks"]
    assert [data.cell(row, 1).data_type for row in (3, 7)] == ["b", "e"]


def test_a_text_stays_a_text_whatever_it_begins_with(data: Worksheet) -> None:
    cells = [data.cell(row, 2) for row in range(1, len(TEXTS) + 1)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    # Excel reads the look-alike as A unless it is escaped; openpyxl shows the escape.
    assert [str(cell.value).replace("_x005F_", "_") for cell in cells] == list(TEXTS)
    assert next(str(cell.value) for cell in cells if "x0041" in str(cell.value)) == "_x005F" + LOOK_ALIKE


def test_formulas_carry_the_values_that_were_found(content: bytes, data: Worksheet) -> None:
    assert [data.cell(row, 3).value for row in range(1, 6)] == ["=0.1+0.2", '="a < "&"b"', "=1<2", "=NA()", "=A1*2"]
    cached = _opened(content, data_only=True)[DATA]
    cells = [cached.cell(row, 3) for row in range(1, 6)]
    assert [cell.value for cell in cells] == [VALUES[DATA, row, 3] for row in range(1, 6)]
    assert [cell.data_type for cell in cells] == ["n", "s", "b", "e", "n"]
    assert _opened(sample_book().content(), data_only=True)[DATA]["C1"].value is None


def test_ironcalc_reads_every_cell_and_calls_the_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(content)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    texts = [str(model.get_cell_value(0, row, 2)).replace("_x005F_", "_") for row in range(1, len(TEXTS) + 1)]
    assert texts == list(TEXTS)
    assert [model.get_cell_value(0, row, 3) for row in range(1, 6)] == [VALUES[DATA, row, 3] for row in range(1, 6)]
    assert model.get_cell_value(1, 1, 1) == 1


def test_formualizer_reads_every_cell(content: bytes) -> None:
    workbook = formualizer.load_workbook_bytes(content)
    workbook.evaluate_all()
    texts = [str(workbook.get_value(DATA, row, 2)).replace("_x005F_", "_") for row in range(1, len(TEXTS) + 1)]
    assert texts == list(TEXTS)
    assert workbook.get_value(DATA, 5, 3) == 84


def test_looks_are_what_was_asked_for(data: Worksheet) -> None:
    cell = data["A8"]
    font, border, alignment = cell.font, cell.border, cell.alignment
    assert (font.name, font.sz, font.b, font.i, font.u, font.color.rgb) == (
        "Arial",
        9,
        True,
        True,
        "single",
        "FF0000FF",
    )
    assert (border.left.style, border.bottom.color.rgb, border.top.style) == ("hair", "FF1F3864", None)
    assert (alignment.horizontal, alignment.vertical, alignment.wrap_text, alignment.indent) == (
        "right",
        "top",
        True,
        1,
    )
    assert (data["A6"].fill.fgColor.rgb, data["A6"].protection.locked) == ("FFFFFFCC", False)
    assert [data.cell(row, 1).number_format for row in (1, 2, 4)] == ["#,##0.00", '[>=1000]"k"0;0', "yyyy-mm-dd"]


def test_a_sheet_has_its_widths_panes_and_protection(data: Worksheet) -> None:
    assert [data.column_dimensions[name].width for name in ("A", "C")] == [20, 12.5]
    assert [data.row_dimensions[row].height for row in (1, 20)] == [24, 30]
    assert [data.row_dimensions[row].outlineLevel for row in (2, 3)] == [0, 1]
    assert (data.freeze_panes, data.sheet_view.showGridLines, data.protection.sheet) == ("B2", False, True)
    assert data.sheet_properties.outlinePr is not None
    assert data.sheet_properties.outlinePr.summaryBelow is False
    assert data["B2"].hyperlink is not None
    assert data["B2"].hyperlink.location == "'It''s other'!A1"


def test_a_sheet_prints_as_told(data: Worksheet) -> None:
    assert data.print_area == "'Data & more'!$A$1:$C$9,'Data & more'!$A$10:$C$12"
    assert (data.print_title_rows, data.print_title_cols) == ("$1:$3", "$A:$B")
    assert (data.page_setup.orientation, data.page_setup.fitToWidth, data.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert data.oddHeader is not None
    assert data.oddHeader.left.text == "Smith && Sons"
    assert [brk.id for brk in (*data.row_breaks.brk, *data.col_breaks.brk)] == [5, 2]


def test_validations_and_conditions_are_there(data: Worksheet) -> None:
    number, choice, text = data.data_validations.dataValidation
    assert (number.type, number.formula1, number.formula2, number.error) == ("decimal", "0", "1000", "Enter a number.")
    assert (choice.formula1, choice.prompt, choice.showDropDown) == ('"low,base,high"', '"Choose"\none.', False)
    assert (text.operator, text.allow_blank) == ("lessThanOrEqual", True)
    rules = [rule for found in data.conditional_formatting for rule in found.rules]
    assert [rule.formula for rule in rules[:2]] == [["A1>1"], ["C1<>0"]]
    assert rules[0].dxf.fill.bgColor.rgb == "FFFFC7CE"
    assert [color.rgb for color in rules[2].colorScale.color] == ["FFF4B183", "FFFFFFFF", "FF9DC3E6"]


def test_a_call_is_marked_and_its_answer_stands_in_all_cells_that_it_covers(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
        assert "fDynamic" in archive.read("xl/metadata.xml").decode()
    assert '<c r="A1" cm="1"><f t="array" ref="A1">TWICE(0.5)</f><v>1</v></c>' in sheet
    assert '<f t="array" ref="B1:C2">TWICE(2)</f><v>4</v>' in sheet
    # A text of its own would stand in the way of the answer: IronCalc says #SPILL! then.
    assert '<c r="C1" t="str"><v>beside</v></c>' in sheet
    assert sample_book()[OTHER].style_at(2, 2).number_format == "0.0"


def test_charts_carry_what_their_cells_hold(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        scatter, bars = (archive.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2))
    assert '<c:formatCode>#,##0.00</c:formatCode><c:ptCount val="5"/><c:pt idx="0"><c:v>42</c:v>' in scatter
    assert '<c:strCache><c:ptCount val="5"/><c:pt idx="0"><c:v>=1+1</c:v>' in bars
    assert len(_opened(content)[OTHER]._charts) == 4


def test_charts_of_a_book_without_values_carry_none() -> None:
    with ZipFile(io.BytesIO(sample_book().content())) as archive:
        assert "Cache>" not in archive.read("xl/charts/chart1.xml").decode()


def test_names_and_properties_are_there(content: bytes) -> None:
    workbook = _opened(content)
    assert workbook.defined_names["TWICE"].attr_text == TWICE
    assert workbook.defined_names["TWICE"].comment == "The double of a number."
    assert (workbook.properties.title, workbook.properties.creator) == ("A <title>", "Somebody")
    assert {item.name: item.value for item in workbook.custom_doc_props.props} == {"count": 12, "program": "1 & 2"}
    assert workbook.calculation.fullCalcOnLoad


def test_a_book_with_macros_says_so() -> None:
    book = sample_book()
    book.vba, book.code_name, book.sheets[0].code_name = b"a project", "ThisWorkbook", "Sheet1"
    with ZipFile(io.BytesIO(book.content())) as archive:
        assert archive.read("xl/vbaProject.bin") == b"a project"
        types = archive.read("[Content_Types].xml").decode()
        assert 'codeName="ThisWorkbook"' in archive.read("xl/workbook.xml").decode()
        assert '<sheetPr codeName="Sheet1">' in archive.read("xl/worksheets/sheet1.xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types


def test_equal_books_are_equal_files(content: bytes) -> None:
    assert sample_book().content(VALUES) == content


@pytest.mark.parametrize("text", ["bell \x07", "half \ud800"])
def test_characters_that_no_file_can_hold_are_refused(text: str) -> None:
    book = Book()
    book.sheet("One").put(1, 1, text)
    with pytest.raises(OutputError, match=r"cannot hold the character U\+"):
        book.content()


def test_numbers_that_no_cell_can_hold_are_refused() -> None:
    book = Book()
    book.sheet("One").put(1, 1, float("nan"))
    with pytest.raises(OutputError, match="cannot hold the number nan"):
        book.content()


@pytest.mark.parametrize("title", ["", "a" * 32, "a/b", "Data & More"])
def test_titles_that_excel_refuses_are_refused(title: str) -> None:
    book = sample_book()
    with pytest.raises(ValueError, match="no title for a new sheet"):
        book.sheet(title)


def test_what_excel_would_repair_is_refused() -> None:
    with pytest.raises(ValueError, match="comment"):
        Name("1", "x" * 256)
    book = sample_book()
    book.sheets[0].validations.append(Validation("A1", "list", '"' + "x," * 200 + '"'))
    with pytest.raises(ValueError, match="more than 255"):
        book.content()


def test_what_a_cell_holds_can_be_asked_and_restyled() -> None:
    sheet = Book().sheet("One")
    sheet.formula(2, 3, "=A1")
    sheet.put(1, 1, "")
    sheet.restyle(2, 3, PLAIN.with_(wrap=True))
    assert (sheet.value_at(2, 3), sheet.value_at(1, 1), sheet.value_at(9, 9)) == ("=A1", None, None)
    assert sheet.style_at(2, 3) == Style(wrap=True)
    assert (sheet.last_row, sheet.last_column) == (2, 3)


def test_equal_styles_are_one_style() -> None:
    assert PLAIN.with_(indent=1).with_(wrap=True) == Style(indent=1, wrap=True)
    assert PLAIN.with_(indent=1) is PLAIN.with_(indent=1)
    assert len({Style(wrap=True), Style(wrap=True), Style()}) == 2


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("DU", 125), ("XFD", 16_384)])
def test_columns_have_letters(letters: str, number: int) -> None:
    assert (letter(number), column_number(letters)) == (letters, number)


@pytest.mark.parametrize(
    ("area", "fixed"), [("B2:C3", "$B$2:$C$3"), ("1:3", "$1:$3"), ("A:D", "$A:$D"), ("$E$7", "$E$7")]
)
def test_ranges_are_fixed(area: str, fixed: str) -> None:
    assert absolute(area) == fixed
