"""Lint finds one planted defect for every rule, nothing in a good workbook, and refuses what is no workbook."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from tests.lint.workbooks import BLUE, Change, Edit, good_workbook, naming, replacing, saved, setting
from tests.support import ROOT
from xltco.errors import WorkbookError, XltcoError
from xltco.lint import RULES, Finding, lint
from xltco.lint.areas import area_of, joined
from xltco.lint.formula import Formula, relative_key
from xltco.lint.rules.display import shown_width

INPUTS, MODEL, NOTES, BOOK = (
    f"xl/{part}.xml" for part in ("worksheets/sheet1", "worksheets/sheet2", "worksheets/sheet3", "workbook")
)
CHART = "xl/charts/chart1.xml"


def _hide_column(workbook: Workbook) -> None:
    workbook["Model"].column_dimensions["C"].hidden = True


def _hide_sheet(workbook: Workbook) -> None:
    workbook["Notes"].sheet_state = "veryHidden"


def _merge(*areas: str) -> Change:
    def change(workbook: Workbook) -> None:
        for area in areas:
            workbook["Model"].merge_cells(area)

    return change


def _validate(kind: str, **settings: str) -> Change:
    def change(workbook: Workbook) -> None:
        validation = DataValidation(kind, **settings)  # type: ignore[arg-type]
        workbook["Inputs"].add_data_validation(validation)
        validation.add("D9")

    return change


def _condition(formula: str) -> Change:
    def change(workbook: Workbook) -> None:
        workbook["Model"].conditional_formatting.add("C3", FormulaRule(formula=[formula], font=BLUE))  # type: ignore[no-untyped-call]

    return change


def _format(text: str) -> Change:
    def change(workbook: Workbook) -> None:
        workbook["Model"]["C3"].number_format = text

    return change


def _font(sheet: str, cell: str, colour: str) -> Change:
    def change(workbook: Workbook) -> None:
        workbook[sheet][cell].font = Font(color=colour)

    return change


def _chart_without_cache(workbook: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(workbook["Model"], min_col=2, max_col=13, min_row=4), from_rows=True)
    workbook.worksheets[2].add_chart(chart, "C1")


def _no_author(workbook: Workbook) -> None:
    workbook.properties.creator = ""


def _no_panes(workbook: Workbook) -> None:
    workbook["Notes"].freeze_panes = None


def _narrow(workbook: Workbook) -> None:
    workbook["Inputs"].column_dimensions["B"].width = 5


def _iterating(workbook: Workbook) -> None:
    workbook.calculation.iterate = True


def _without_theme(parts: dict[str, str]) -> None:
    del parts["xl/theme/theme1.xml"]


def _with_macros(parts: dict[str, str]) -> None:
    parts["xl/vbaProject.bin"] = "macros"


def _linked(parts: dict[str, str]) -> None:
    rels = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    parts[rels] = parts[rels].replace(
        "</Rel", f'<Relationship Id="x" Type="{kind}" Target="externalLinks/e1.xml"/></Rel'
    )
    parts["xl/externalLinks/e1.xml"] = "<externalLink/>"


def _chained_ifs(depth: int) -> str:
    return "=" + "".join(f"IF(B{row}>0,1," for row in range(2, 2 + depth)) + "0" + ")" * depth


# One defect to a rule, and where it must be found.
PLANTED: dict[str, tuple[Change | None, Edit | None, str]] = {
    "part-missing": (None, _without_theme, "xl/theme/theme1.xml"),
    "xml-broken": (None, replacing(NOTES, "</sheetData>", ""), NOTES),
    "control-character": (None, replacing(NOTES, "Remark 3<", "Remark \x02<"), "Notes!A3"),
    "sheet-name": (None, replacing(BOOK, 'name="Notes"', f'name="{"N" * 32}"'), "N" * 32),
    "sheet-name-twice": (None, replacing(BOOK, 'name="Notes"', 'name="INPUTS"'), "INPUTS"),
    "text-too-long": (None, replacing(NOTES, "Remark 3<", "x" * 32_768 + "<"), "Notes!A3"),
    "cell-broken": (None, replacing(INPUTS, "<v>1000</v>", "<v>many</v>"), "Inputs!B3"),
    "merge-overlap": (
        None,
        replacing(
            NOTES,
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="C1:D9"/><mergeCell ref="D9:E9"/></mergeCells>',
        ),
        "Notes!D9:E9",
    ),
    "cached-value": (None, replacing(MODEL, "</f><v>1</v>", "</f><v/>"), "Model!B2"),
    "error-value": (None, replacing(MODEL, "</f><v>1</v>", "</f><v>#DIV/0!</v>"), "Model!B2"),
    "external-link": (setting("Model", "B8", "=[1]Prices!A1"), _linked, "Model!B8"),
    "macros": (None, _with_macros, "xl/vbaProject.bin"),
    "calculation-mode": (_iterating, None, "workbook"),
    "document-properties": (_no_author, None, "workbook"),
    "name-illegal": (naming("TCO36", "Inputs!$B$2"), None, "TCO36"),
    "name-twice": (
        None,
        replacing(BOOK, "</definedNames>", '<definedName name="PRICE">Inputs!$B$3</definedName></definedNames>'),
        "PRICE",
    ),
    "name-broken": (naming("lost", "Gone!$B$2"), None, "lost"),
    "name-comment": (naming("said", "Inputs!$B$2", "x" * 256), None, "said"),
    "lambda-name-built-in": (naming("PMT", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x)"), None, "PMT"),
    "formula-broken": (setting("Model", "B8", "=SUM(B3:B4"), None, "Model!B8"),
    "array-area": (setting("Model", "B8", ArrayFormula("foo", "=SUM(B3:B4)")), None, "Model!B8"),
    "call-unmarked": (setting("Model", "B8", "=BREAKEVEN(price,1)"), None, "Model!B8"),
    "function-prefix": (setting("Model", "B8", "=XLOOKUP(B2,cost,cost)"), None, "Model!B8"),
    "parameter-prefix": (naming("TWICE", "_xlfn.LAMBDA(x,2*x)"), None, "TWICE"),
    "lambda-optional": (naming("TWICE", "_xlfn.LAMBDA(_xlpm.y,[_xlpm.x],2*_xlpm.x)"), None, "TWICE"),
    "formula-too-long": (setting("Model", "B8", "=B3" + "+B3" * 2_731), None, "Model!B8"),
    "literal-too-long": (setting("Model", "B8", f'=LEN("{"x" * 256}")'), None, "Model!B8"),
    "reference-lost": (setting("Model", "B8", "=B3+#REF!"), None, "Model!B8"),
    "sheet-missing": (setting("Model", "B8", "='Long gone'!B3"), None, "Model!B8"),
    "name-missing": (setting("Model", "B8", "=prices"), None, "Model!B8"),
    "validation-list": (_validate("list", formula1=f'"{",".join(["choice"] * 40)}"'), None, "Inputs!D9"),
    "validation-text": (_validate("decimal", formula1="0", formula2="1", promptTitle="x" * 33), None, "Inputs!D9"),
    "validation-broken": (_validate("list", formula1="Gone!$A$1:$A$3"), None, "Inputs!D9"),
    "conditional-format": (_condition("AND(C3>1"), None, "Model!C3"),
    "number-format": (_format('0.00" USD'), None, "Model!C3"),
    "chart-reference": (None, replacing(CHART, "'Model'!$B$3:$M$3", "'Modell'!$B$3:$M$3"), f"Model!{CHART}"),
    "chart-cache": (_chart_without_cache, None, "Notes!xl/charts/chart2.xml"),
    "circular-reference": (setting("Model", "D3", "=SUM(D4:D5)"), None, "Model!D3"),
    "number-in-formula": (setting("Model", "B8", "=B3*730"), None, "Model!B8"),
    "volatile-function": (setting("Model", "B8", "=TODAY()"), None, "Model!B8"),
    "discouraged-function": (setting("Model", "B8", "=NPV(price,cost)"), None, "Model!B8"),
    "formula-long": (setting("Model", "B8", "=B3" + "+B3" * 300), None, "Model!B8"),
    "nested-if": (setting("Model", "B8", _chained_ifs(5)), None, "Model!B8"),
    "whole-column": (setting("Model", "B8", "=SUM(Inputs!B:B)"), None, "Model!B8"),
    "implicit-intersection": (setting("Model", "B8", "=cost*price"), None, "Model!B8"),
    "uneven-formula": (setting("Model", "F3", "=IF(F2>=1,price*tokens,1)"), None, "Model!F3"),
    "formula-overwritten": (setting("Model", "F3", 12), None, "Model!F3"),
    "input-formula": (_font("Model", "B5", "0000FF"), None, "Model!B5"),
    "typed-number": (setting("Model", "B8", 730), None, "Model!B8"),
    "input-unvalidated": (_font("Model", "B8", "0000FF"), None, "Model!B8"),
    "hidden-sheet": (_hide_sheet, None, "Notes"),
    "hidden-cells": (_hide_column, None, "Model!C:C"),
    "merged-cells": (_merge("B5:C5"), None, "Model!B5:C5"),
    "freeze-panes": (_no_panes, None, "Notes"),
    "print-setup": (None, replacing(BOOK, "Print_Titles", "Print_Area"), "Notes"),
    "low-contrast": (_font("Notes", "A3", "EEEEEE"), None, "Notes!A3"),
    "narrow-column": (_narrow, None, "Inputs!B2:B3"),
}


def _planted(rule: str, folder: Path) -> Path:
    change, edit, _ = PLANTED[rule]
    workbook = good_workbook()
    if rule == "input-unvalidated":
        workbook["Model"]["B8"] = 12
    if change is not None:
        change(workbook)
    return saved(workbook, folder / "planted.xlsx", edit)


def _found(path: Path, *rules: str) -> list[Finding]:
    return lint(path, only=rules).findings


def test_a_good_workbook_has_no_findings(tmp_path: Path) -> None:
    report = lint(saved(good_workbook(), tmp_path / "good.xlsx"))
    assert report.findings == []
    assert (report.sheets, report.formula_cells) == (3, 38)


def test_every_rule_has_a_planted_defect() -> None:
    assert set(PLANTED) == set(RULES)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_defect_is_found_at_its_place(tmp_path: Path, rule: str) -> None:
    found = _found(_planted(rule, tmp_path), rule)
    assert PLANTED[rule][2] in [finding.place for finding in found]
    assert {finding.rule.id for finding in found} == {rule}


def _other_defects(rule: str, change: Change | None, edit: Edit | None, place: str) -> object:
    return pytest.param(rule, change, edit, place, id=f"{rule} {place}")


OTHERS = [
    ("name-illegal", naming("R1C1", "Inputs!$B$2"), None, "R1C1"),
    ("name-illegal", naming("two words", "Inputs!$B$2"), None, "two words"),
    ("name-illegal", naming("H100", "Inputs!$B$2"), None, "H100"),
    ("name-broken", naming("lost", "Inputs!#REF!"), None, "lost"),
    ("name-broken", naming("lost", "=Inputs!$B$2"), None, "lost"),
    ("sheet-name", None, replacing(BOOK, 'name="Notes"', 'name="N:otes"'), "N:otes"),
    ("function-prefix", naming("TWICE", "LAMBDA(_xlpm.x,2*_xlpm.x)"), None, "TWICE"),
    ("function-prefix", setting("Model", "B8", "=SUM(_xlfn.FILTER(cost,cost>0))"), None, "Model!B8"),
    ("formula-too-long", naming("LONG", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x" + "+0" * 4_000 + ")"), None, "LONG"),
    ("name-missing", setting("Model", "B8", "=BREAKEVN(price)"), None, "Model!B8"),
    ("validation-broken", _validate("custom", formula1="AND(D9>0,"), None, "Inputs!D9"),
    ("conditional-format", _condition("Gone!C3>1"), None, "Model!C3"),
    ("conditional-format", _condition("C3>#REF!"), None, "Model!C3"),
    ("conditional-format", _condition("XLOOKUP(1,C3:D3,C3:D3)=1"), None, "Model!C3"),
    ("conditional-format", _condition("prices>1"), None, "Model!C3"),
    ("number-format", _format("0;0;0;0;0"), None, "Model!C3"),
    ("number-format", _format("[Red0"), None, "Model!C3"),
    ("number-format", _format("0 tokens"), None, "Model!C3"),
    ("chart-cache", None, replacing(CHART, "<v>1</v>", "<v>2</v>"), f"Model!{CHART}"),
    ("chart-reference", None, replacing(CHART, "'Model'!$B$3:$M$3", '"Cost"'), ""),
    ("array-area", setting("Model", "B8", ArrayFormula("C8:C9", "=SUM(B3:B4)")), None, "Model!B8"),
    ("circular-reference", setting("Model", "B8", "=B8+1"), None, "Model!B8"),
    ("circular-reference", setting("Inputs", "D2", "=SUM(cost)*D3"), None, ""),
    ("circular-reference", setting("Model", "C3", "=SUM(cost)"), None, "Model!C3"),
    ("number-in-formula", setting("Model", "B8", "=B3*(1+5%)"), None, "Model!B8"),
    ("number-in-formula", setting("Model", "B8", "=SUM({1,2,3})"), None, "Model!B8"),
    ("implicit-intersection", setting("Model", "B8", "=SUM(cost*price)"), None, "Model!B8"),
    ("implicit-intersection", setting("Model", "B8", "=ABS(B3:M3)"), None, "Model!B8"),
    ("implicit-intersection", setting("Model", "B8", "=SUMPRODUCT(IF(cost>0,1,0))"), None, "Model!B8"),
    ("calculation-mode", None, replacing(BOOK, "<calcPr ", '<calcPr calcMode="manual" '), "workbook"),
    ("cell-broken", None, replacing(INPUTS, 's="1"', 's="99"'), "Inputs!B2"),
]


@pytest.mark.parametrize(("rule", "change", "edit", "place"), [_other_defects(*other) for other in OTHERS])
def test_other_forms_of_a_defect(
    tmp_path: Path, rule: str, change: Change | None, edit: Edit | None, place: str
) -> None:
    workbook = good_workbook()
    if change is not None:
        change(workbook)
    found = [finding.place for finding in _found(saved(workbook, tmp_path / "x.xlsx", edit), rule)]
    assert (place in found) if place else not found


FINE = [
    "=SUMPRODUCT(cost*(Model!$B$2:$M$2>0))",
    "=MATCH(B2,cost,0)",
    "=INDEX(cost,1,B2)",
    "=SUM(B3:INDEX(B3:M3,1,B2))",
    '=COUNTIF(cost,">"&B3)',
    "=IF(SUM(cost)>0,SUM(cost),0)",
    "=ROUND(B3,2)",
    '=_xlfn.TEXTJOIN(",",TRUE,cost)',
    "=_xlfn.XLOOKUP(B2,Model!$B$2:$M$2,cost,,0)",
    "=-INT(-B3/price)",
    '=IF(ISNUMBER(B3),"it\'s ""5""","")',
    "=ROW(B8)-ROW(B7)",
]


