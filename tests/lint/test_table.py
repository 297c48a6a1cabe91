"""The page of the rules says what the rules themselves declare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from xltco.errors import XltcoError
from xltco.lint import RULES
from xltco.lint.table import BEGIN, END, with_table

PAGE = ROOT / "docs" / "lint.md"


def test_the_page_of_rules_is_in_step_with_the_rules() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page) == page, "run python -m xltco.lint.table"


def test_the_table_has_a_row_to_each_rule_and_nothing_that_breaks_it() -> None:
    rows = [row for row in with_table(f"{BEGIN}{END}").splitlines() if row.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(RULES)
    assert {row.count("|") for row in rows} == {6}


def test_the_command_writes_the_table_and_leaves_the_rest_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before\n{BEGIN}\nwhat was there\n{END}\nafter\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "xltco.lint.table", str(page)], check=True)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before\n{BEGIN}\n| Rule |")
    assert text.endswith(f"|\n{END}\nafter\n")
    assert "what was there" not in text


def test_a_page_without_the_markers_is_refused() -> None:
    with pytest.raises(XltcoError, match="lacks the markers"):
        with_table("no place for a table")
