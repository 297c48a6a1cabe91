"""Templates: what they place, what feeds it, how they look, and what an error in one says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image

from tests.conventions import SUBSETS
from tests.offenders import require_none
from tests.support import SAMPLES, SEED, scenario_of
from tests.workbook.keyed import cell, homes
from xltco.errors import XltcoError
from xltco.model import MODEL, STRATEGIES
from xltco.scenario import load
from xltco.spreadsheet.address import quoted
from xltco.spreadsheet.engines.known import Engine
from xltco.verify import verify
from xltco.workbook.layout import Layout
from xltco.workbook.template import Template, line_of, load_template, template_names
from xltco.workbook.writer import build, unprinted_sheets, workbook_bytes

# The sheet of lines that are needed and that no sheet of the template holds.
LEFT_OVER = "Workings"
INPUTS = '[[sheets]]\ntitle = "Inputs"\nkind = "inputs"\n'
SMALL = (
    f'title = "Small"\n{INPUTS}[[sheets]]\ntitle = "Answer"\n'
    '[[sheets.sections]]\ntitle = "Break-even"\nkind = "list"\nlines = ["self_host_break_even_tokens"]\n'
)


def _template(folder: Path, text: str) -> Template:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_template(str(path))


def _opened(template: Template, raw: dict[str, Any] = SEED, **options: Any) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(scenario_of(raw), template, **options)))


def test_the_templates_of_the_product_are_these() -> None:
    assert template_names() == ["board", "break-even", "full", "input-request", "one-page"]


def _without_a_place(template: Template) -> Iterator[str]:
    """Lines that the template leaves out, or leaves to the sheet for what no other sheet holds."""
    missed: dict[str, list[str]] = {}
    for strategies in SUBSETS:
        present = MODEL.present(strategies)
        places = Layout(template, present).places
        for name in present.lines:
            if name not in places or places[name].sheet == LEFT_OVER:
                missed.setdefault(name, []).append("+".join(strategies))
    for name, sets in missed.items():
        more = f" and {len(sets) - 1} other sets of strategies" if len(sets) > 1 else ""
        yield f"{name}: the template {template.path.stem} places it on no sheet with {sets[0]}{more}"


def test_the_template_places_every_line() -> None:
    require_none(_without_a_place(load_template("full")))


@pytest.mark.parametrize("name", template_names())
def test_no_template_of_the_product_leaves_lines_over(name: str) -> None:
    layout = Layout(load_template(name), MODEL.present(STRATEGIES))
    require_none(
        f"{line}: feeds the template {name}, and neither it nor the template of its workings has a sheet for it"
        for line, place in layout.places.items()
        if place.sheet == LEFT_OVER
    )


def test_what_feeds_the_shown_lines_comes_with_them(tmp_path: Path, formualizer: Engine) -> None:
    output = build(load(SAMPLES / "seed-code.toml"), tmp_path / "small.xlsx", template=_template(tmp_path, SMALL))
    assert load_workbook(output).sheetnames == ["Inputs", "Answer", "Workings"]
    assert verify(output, [formualizer]).is_equal


def test_what_is_not_shown_and_feeds_nothing_is_left_out(tmp_path: Path) -> None:
    layout = Layout(_template(tmp_path, SMALL), MODEL.present(("buy", "self_host")))
    assert "self_host_break_even_tokens" in layout.places
    assert "self_host_irr" not in layout.places


def test_workings_are_placed_on_the_sheets_of_another_template(tmp_path: Path, formualizer: Engine) -> None:
    template = _template(tmp_path, SMALL.replace('title = "Small"', 'title = "Small"\nworkings = "full"'))
    output = build(load(SAMPLES / "enterprise.toml"), tmp_path / "small.xlsx", template=template)
    assert {"Self-host", "Break-even"} < set(load_workbook(output).sheetnames)
    assert verify(output, [formualizer]).is_equal


def test_a_sheet_of_workings_whose_title_is_taken_gets_another(tmp_path: Path, formualizer: Engine) -> None:
    text = SMALL.replace('title = "Small"', 'title = "Small"\nworkings = "full"').replace('"Answer"', '"Checks"')
    output = build(load(SAMPLES / "enterprise.toml"), tmp_path / "small.xlsx", template=_template(tmp_path, text))
    assert {"Checks", "Checks 2"} < set(load_workbook(output).sheetnames)
    assert verify(output, [formualizer]).is_equal


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title = \n[theme]", "is not a readable template.*line 1"),
        ('title = "x"\nsheets = 3', "line 2 .sheets."),
        (f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A/B"', "line 6 .*title"),
        ('title = "x"\n[[sheets]]\ntitle = "A"', "exactly one sheet"),
        (f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "inputs"', "the same title"),
        (
            f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A"\n[[sheets.sections]]\ntitle = "B"\nkind = "pie"',
            r"line 9 \(sheets.1.sections.0.kind\)",
        ),
        (
            f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A"\n[[sheets.sections]]\ntitle = "B"\nkind = "list"',
            "line 7 .*needs lines",
        ),
        (f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A {{strategy}}"', r"line 5 .*has \{strategy\} in its title"),
        (f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A"\nfor_each_strategy = true', r"line 5 .*\{strategy\}"),
        (f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "A"\nkind = "case"', r"line 5 .*\{case\}"),
        (
            'title = "x"\n[theme]\nprimary = "red"\n' + INPUTS,
            r"line 3 .theme.primary.: must be a colour .*without # \(found 'red'\)",
        ),
        ('title = "x"\n[theme]\nmony = "units"\n' + INPUTS, r"line 3 .theme.mony.: is not known; did you mean money\?"),
        (INPUTS, r"\(title\): is missing"),
        ('title = "x"\n[theme]\nlanguage = "xx-YY"\n' + INPUTS, "line 3 .*en-US"),
        ('title = "x"\n[theme]\nlogo = "none.png"\n' + INPUTS, "there is no picture"),
        ('title = "x"\n[theme]\nlogo = "mine.toml"\n' + INPUTS, "must be a .png"),
    ],
)
def test_a_broken_template_gets_a_clear_error_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(XltcoError, match=said):
        _template(tmp_path, content)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('kind = "months"\nlines = ["buy_totl"]', r"line \d+: the model has no line buy_totl; did you mean buy_total"),
        ('kind = "months"\nlines = ["buy_total", "buy_total"]', "buy_total is placed twice"),
        ('kind = "months"\nlines = ["buy_tco"]', "runs along the axis scalar"),
        ('kind = "columns"\naxis = "decade"\nlines = ["buy_tco"]', "there is no axis decade"),
        ('kind = "months"\nlines = ["strategy_nothing_*"]', "the model has no line"),
        ('kind = "months"\nonly = "bye"\nlines = ["buy_total"]', r"line \d+: there is no strategy bye"),
        (
            'kind = "charts"\ncharts = [{ title = "a", series = [{ line = "buy_total", x = "buy_tco" }] }]',
            r"line \d+: buy_total runs along the axis month, and its x, buy_tco, along scalar",
        ),
        (
            'kind = "list"\nlines = ["buy_tco"]\n[[sheets.sections]]\ntitle = "y"\nkind = "list"\nlines = ["buy_tco"]',
            r"line \d+: buy_tco is placed on the sheet B: take one out, or give its section links = true",
        ),
        (
            'kind = "charts"\ncharts = [{ title = "a", y_format = "[>=1", series = [{ line = "buy_total" }] }]',
            r"y_format.*must be an Excel number format",
        ),
    ],
)
def test_a_template_with_a_wrong_line_says_where(tmp_path: Path, section: str, said: str) -> None:
    text = f'title = "x"\n{INPUTS}[[sheets]]\ntitle = "B"\n[[sheets.sections]]\ntitle = "x"\n{section}\n'
    with pytest.raises(XltcoError, match=said):
        workbook_bytes(scenario_of(SEED), _template(tmp_path, text))


def test_the_line_of_a_key_is_found_in_nested_tables() -> None:
    text = "a = 1\n[[sheets]]\nb = 2\n[[sheets.sections]]\nc = 3\n[[sheets]]\nb = 4\n[[sheets.sections]]\nc = 5\n"
    assert line_of(text, ("sheets", 1, "sections", 0, "c")) == 9
    assert line_of(text, ("sheets", 0, "b")) == 3
    assert line_of(text, ("sheets", 1, "sections", 0, "d")) == 8


def test_an_unknown_template_lists_the_known_ones() -> None:
    with pytest.raises(XltcoError, match="known are board, break-even, full, input-request, one-page"):
        load_template("nonesuch")


def test_a_company_puts_in_its_name_colours_and_logo(tmp_path: Path) -> None:
    Image.new("RGB", (200, 100), "#00573F").save(tmp_path / "logo.png")
    theme = '[theme]\norganisation = "A & B"\nlogo = "logo.png"\nprimary = "00573F"\nfont = "Arial"\n'
    workbook = _opened(_template(tmp_path, SMALL.replace(INPUTS, theme + INPUTS)))
    sheet = workbook["Answer"]
    assert sheet["B1"].font.name == "Arial"
    assert sheet["B1"].font.color is not None
    assert sheet["B1"].font.color.rgb == "FF00573F"
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.left.text == "A && B"
    assert len(workbook.worksheets[0]._images) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("theme", "currency", "expected"),
    [
        ("", "USD", "[>=1000]#,##0;[Red][<0]-#,##0;#,##0.00"),
        ("", "JPY", "[>=1000]#,##0;[Red][<0]-#,##0;#,##0"),
        ('money = "thousands"', "USD", '#,##0.0," k";[Red]-#,##0.0," k"'),
        ('money = "millions"\ncurrency_symbol = true', "EUR", '[$€] #,##0.0,," m";[Red]-[$€] #,##0.0,," m"'),
        ('money = "thousands"\nlanguage = "de-DE"', "EUR", '[$-407]#,##0.0," k";[Red]-[$-407]#,##0.0," k"'),
    ],
)
def test_number_formats_follow_theme_and_currency(tmp_path: Path, theme: str, currency: str, expected: str) -> None:
    text = SMALL.replace("self_host_break_even_tokens", "buy_tco").replace(INPUTS, f"[theme]\n{theme}\n{INPUTS}")
    workbook = _opened(_template(tmp_path, text), SEED | {"currency": currency})
    assert cell(workbook, "buy_tco").number_format == expected


def test_volumes_are_read_as_words_where_the_theme_says_so(tmp_path: Path) -> None:
    workbook = _opened(_template(tmp_path, SMALL.replace(INPUTS, '[theme]\ntokens = "words"\n' + INPUTS)))
    assert cell(workbook, "self_host_break_even_tokens").number_format.startswith('[>=1000000000]#,##0.00,,," bn"')


def test_protection_locks_formulas_and_leaves_inputs_open() -> None:
    workbook = _opened(load_template("input-request"), protected=True, with_cases=True)
    assert all(sheet.protection.sheet for sheet in workbook.worksheets)
    assert all(sheet.protection.password is None for sheet in workbook.worksheets)
    active = cell(workbook, "buy_monthly_platform_fee")
    assert active.protection.locked
    row = workbook["Inputs"][active.row]
    assert [cell.protection.locked for cell in row[2:5]] == [False, False, False]


def test_only_what_is_meant_for_print_is_printed() -> None:
    scenario = load(SAMPLES / "enterprise.toml")
    assert {"Other case 1", "Draws", "IRR search"} <= set(unprinted_sheets(scenario, load_template("full")))
    assert "Self-host" in unprinted_sheets(scenario, load_template("board"))
    assert not {"Decision", "Costs", "Inputs"} & set(unprinted_sheets(scenario, load_template("board")))


def test_cases_that_are_asked_for_are_not_printed_either() -> None:
    scenario, template = scenario_of(SEED), load_template("full")
    added = set(unprinted_sheets(scenario, template, with_cases=True)) - set(unprinted_sheets(scenario, template))
    assert added == {"Other case 1", "Other case 2"}


@pytest.mark.parametrize("with_cases", [False, True])
def test_contents_speak_of_cases_only_where_there_are_some(*, with_cases: bool) -> None:
    rows = _opened(load_template("full"), with_cases=with_cases)["Contents"].iter_rows(values_only=True)
    texts = [str(value) for row in rows for value in row if value]
    assert any("low and high" in text.lower() for text in texts) == with_cases
    steps = [int(text.partition(".")[0]) for text in texts if text[0].isdigit()]
    assert steps == list(range(1, len(steps) + 1))
    assert any("column Key" in text for text in texts)


def test_every_chart_has_titles_on_its_axes_and_shows_them() -> None:
    for name in template_names():
        for sheet in load_template(name).sheets:
            for chart in (chart for section in sheet.sections for chart in section.charts):
                assert chart.y_title, f"{name}: {chart.title}"
                assert chart.x_title or chart.kind != "scatter", f"{name}: {chart.title}"
    workbook = _opened(load_template("one-page"))
    charts = [chart for sheet in workbook.worksheets for chart in sheet._charts]  # type: ignore[attr-defined]
    assert len(charts) == 2
    assert all(not chart.x_axis.delete and not chart.y_axis.delete for chart in charts)


def test_no_sheet_is_hidden_and_nothing_is_merged_or_linked_outside(enterprise_workbook: Path) -> None:
    workbook = load_workbook(enterprise_workbook)
    for sheet in workbook.worksheets:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not [row for row, look in sheet.row_dimensions.items() if look.hidden]
        assert not [column for column, look in sheet.column_dimensions.items() if look.hidden]
    assert not workbook._external_links  # type: ignore[attr-defined]


def test_contents_link_to_every_sheet_and_back(enterprise_workbook: Path) -> None:
    workbook = load_workbook(enterprise_workbook)
    links = {cell.value: cell.hyperlink for row in workbook["Contents"].iter_rows() for cell in row if cell.hyperlink}
    assert set(links) == set(workbook.sheetnames) - {"Contents"}
    for title, link in ((str(title), link) for title, link in links.items()):
        assert link.location == f"{quoted(title)}!A1"
        back = [c for c in workbook[title][1] if c.hyperlink and c.hyperlink.location == "Contents!A1"]
        assert back, title


def test_the_method_sheet_lists_every_line_of_the_workbook(enterprise_workbook: Path) -> None:
    workbook = load_workbook(enterprise_workbook)
    listed = {
        row[1] for row in workbook["Method"].iter_rows(values_only=True) if re.fullmatch(r"[a-z_0-9]+", str(row[1]))
    }
    assert listed == {name for case, name in homes(workbook) if not case and name in MODEL.lines}