@pytest.mark.parametrize("formula", FINE)
def test_a_sound_formula_is_left_alone(tmp_path: Path, formula: str) -> None:
    workbook = good_workbook()
    workbook["Model"]["B8"] = formula
    assert lint(saved(workbook, tmp_path / "x.xlsx")).findings == []


@pytest.mark.parametrize(
    "text",
    [
        "A1", "$A$1:B2", "A:A", "1:3", "'It''s'!A1+Sheet1!B2", "Sheet1:Sheet3!A1", "[1]Sheet1!A1", "Table1[Amount]",
        "Table1[[#This Row],[a b]]", "{1,2;3,4}", "-A1%", "A1#", "@A1:A3", "SUM(A1 B1)", "IF(A1,,2)", "NOW()",
        "#N/A", "1.5E+3*.5", "LAMBDA(_xlpm.x,_xlpm.x)(2)", "A1<>\"\"", "(A1,B1)", "-2^-2", "Ł_1+日本",
    ],
)  # fmt: skip
def test_a_formula_that_parses(text: str) -> None:
    assert Formula(text).problem == ""


@pytest.mark.parametrize(
    "text",
    ["", "SUM(A1", "A1)", "A1+", "*A1", "SUM(A1;B1)", '"open', "A1 + + * B1", "(A1}", "A1 B1)", "SUM(A1,B1*)",
     "5 apples!", "12A", "()", "A1B(", "price tokens 5 (", "'Sheet'!"],
)  # fmt: skip
def test_a_formula_that_does_not_parse(text: str) -> None:
    assert Formula(text).problem


