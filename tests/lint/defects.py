"""The planted defects: one to every rule, other forms of some, and formulas that are sound."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from tests.lint.workbooks import BLUE, Change, Edit, naming, replacing, setting

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

# The rule, the defect, and where it must be found; an empty place where nothing may be.
OTHERS: list[tuple[str, Change | None, Edit | None, str]] = [
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
