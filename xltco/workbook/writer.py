"""Writes a scenario as a workbook: formulas first, then the values that an independent engine finds for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xltco
from xltco.errors import XltcoError
from xltco.files import require_writable, write_atomically
from xltco.model import MODEL
from xltco.model.register import LAST_MONTH, lengths
from xltco.scenario import Scenario
from xltco.scenario.stated import MOST_ACTUALS
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.values import Values
from xltco.workbook.cached import found_values
from xltco.workbook.contents_sheet import write_contents
from xltco.workbook.draft import Draft
from xltco.workbook.function_names import add_function_names, function_values
from xltco.workbook.function_sheet import write_functions
from xltco.workbook.input_sheet import write_inputs
from xltco.workbook.layout import Layout
from xltco.workbook.logo import add_logo
from xltco.workbook.macros import Macros, add_settings, project
from xltco.workbook.method_sheet import write_method
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.protection import protect
from xltco.workbook.section_sheet import write_sections
from xltco.workbook.styles import Look
from xltco.workbook.template import Template, load_template

# How many names of the model a workbook was written with: a line that was taken out later is missed.
NAMES_PROPERTY, TEMPLATE_PROPERTY, VERSION_PROPERTY = "xltco_names", "xltco_template", "xltco_version"
# Rows for past months: at least so many, and so many beside those that are stated.
LEAST_ACTUALS, ROOM_FOR_ACTUALS = 24, 12
_WRITERS = {
    "inputs": write_inputs,
    "contents": write_contents,
    "method": write_method,
    "functions": write_functions,
}


def build(
    scenario: Scenario,
    path: str | Path,
    *,
    template: Template | None = None,
    force: bool = False,
    protected: bool = False,
    recorded: Mapping[str, float | None] | None = None,
    functions: bool = True,
    macros: Macros | None = None,
    timeline: int | None = None,
    with_cases: bool = False,
) -> Path:
    """Write the scenario's workbook to `path`. OutputError when it is there already (without `force`) or can't be.

    `protected` locks everything but the inputs; `recorded` holds results at generation by line, for the checks.
    `functions` puts the user functions in, as names and on a sheet of their own. With `macros` it is an .xlsm.
    """
    path = Path(path)
    require_writable(path, ".xlsm" if macros else ".xlsx", force=force)
    template = template or load_template()
    book = book_of(
        scenario,
        template,
        protected=protected,
        recorded=recorded,
        functions=functions,
        macros=macros,
        timeline=timeline,
        with_cases=with_cases,
    )
    values = {**found_values(book), **_answers(book)}
    if macros:
        book.vba = project(macros)
    write_atomically(path, book.content(values))
    return path


def _answers(book: Book) -> Values:
    """What the calls of functions answer, on the sheets that have some."""
    called = [function_values(sheet) for sheet in book.sheets if sheet.calls]
    return {place: value for values in called for place, value in values.items()}


def book_of(
    scenario: Scenario,
    template: Template,
    *,
    protected: bool = False,
    recorded: Mapping[str, float | None] | None = None,
    functions: bool = True,
    macros: Macros | None = None,
    timeline: int | None = None,
    with_cases: bool = False,
) -> Book:
    """The workbook in memory, formulas only: no cell has a cached value yet."""
    if not functions:
        template = template.model_copy(update={"sheets": tuple(s for s in template.sheets if s.kind != "functions")})
    layout = laid_out(scenario, template, timeline=timeline, with_cases=with_cases)
    look = Look(template.theme, NumberFormats(template.theme, scenario.currency))
    draft = Draft(layout, scenario, look, recorded or {})
    book = draft.book
    for plan in layout.sheets:
        _WRITERS.get(plan.sheet.kind, write_sections)(book.sheet(plan.title), plan, draft)
    book.names |= {name: Name(place.absolute()) for name, place in layout.places.items() if name in layout.named}
    if functions:
        add_function_names(book)
    add_logo(book.sheets[0], template)
    if macros:
        add_settings(book, macros)
    if protected:
        protect(book)
    _set_properties(draft)
    return book


def workbook_bytes(scenario: Scenario, template: Template, **options: Any) -> bytes:
    """The file without cached values; the options are those of `book_of`."""
    return book_of(scenario, template, **options).content()


def laid_out(
    scenario: Scenario, template: Template, *, timeline: int | None = None, with_cases: bool = False
) -> Layout:
    """Where everything stands: as many months and past months as the scenario asks for, and its cases if it has some.

    XltcoError when the timeline is shorter than the longest horizon.
    """
    longest = scenario.longest_horizon
    if timeline is not None and timeline < longest:
        raise XltcoError(
            f"--timeline {timeline}: is shorter than the horizon of {longest} months; give {longest} to {LAST_MONTH}"
        )
    past = min(max(LEAST_ACTUALS, len(scenario.actuals) + ROOM_FOR_ACTUALS), MOST_ACTUALS)
    present = MODEL.present(scenario.strategies, lengths(timeline or longest, past))
    return Layout(template, present, has_cases=with_cases or any(scenario.cases.values()))


def unprinted_sheets(scenario: Scenario, template: Template, *, with_cases: bool = False) -> list[str]:
    """The titles of the workings: they are there to be followed, and left out of the printed form."""
    layout = laid_out(scenario, template, with_cases=with_cases)
    return [plan.title for plan in layout.sheets if not plan.sheet.printed]


def _set_properties(draft: Draft) -> None:
    properties, scenario, template = draft.book.properties, draft.scenario, draft.layout.template
    properties.title = template.title
    properties.subject = scenario.name
    properties.creator = scenario.prepared_by or "xltco"
    properties.description = scenario.description
    properties.keywords = f"xltco {xltco.__version__}"
    draft.book.custom |= {
        NAMES_PROPERTY: len(draft.layout.places),
        TEMPLATE_PROPERTY: template.path.stem,
        VERSION_PROPERTY: xltco.__version__,
    }