def test_copies_of_a_formula_have_one_key() -> None:
    keys = {relative_key(text, 5, column) for column, text in ((6, "F4+$B$2*'S 1'!F$3"), (7, "G4+$B$2*'S 1'!G$3"))}
    assert len(keys) == 1
    assert relative_key("LOG10(F4)", 5, 6) != relative_key("LOG10(F4)", 5, 7)
    assert relative_key('"F4"', 5, 6) == relative_key('"F4"', 5, 7)
    assert relative_key("SUM(B:B)", 1, 1) == relative_key("SUM(C:C)", 1, 2)


def test_a_copy_reads_the_area_that_its_cell_means() -> None:
    (reference,) = Formula("SUM($F$8:F9)", 9, 6).references
    assert str(reference.at(20, 7)) == "F8:G20"
    (backwards,) = Formula("SUM($F$8:E8)", 9, 5).references
    assert str(backwards.at(9, 8)) == "F8:H8"


def test_neighbours_become_one_area() -> None:
    places = [(r, c) for r in (2, 3) for c in (4, 5, 6)] + [(9, 9)]
    assert [str(area) for area in joined(places)] == ["D2:F3", "I9"]
    assert area_of("XFE1") is None
    assert area_of("A0") is None


@pytest.mark.parametrize(
    ("number", "number_format", "least", "most"),
    [
        (1234567.891, "#,##0.00", 8, 12),
        (1234567.891, "0", 7, 7),
        (0.5, "0.0%", 4, 6),
        (1234567.0, '#,##0.0,," M"', 2, 6),
        (46_000, "yyyy-mm-dd", 8, 10),
        (1e15, "General", 0, 0),
        (-5.0, "0;;", 0, 0),
    ],
)
def test_a_shown_number_is_measured_from_below(number: float, number_format: str, least: float, most: float) -> None:
    assert least <= shown_width(number, number_format) <= most


