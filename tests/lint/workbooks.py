"""A small workbook in which lint finds nothing, and ways to plant one defect in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumVal
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

BLUE, YELLOW = Font(color="0000FF"), PatternFill("solid", fgColor="FFFFCC")
MONTHS = 12
LAMBDA = "_xlfn.LAMBDA(_xlpm.price,_xlop.fixed,_xlfn.LET(_xlpm.c,_xlpm.price*2,_xlpm.c+_xlpm.fixed))"

Change = Callable[[Workbook], object]
Parts = dict[str, str]
Edit = Callable[[Parts], object]


def good_workbook() -> Workbook:
    """Inputs, a model of twelve months with a chart, and notes: everything as the rules want it."""
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = "A model", "A modeller"
    inputs = workbook.active
    assert isinstance(inputs, Worksheet)
    inputs.title = "Inputs"
    _write_inputs(inputs)
    model = workbook.create_sheet("Model")
    _write_model(model)
    notes = workbook.create_sheet("Notes")
    for row in range(1, 71):
        notes.cell(row, 1, f"Remark {row}")
    notes.freeze_panes, notes.print_title_rows = "A2", "1:1"
    notes.sheet_properties.pageSetUpPr.fitToPage = True
    for name, text in {"price": "Inputs!$B$2", "tokens": "Inputs!$B$3", "cost": "Model!$B$3:$M$3"}.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    workbook.defined_names["BREAKEVEN"] = DefinedName("BREAKEVEN", attr_text=LAMBDA, comment="What pays.")
    return workbook


def _write_inputs(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 20
    values: list[tuple[str, float | str]] = [("Price", 0.5), ("Tokens", 1000), ("Case", "base")]
    for row, (label, value) in enumerate(values, start=2):
        sheet.cell(row, 1, label)
        cell = sheet.cell(row, 2, value)
        cell.font, cell.fill, cell.number_format = BLUE, YELLOW, '#,##0.00" USD"'
    bounds = DataValidation("decimal", formula1="0", formula2="price", prompt="A price.", promptTitle="Price")
    choices = DataValidation("list", formula1='"low,base,high"')
    for validation, cells in ((bounds, "B2:B3"), (choices, "B4")):
        sheet.add_data_validation(validation)
        validation.add(cells)


def _write_model(sheet: Worksheet) -> None:
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"], sheet["A5"] = "Model", "Month", "Cost", "Running total", "Sum"
    for column in range(2, MONTHS + 2):
        here, before = get_column_letter(column), get_column_letter(column - 1)
        sheet.cell(2, column, f"={before}2+1" if column > 2 else "=0")
        sheet.cell(3, column, f"=IF({here}2>=1,price*tokens,0)")
        sheet.cell(4, column, f"={before}4+{here}3" if column > 2 else f"={here}3")
    sheet["B5"] = "=SUM(cost)/INDEX(cost,1,MATCH(1,Model!$B$2:$M$2,0))"
    sheet["B6"] = '=IF(ISNUMBER(B5),"It pays: "&TEXT(ROUND(B5,2),"0.00"),"")'
    sheet.conditional_formatting.add("B3:M3", FormulaRule(formula=["B3>price"], fill=YELLOW))  # type: ignore[no-untyped-call]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, max_col=13, min_row=3), from_rows=True)
    chart.series[0].val.numRef.numCache = NumData(ptCount=MONTHS, pt=[NumVal(i, v="1") for i in range(MONTHS)])
    sheet.add_chart(chart, "B10")


def saved(workbook: Workbook, path: Path, edit: Edit | None = None) -> Path:
    """The workbook as a file whose formula cells all have the value 1 beside them, with parts edited."""
    workbook.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(r"(</f>)<v ?/>|(</f>)<v></v>", "</f><v>1</v>", parts[name])
    if edit is not None:
        edit(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def replacing(part: str, old: str, new: str) -> Edit:
    """An edit that replaces a text of a part, which must be there."""

    def edit(parts: Parts) -> None:
        assert old in parts[part], f"{part} does not hold {old}"
        parts[part] = parts[part].replace(old, new, 1)

    return edit


def setting(sheet: str, cell: str, value: float | str | ArrayFormula) -> Change:
    """A change that puts something into a cell."""

    def change(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    return change


def naming(name: str, text: str, comment: str | None = None) -> Change:
    """A change that defines a name."""

    def change(workbook: Workbook) -> None:
        workbook.defined_names[name] = DefinedName(name, attr_text=text, comment=comment)

    return change
