"""The task pane in a real browser: the quick break-even, every function explained, formulas into the sheet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.functions.office.conftest import PANE, tool
from xltco.functions import CATALOGUE, Function

SEED_FORMULA = "=XLTCO.BREAKEVEN(0.5,1.21,150,10)"
IN_THE_CELL = """Excel.run(async (context) => {
    const cell = context.workbook.getActiveCell();
    cell.load("formulas");
    await context.sync();
    return cell.formulas[0][0];
})"""


@pytest.fixture
def quick(page: Page) -> Locator:
    return page.locator("#break-even")


def fill(part: Locator, **values: str) -> None:
    for name, value in values.items():
        field = part.locator(f"[id$='-{name}']")
        field.evaluate("(field) => field.closest('details')?.setAttribute('open', '')")
        field.fill(value)


def opened(page: Page, function: Function) -> Locator:
    """The page of one function."""
    page.get_by_role("tab", name="Functions").click()
    page.get_by_role("button").filter(has=page.get_by_text(function.name, exact=True)).click()
    return page.locator("#functions")


def problem(part: Locator, name: str) -> Locator:
    return part.locator(f"[id$='-{name}-problem']")


def test_it_opens_with_the_seeds_break_even(quick: Locator) -> None:
    expect(quick.locator(".headline")).to_have_text("4.77 billion tokens a month")
    expect(quick.locator(".formula")).to_have_text(SEED_FORMULA)
    expect(quick.get_by_role("img")).to_have_attribute("aria-label", re.compile("staircase.*4.77 billion tokens"))
    expect(quick.locator("svg .label")).to_have_text(["Break-even 4.77bn"])


def test_the_mark_stands_where_the_lines_cross(quick: Locator) -> None:
    """The API's line is at the height of the dot there, and the staircase too."""
    fill(quick, api_price_per_1m="1")
    expect(quick.locator(".headline")).to_have_text("2.38 billion tokens a month")
    dot = [float(quick.locator("circle.mark").get_attribute(name) or "") for name in ("cx", "cy")]
    for line in ("api", "self-host"):
        corners = (quick.locator(f"polyline.{line}").get_attribute("points") or "").split()
        points = [tuple(map(float, corner.split(","))) for corner in corners]
        nearest = min(points, key=lambda point: abs(point[0] - dot[0]))
        assert nearest == pytest.approx(tuple(dot), abs=2)


def test_the_staircase_and_the_readers_own_volume(quick: Locator) -> None:
    fill(quick, tokens_per_second="1000", monthly_tokens="12e9")
    expect(quick.locator(".headline")).to_have_text("10.07 billion tokens a month")
    expect(quick.locator(".sentence")).to_contain_text("Above 13.60 billion tokens it never costs more again")
    expect(quick.locator(".sentence")).to_contain_text("API 6,000.00, self-hosted 5,916.50 a month, so self-hosting")
    expect(quick.locator("svg .label")).to_have_text(["Break-even 10.1bn", "You 12bn"])
    expect(quick.locator(".formula")).to_have_text("=XLTCO.BREAKEVEN(0.5,1.21,150,10,,1000)")
    quick.get_by_text("The numbers of the chart").click()
    expect(quick.locator("thead th")).to_have_text(["Tokens", "API", "Instances", "Self-host"])
    expect(quick.locator("tbody tr")).to_have_count(11)
    expect(quick.locator("tbody tr").first).to_have_text("00.0012,383.30")


def test_never_is_an_answer(quick: Locator) -> None:
    fill(quick, api_price_per_1m="0.1", tokens_per_second="1000")
    expect(quick.locator(".headline")).to_have_text("Never: the API stays cheaper")
    expect(quick.locator("svg.chart")).to_be_visible()
    expect(quick.locator("circle.mark")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-1", "must be a number, 0 to 1e+15 (found -1)"),
        ("", "is required"),
        ("0,5", "is a number such as 1250, 0.5 or 5e9, or a cell such as B4"),
        ("cheap", "is a number such as 1250, 0.5 or 5e9, or a cell such as B4"),
        ('1)+HYPERLINK("x"', "is a number such as 1250, 0.5 or 5e9, or a cell such as B4"),
        ("1e999", "is a number such as 1250, 0.5 or 5e9, or a cell such as B4"),
        ("1e300", "must be a number, 0 to 1e+15 (found 1e+300)"),
    ],
)
def test_an_error_stands_by_its_field(quick: Locator, typed: str, told: str) -> None:
    fill(quick, instance_hourly=typed)
    expect(problem(quick, "instance_hourly")).to_have_text(told)
    field = quick.get_by_label("Instance hourly")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "quick-instance_hourly-problem" in (field.get_attribute("aria-describedby") or "")
    expect(quick.get_by_role("button", name="Insert")).to_be_disabled()
    fill(quick, instance_hourly="1.21")
    expect(quick.locator(".headline")).to_have_text("4.77 billion tokens a month")
    expect(problem(quick, "instance_hourly")).to_be_empty()
    expect(field).to_have_attribute("aria-invalid", "false")