def test_equal_findings_of_neighbours_are_one(tmp_path: Path) -> None:
    workbook = good_workbook()
    for column in "BCD":
        workbook["Model"][f"{column}8"] = f"={column}3*730"
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "number-in-formula")
    assert (found.place, found.why) == ("Model!B8:D8", "the formula holds 730")


def test_a_stray_in_a_column_of_a_block_that_goes_down_is_found(tmp_path: Path) -> None:
    workbook = good_workbook()
    for row in range(2, 12):
        workbook["Notes"].cell(row, 3, f"=price+D{row - 1}")
        workbook["Notes"].cell(row, 4, f"=tokens+C{row - 1}" if row != 7 else "=price")
        workbook["Notes"].cell(row, 5, f"=C{row}+D{row}")
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "uneven-formula")
    assert (found.place, found.why) == ("Notes!D7", "the formula differs from the rest of its column")


def test_without_any_input_style_typed_numbers_are_one_finding(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in range(1, 9):
        sheet.cell(row, 1, row)
    sheet["B1"] = "=A1"
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "typed-number")
    assert "8 numbers are typed" in found.why


def test_rules_can_be_chosen_and_left_out(tmp_path: Path) -> None:
    path = _planted("typed-number", tmp_path)
    assert [finding.rule.id for finding in lint(path).findings] == ["typed-number"]
    assert lint(path, ignore=["typed-number"]).findings == []
    with pytest.raises(XltcoError, match="is not a rule"):
        lint(path, only=["typed-numbers"])


