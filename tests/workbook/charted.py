"""A workbook with charts of three kinds, over rows and columns, texts, errors, gaps, odd sheet names and a name."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.text import Text
from openpyxl.chart.title import Title
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from xltco.workbook.cached import with_cached_values
from xltco.workbook.openpyxl_corrections import corrected

ODD = "Bob's costs, & more"


def charted_workbook() -> bytes:
    """The workbook's bytes: its cells have cached values, its charts have none."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_curves(workbook.create_sheet("Curves"))
    _write_odd(workbook.create_sheet(ODD))
    workbook.defined_names["buy_costs"] = DefinedName("buy_costs", attr_text="'Bob''s costs, & more'!$B$2:$E$2")
    board = workbook.create_sheet("Board")
    board.add_chart(_scatter(workbook["Curves"]), "A1")
    board.add_chart(_bars(workbook[ODD]), "A16")
    workbook.create_chartsheet("Lines").add_chart(_lines(workbook[ODD]))
    buffer = io.BytesIO()
    with corrected():
        workbook.save(buffer)
    return with_cached_values(buffer.getvalue())


def _write_curves(sheet: Worksheet) -> None:
    """Columns: x, a curve with never, another with a gap, another error, a text and a truth value."""
    sheet.append(["Tokens", '="Self-"&"host"', "Odd"])
    for row in range(2, 10):
        sheet.append([row * 0.1, f"=IF(A{row}<0.4,NA(),10/A{row}/3)", f"=A{row}^2"])
        sheet.cell(row, 2).number_format = "#,##0.00"
    sheet["C4"], sheet["C5"], sheet["C6"], sheet["C7"] = None, "=1/0", '=""', "=A7>0"


def _write_odd(sheet: Worksheet) -> None:
    """Rows: years, the costs of buying and of owning."""
    sheet.append(["Costs <in> USD", '="Year "&1', "Year 2 & on", "=3", "Łódź 日本"])
    sheet.append(["Buy", 1e6 / 3, 2e15, "=0.1+0.2", -5])
    sheet.append(["Own", "=B2*1e-3", "=NA()", "=D2*2e6", "=-E2"])


def _scatter(sheet: Worksheet) -> ScatterChart:
    chart = ScatterChart()
    chart.scatterStyle = "lineMarker"  # the schema demands one
    x = Reference(sheet, min_col=1, min_row=2, max_row=9)
    for column in (2, 3):
        y = Reference(sheet, min_col=column, min_row=1, max_row=9)
        chart.series.append(Series(y, x, title_from_data=True))
    chart.title = Title(tx=Text(strRef=StrRef("Curves!B1")))
    _show_axes(chart)
    return chart


def _bars(sheet: Worksheet) -> BarChart:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, max_col=5, min_row=2, max_row=3), from_rows=True, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, max_col=5, min_row=1))
    chart.title = Title(tx=Text(strRef=StrRef("'Bob''s costs, & more'!$A$1")))
    _show_axes(chart)
    return chart


def _lines(sheet: Worksheet) -> LineChart:
    """A line whose values are a name, and one whose reference is no range."""
    chart = LineChart()
    for row, values in ((2, "buy_costs"), (3, "OFFSET(nowhere,1,1)")):
        series = Series(Reference(sheet, min_col=2, max_col=5, min_row=row))
        series.tx = SeriesLabel(strRef=StrRef(f"'Bob''s costs, & more'!$A${row}"))
        series.val.numRef.f = values
        chart.series.append(series)
    _show_axes(chart)
    return chart


def _show_axes(chart: ScatterChart | BarChart | LineChart) -> None:
    """New Excel hides an axis that does not say that it is there."""
    chart.x_axis.delete = chart.y_axis.delete = False
