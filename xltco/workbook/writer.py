"""Writes a scenario as a workbook: formulas first, then the values that an independent engine finds for them."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

import xltco
from xltco.files import require_writable, write_atomically
from xltco.model import MODEL
from xltco.scenario import Scenario
from xltco.workbook.cached import with_cached_values
from xltco.workbook.input_sheet import write_inputs
from xltco.workbook.layout import Layout
from xltco.workbook.openpyxl_corrections import corrected
from xltco.workbook.section_sheet import write_sections
from xltco.workbook.template import Template, load_template


def build(scenario: Scenario, path: str | Path, *, template: Template | None = None, force: bool = False) -> Path:
    """Write the scenario's workbook to `path`. OutputError when it is there already (without `force`) or can't be."""
    path = Path(path)
    require_writable(path, ".xlsx", force=force)
    write_atomically(path, with_cached_values(workbook_bytes(scenario, template or load_template())))
    return path


def workbook_bytes(scenario: Scenario, template: Template) -> bytes:
    """The workbook as a file's bytes, formulas only: no cell has a cached value yet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    layout = Layout(template, MODEL.present(scenario.strategies))
    for plan in layout.sheets:
        sheet = workbook.create_sheet(plan.title)
        sheet.sheet_view.showGridLines = False
        if plan.input_rows:
            write_inputs(sheet, plan, layout, scenario)
        else:
            write_sections(sheet, plan, layout, scenario)
    for name, place in layout.places.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=place.absolute())
    _set_properties(workbook, scenario, template)
    buffer = io.BytesIO()
    with corrected():
        workbook.save(buffer)
    return buffer.getvalue()


def _set_properties(workbook: Workbook, scenario: Scenario, template: Template) -> None:
    properties = workbook.properties
    properties.title = template.title
    properties.subject = scenario.name
    properties.creator = scenario.prepared_by or "xltco"
    properties.description = scenario.description
    properties.keywords = f"xltco {xltco.__version__}"
    workbook.calculation.fullCalcOnLoad = True