def _no_workbooks(folder: Path) -> dict[str, Path]:
    good = saved(good_workbook(), folder / "good.xlsx")
    damaged, text, empty, other = (folder / f"{name}.xlsx" for name in ("damaged", "text", "empty", "other"))
    data = good.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    text.write_text("Price;0.5")
    empty.write_bytes(b"")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    flipped = folder / "flipped.xlsx"
    flipped.write_bytes(data[:200] + bytes(255 - byte for byte in data[200:260]) + data[260:])
    bomb = folder / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 160_000_000)
    laughs = folder / "laughs.xlsx"
    entities = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    saved(good_workbook(), laughs, replacing("xl/workbook.xml", "<workbook", f"{entities}<workbook"))
    return {
        "damaged": damaged, "text": text, "empty": empty, "other": other, "flipped": flipped, "bomb": bomb,
        "laughs": laughs, "missing": folder / "none.xlsx", "folder": folder,
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["damaged", "text", "empty", "other", "flipped", "bomb", "laughs", "missing", "folder"]
)
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, kind: str) -> None:
    path = _no_workbooks(tmp_path)[kind]
    with pytest.raises(WorkbookError) as caught:
        lint(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_page_of_rules_is_in_step_with_the_rules() -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{r.id}` | {r.severity} | {r.title} | {r.source} | {r.remedy} |" for r in RULES.values()]


def test_our_own_workbooks_have_no_errors(enterprise_workbook: Path) -> None:
    report = lint(enterprise_workbook)
    assert [f"{f.rule.id} {f.place}: {f.why}" for f in report.findings if f.rule.severity == "error"] == []


@pytest.mark.slow
@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_a_workbook_that_another_program_saved_is_read(enterprise_workbook: Path, tmp_path: Path, program: str) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    target, profile = tmp_path / enterprise_workbook.name, f"-env:UserInstallation=file://{tmp_path}/profile"
    arguments = {
        "soffice": ["--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(enterprise_workbook)],
        "ssconvert": [str(enterprise_workbook), str(target)],
    }[program]
    # A new profile may make soffice exit silently: once more is enough.
    for _ in range(2):
        if not target.exists():
            subprocess.run([found, *arguments], capture_output=True, timeout=120, check=False)
    report = lint(target)
    assert report.formula_cells == lint(enterprise_workbook).formula_cells
    # What these programs are known to write wrong, and nothing else that Excel would repair. Neither knows the mark of
    # a call that may spill; Gnumeric knows no LAMBDA and writes the names as a long text or without their prefixes.
    gnumeric = {"name-broken", "name-missing", "validation-broken", "chart-cache", "chart-reference"}
    gnumeric |= {"call-unmarked", "literal-too-long", "function-prefix"}
    known = {"soffice": {"name-twice", "call-unmarked"}, "ssconvert": gnumeric}[program]
    assert {finding.rule.id for finding in report.findings if finding.rule.severity == "error"} <= known