def test_numbers_as_people_write_them(quick: Locator) -> None:
    fill(quick, labor_rate=" 1,150.50 ", labor_hours="1 000", target_utilization="60%")
    expect(quick.locator(".formula")).to_have_text("=XLTCO.BREAKEVEN(0.5,1.21,1150.50,1000,,,60%)")
    expect(quick.locator(".headline")).to_have_text("2.30 trillion tokens a month")


def test_cells_go_into_the_formula(page: Page, quick: Locator) -> None:
    fill(quick, api_price_per_1m="B4", instance_hourly="'My prices'!$C$2:$C$9")
    expect(quick.locator(".formula")).to_have_text("=XLTCO.BREAKEVEN(B4,'My prices'!$C$2:$C$9,150,10)")
    expect(quick.locator(".sentence")).to_contain_text("Only Excel knows the cells")
    quick.get_by_role("button", name="Insert").click()
    expect(quick.get_by_text("Inserted into Sheet1!B4.")).to_be_visible()


def test_the_formula_goes_into_the_active_cell_and_over_something_only_when_asked_twice(
    page: Page, quick: Locator
) -> None:
    insert = quick.get_by_role("button", name="Insert into active cell")
    insert.click()
    expect(quick.locator(".status")).to_have_text("Inserted into Sheet1!B4.")
    assert page.evaluate(IN_THE_CELL) == SEED_FORMULA
    fill(quick, labor_hours="20")
    expect(quick.locator(".formula")).to_have_text("=XLTCO.BREAKEVEN(0.5,1.21,150,20)")
    insert.click()
    expect(quick.locator(".status")).to_contain_text("Sheet1!B4 is not empty. Press again to replace")
    assert page.evaluate(IN_THE_CELL) == SEED_FORMULA
    insert.click()
    expect(quick.locator(".status")).to_have_text("Inserted into Sheet1!B4.")
    assert page.evaluate(IN_THE_CELL) == "=XLTCO.BREAKEVEN(0.5,1.21,150,20)"


def test_excel_refusing_is_told(page: Page, quick: Locator) -> None:
    page.evaluate("() => { Excel.run = async () => { throw new Error('the sheet is protected'); }; }")
    quick.get_by_role("button", name="Insert").click()
    expect(quick.locator(".status")).to_have_text("Excel did not take the formula: the sheet is protected")


def test_every_function_is_listed_and_found(page: Page) -> None:
    page.get_by_role("tab", name="Functions").click()
    functions = page.locator("#functions")
    expect(functions.locator(".entry-button strong")).to_have_count(len(CATALOGUE))
    for function in CATALOGUE.values():
        expect(functions.get_by_text(function.summary, exact=True)).to_be_visible()
    functions.get_by_label("Find a function").fill("paid back")
    expect(functions.locator(".entry-button strong")).to_have_text(["BREAKEVEN_MONTH"])
    expect(functions.get_by_text(f"1 of {len(CATALOGUE)} functions")).to_be_visible()


def test_every_function_is_explained_with_its_examples(page: Page) -> None:
    """In the narrowest pane: nothing is cut off there."""
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for function in CATALOGUE.values():
        part = opened(page, function)
        expect(part.locator(".syntax")).to_have_text(f"XLTCO.{function.syntax}")
        expect(part.locator(".field label")).to_have_count(len(function.arguments))
        expect(part.locator(".example")).to_have_count(len(function.examples))
        for argument in function.arguments:
            expect(part.locator(f"#try-{function.name}-{argument.name}-hint")).to_contain_text(argument.help)
        # It opens with the first example worked out by the endpoint.
        expect(part.locator(".formula")).to_have_text(part.locator(".example code").first.text_content() or "")
        if function.is_table:
            expect(part.locator(".answer tbody tr")).to_have_count(len(function.examples[0].value))
        else:
            expected = part.locator(".example strong").first.text_content() or ""
            expect(part.locator(".answer")).to_have_text(expected)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, function.name
        part.get_by_role("button", name="All functions").click()


