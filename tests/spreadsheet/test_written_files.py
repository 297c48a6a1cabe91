"""A written file is valid for Microsoft's own SDK, and LibreOffice opens it with every value."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from tests.spreadsheet.open_xml import IN_CI, schema_findings
from tests.spreadsheet.sample_book import DATA, TEXTS, VALUES, sample_book
from xltco.libreoffice import convert, program
from xltco.spreadsheet.values import Values


@pytest.mark.parametrize("values", [None, VALUES], ids=["formulas only", "with values"])
def test_the_schema_allows_all_that_is_written(tmp_path: Path, values: Values | None) -> None:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(sample_book().content(values))
    assert schema_findings(path) == []


def test_the_validator_finds_what_openpyxl_writes_out_of_order(tmp_path: Path) -> None:
    """A validator that says nothing here would prove nothing above."""
    path = tmp_path / "plain.xlsx"
    Workbook().save(path)
    assert [finding["path"] for finding in schema_findings(path)] == ["/xl/styles.xml"]


def test_libreoffice_shows_every_text_and_value(tmp_path: Path) -> None:
    if program() is None:
        (pytest.fail if IN_CI else pytest.skip)("LibreOffice is not installed")
    path = tmp_path / "sample.xlsx"
    path.write_bytes(sample_book().content())
    sheet = openpyxl.load_workbook(convert(path, tmp_path / "out", "xlsx"), data_only=True)[DATA]
    assert [sheet.cell(row, 2).value for row in range(1, len(TEXTS) + 1)] == list(TEXTS)
    assert [sheet.cell(row, 3).value for row in (2, 3, 4, 5)] == [VALUES[DATA, row, 3] for row in (2, 3, 4, 5)]
    assert len(sheet.conditional_formatting) == 3
