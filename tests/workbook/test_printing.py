"""What is printed: a year of months to a page, rows high enough for their texts, units that name the currency."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string

from tests.support import SEED, scenario_of, with_inputs
from tests.workbook.keyed import FIRST_VALUE, cell
from xltco.model import MODEL
from xltco.units import UNITS
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.place import LABEL
from xltco.workbook.template import Theme, load_template
from xltco.workbook.writer import book_of, workbook_bytes

MONTHS = 30


@pytest.fixture(scope="module")
def full() -> Workbook:
    raw = with_inputs(SEED, horizon={"months": MONTHS}) | {"currency": "EUR"}
    return _opened(raw)


def _opened(raw: dict[str, Any]) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(scenario_of(raw), load_template("full"))))


def _row_of(workbook: Workbook, name: str) -> int:
    return cell(workbook, name).row


def test_months_are_printed_to_the_horizon_and_years_on_a_page_of_their_own(full: Workbook) -> None:
    years, months = full["Self-host"].print_area.split(",")
    assert years.endswith(f"$P${_row_of(full, 'self_host_pnl_by_quarter')}")
    assert months.endswith(f"$AJ${_row_of(full, 'self_host_idle_cost')}")


def test_a_year_of_months_fills_a_page(full: Workbook) -> None:
    sheet = full["Self-host"]
    assert [stop.id for stop in sheet.col_breaks.brk] == [FIRST_VALUE + 12, FIRST_VALUE + 24]
    assert 55 <= int(sheet.page_setup.scale or 0) <= 100
    assert sheet.print_title_cols == "$B:$E"
    assert sheet.print_title_rows == "$1:$3"


def test_a_section_that_is_not_printed_lies_outside_the_area(full: Workbook) -> None:
    area = full["Break-even"].print_area
    assert int(area.rpartition("$")[2]) < _row_of(full, "point_number")


def test_a_row_is_as_high_as_its_note() -> None:
    noted = {"value": 1.21, "source": "a price list", "note": "a long note that says where the price comes from " * 4}
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": noted}))
    heights = workbook["Inputs"].row_dimensions
    assert heights[_row_of(workbook, "self_host_instance_hourly")].height >= 60
    assert heights[_row_of(workbook, "self_host_setup_cost")].height is None


def test_a_unit_of_money_follows_the_currency_of_the_inputs(full: Workbook) -> None:
    rows = {row[1].value: row[2] for row in full["Summary"].iter_rows()}
    for label, shown in (("TCO", ""), ("Cost per 1M tokens", " per 1M tokens")):
        assert rows[label].value == "=scenario_currency"
        assert rows[label].number_format.rpartition("@")[2].strip('"') == shown
    # Where formulas and texts would alternate, as on the calculations, the unit stays a word.
    assert full["Comparison"].cell(_row_of(full, "buy_tco"), 3).value == "currency"


def test_keys_lie_outside_what_is_printed(full: Workbook) -> None:
    for sheet in (sheet for sheet in full.worksheets if sheet["A4"].value == "Key" and sheet.print_area):
        assert "$A$" not in sheet.print_area, sheet.title


@pytest.mark.parametrize("template", ["input-request", "break-even"])
def test_the_longest_sentence_is_printed_whole(template: str) -> None:
    sheet = book_of(scenario_of(SEED), load_template(template)).sheets[0]
    last = column_index_from_string(sheet.print_area.split(":")[1].rstrip("0123456789"))
    assert sum(sheet.width(column) for column in range(FIRST_VALUE, last + 1)) >= 100


def test_constants_are_printed_where_the_method_is(full: Workbook) -> None:
    short = load_workbook(io.BytesIO(workbook_bytes(scenario_of(SEED), load_template("input-request"))))
    for workbook, is_printed in ((full, True), (short, False)):
        last = int(workbook["Inputs"].print_area.rpartition("$")[2])
        assert (last >= _row_of(workbook, "months_per_year")) == is_printed
        assert last >= _row_of(workbook, "decision_lock_in_hardware_availability")


def test_a_heading_is_as_high_as_its_words(full: Workbook) -> None:
    sheet = full["Sensitivity"]
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    row = next(n for n, row in rows if any(str(value).startswith("Change of the NPV savings") for value in row))
    assert sheet.row_dimensions[row].height >= 60


def test_charts_begin_beside_the_keys(full: Workbook) -> None:
    drawn = [chart for sheet in full.worksheets for chart in sheet._charts]  # type: ignore[attr-defined]
    assert min(chart.anchor._from.col for chart in drawn) == LABEL - 1


@pytest.mark.parametrize("money", ["units", "thousands", "millions"])
@pytest.mark.parametrize("tokens", ["plain", "words"])
def test_every_format_shows_the_sign_of_a_loss(money: Any, tokens: Any) -> None:
    # LibreOffice drops it in the third section of a format with conditions.
    formats = NumberFormats(Theme(money=money, tokens=tokens), "USD")
    for unit in UNITS.values():
        sections = formats.of(unit).split(";")
        if "[>" in sections[0]:
            assert "[<0]-" in sections[1], unit.name


def test_abbreviations_are_written_as_people_do() -> None:
    names = ("buy_blended_price_per_1m", "build_team_fte", "own_pue", "own_node_power_kw", "actual_api_spend")
    labels = [MODEL.inputs[name].label for name in names]
    assert labels == ["Blended price per 1M", "Team FTE", "PUE", "Node power kW", "API spend"]