@pytest.mark.parametrize("name", ["BREAKEVEN", "MODEL_PRICE", "RECOMMEND", "TCO", "XLTCO_VERSION"])
def test_examples_can_be_used(page: Page, name: str) -> None:
    part = opened(page, CATALOGUE[name])
    for example in part.locator(".example").all():
        formula = example.locator("code").text_content() or ""
        if example.get_by_role("button").count() == 0:
            # Nothing to fill in, or a text that the fields don't take.
            assert any(part in formula for part in ("VERSION()", '"cheap', '"lease"'))
            continue
        example.get_by_role("button", name="Use these values").click()
        expect(part.locator(".answer")).to_contain_text(example.locator("strong").text_content() or "")
        # A default that an example states by leaving it empty is not written either.
        expect(part.locator(".formula")).to_have_text(re.sub(",+\\)$", ")", formula))


def test_a_text_stays_a_text_in_the_formula(page: Page) -> None:
    part = opened(page, CATALOGUE["MODEL_PRICE"])
    fill(part, model='say "hi")&A1')
    expect(part.locator(".formula")).to_have_text('=XLTCO.MODEL_PRICE("say ""hi"")&A1")')
    expect(part.locator(".answer .headline")).to_have_text("#N/A")
    fill(part, model="=B4")
    expect(part.locator(".formula")).to_have_text("=XLTCO.MODEL_PRICE(B4)")
    fill(part, model="=1+1")
    expect(problem(part, "model")).to_have_text("after = is a cell such as B4")


def test_a_wrong_argument_of_a_function_is_told_by_its_field(page: Page) -> None:
    part = opened(page, CATALOGUE["UTILIZATION"])
    fill(part, target_utilization="1.5")
    expect(problem(part, "target_utilization")).to_have_text("must be a number above 0, at most 1 (found 1.5)")
    expect(part.locator(".answer .headline")).to_have_text("#NUM!")


def test_it_works_by_keyboard(page: Page) -> None:
    page.get_by_role("tab", name="Break-even").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Functions")).to_be_focused()
    expect(page.get_by_label("Find a function")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("npv saves")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="SAVINGS_NPV")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".entry-button")).to_be_focused()


@pytest.mark.parametrize("state", ["quick", "error", "list", "function", "table"])
def test_nothing_keeps_anybody_out(page: Page, state: str) -> None:
    """axe-core: labels, contrast, roles, names."""
    if state == "error":
        fill(page.locator("#break-even"), instance_hourly="-1", tokens_per_second="1000")
        expect(problem(page.locator("#break-even"), "instance_hourly")).not_to_be_empty()
    elif state == "list":
        page.get_by_role("tab", name="Functions").click()
    elif state in ("function", "table"):
        part = opened(page, CATALOGUE["RECOMMEND" if state == "function" else "PROJECTION"])
        expect(part.locator(".answer")).not_to_be_empty()
    # Added by the test driver: the page's own policy takes no such script.
    page.evaluate(tool("axe-core/axe.min.js").read_text("utf-8"))
    found: Any = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_a_browser_without_excel_shows_the_pane_and_says_where_to_insert(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PANE, base_url=served)
    page.route("https://appsforoffice.microsoft.com/**", lambda route: route.abort())
    page.goto("/")
    expect(page.locator(".headline")).to_have_text("4.77 billion tokens a month")
    expect(page.get_by_role("button", name="Insert")).to_be_disabled()
    expect(page.get_by_text("Open this pane in Excel to insert")).to_be_visible()
    page.close()


def test_a_stopped_server_is_told(page: Page, quick: Locator, expected_problems: list[str]) -> None:
    page.route("**/calculate", lambda route: route.abort())
    fill(quick, labor_hours="20")
    expect(quick.locator(".sentence")).to_have_text("xltco does not answer: start it with xltco addin serve --tls")
    expected_problems.append("net::ERR_FAILED")


def test_text_of_the_catalogue_is_never_markup(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PANE, base_url=served)
    page.route("https://appsforoffice.microsoft.com/**", lambda route: route.abort())
    page.goto("/")
    expect(page.locator("svg.chart")).to_be_visible()
    fill(page.locator("#break-even"), instance_hourly="<img src=x onerror=alert(1)>")
    expect(problem(page.locator("#break-even"), "instance_hourly")).not_to_be_empty()
    part = opened(page, CATALOGUE["TCO"])
    assert part.locator("img").count() == 0
    page.close()


def test_a_field_in_use_is_explained_and_nothing_moves_under_the_mouse(page: Page, quick: Locator) -> None:
    button = quick.get_by_role("button", name="Insert")
    before = button.bounding_box()
    quick.get_by_label("Labor rate").focus()
    expect(quick.locator(".help")).to_have_text("Fully loaded cost of an engineer's hour.")
    assert button.bounding_box() == before
    quick.get_by_label("Labor rate").blur()
    assert button.bounding_box() == before
