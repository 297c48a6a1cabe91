"""Engines in processes of their own: what they answer, and what happens when one dies, hangs or wants too much."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from xltco.errors import EngineFailedError, EngineMissingError, RecalculationError
from xltco.spreadsheet.engines.known import Engine, chosen, engines
from xltco.spreadsheet.engines.session import Session
from xltco.spreadsheet.patch import with_values
from xltco.spreadsheet.reader import read_workbook
from xltco.spreadsheet.values import Value

NAMES = ("formualizer", "ironcalc", "libreoffice")
_PLACES = [("Sums & more", row, 2) for row in range(1, 7)]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> Engine:
    found = engines()[request.param]
    if not found.available():
        pytest.skip(f"the engine {found.name} is not installed: {found.install}")
    return found


@pytest.fixture(params=NAMES[:2])
def embedded(request: pytest.FixtureRequest) -> Engine:
    return engines()[request.param]


def _file(folder: Path, *formulas: str) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sums & more"
    sheet["A1"], sheet["A2"], sheet["A3"] = 2.5, "word", True
    for row, formula in enumerate(formulas, start=1):
        sheet.cell(row, 2, formula)
    path = folder / "sums.xlsx"
    workbook.save(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return _file(tmp_path, "=A1*2", '=A2&"s"', "=AND(A3,A1>2)", "=NA()", "=1/0", '=IF(A1>100,"",A1+1)')


def _is_gone(session: Session) -> bool:
    return session._process.poll() is not None


def _living(group: int) -> list[str]:
    """The processes of a group that are neither gone nor waiting to be buried."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            found += [stat.parent.name] if int(its_group) == group and state != "Z" else []
    return found


def test_each_engine_answers_numbers_texts_truth_values_and_errors(engine: Engine, path: Path) -> None:
    with engine.open(path, _PLACES) as session:
        session.ask()
        assert session.answer().values() == [5.0, "words", True, "#N/A", "#DIV/0!", 3.5]
    assert _is_gone(session)


def test_a_loaded_workbook_takes_new_inputs(engine: Engine, path: Path) -> None:
    with engine.open(path, _PLACES) as session:
        session.ask()
        session.ask([("Sums & more", 1, 1, 7.0), ("Sums & more", 2, 1, "other"), ("Sums & more", 3, 1, False)])
        session.ask([("Sums & more", 1, 1, 200), ("Sums & more", 2, 1, None)])
        answers = [session.answer().values() for _ in range(3)]
    assert answers[1] == [14.0, "others", False, "#N/A", "#DIV/0!", 8.0]
    assert answers[2] in ([400.0, "s", False, "#N/A", "#DIV/0!", empty] for empty in ("", None))


def test_a_child_imports_its_engine_and_little_else(embedded: Engine, path: Path) -> None:
    program = (
        "import sys, xltco.spreadsheet.engines.child as child;"
        f"child._opened({embedded.name!r}, {str(path)!r});"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'numpy', 'openpyxl', 'pydantic', 'click', 'defusedxml', 'subprocess'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_child_that_is_killed_verifies_nothing(embedded: Engine, path: Path) -> None:
    with embedded.open(path, _PLACES) as session:
        session.ask()
        session.answer()
        os.kill(session._process.pid, signal.SIGKILL)
        session.ask()
        with pytest.raises(EngineFailedError, match=f"NOT VERIFIED: {embedded.name} died .*SIGKILL"):
            session.answer()


def test_a_child_that_hangs_is_ended(embedded: Engine, path: Path) -> None:
    hurried = replace(embedded, limits=replace(embedded.limits, seconds=0.5))
    with hurried.open(path, _PLACES) as session:
        os.kill(session._process.pid, signal.SIGSTOP)
        session.ask()
        began = time.monotonic()
        with pytest.raises(EngineFailedError, match=r"within 0\.5 seconds and was ended"):
            session.answer()
        assert time.monotonic() - began < 10
        assert _is_gone(session)


def test_a_child_that_wants_too_much_memory_is_ended(path: Path) -> None:
    small = replace(engines()["formualizer"], limits=replace(engines()["formualizer"].limits, bytes=40_000_000))
    with small.open(path, _PLACES) as session:
        session.ask()
        with pytest.raises(EngineFailedError, match="NOT VERIFIED: formualizer"):
            session.answer()


def test_a_formula_that_kills_ironcalc_kills_its_child_alone(tmp_path: Path) -> None:
    deep = _file(tmp_path, f"={'(' * 4_000}1{')' * 4_000}")
    with engines()["ironcalc"].open(deep, _PLACES[:1]) as session:
        session.ask()
        with pytest.raises(EngineFailedError, match="NOT VERIFIED: ironcalc died when it was to load the file"):
            session.answer()


def test_a_file_that_an_engine_refuses_is_told_with_its_reason(engine: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with engine.open(broken, _PLACES) as session:
        session.ask()
        with pytest.raises(RecalculationError, match=f"{engine.name} could not (load|recalculate)"):
            session.answer()


def test_leaving_early_ends_a_child_and_what_it_started(path: Path) -> None:
    engine = engines()["libreoffice"]
    if not engine.available() or not Path("/proc").exists():
        pytest.skip(f"LibreOffice, and a system that lists its processes: {engine.install}")
    with engine.open(path, _PLACES) as session:
        session.ask()
        while len(_living(session._process.pid)) < 2:
            time.sleep(0.02)
    # Killed is not yet gone: a large process takes a moment to give its memory back.
    deadline = time.monotonic() + 10
    while _living(session._process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _living(session._process.pid) == []


def test_ironcalc_opens_a_file_without_named_styles_as_gnumeric_saves_it(path: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for part in source.namelist():
            target.writestr(part, re.sub(rb"<cellStyles.*</cellStyles>", b"", source.read(part)))
    with engines()["ironcalc"].open(bare, _PLACES) as session:
        session.ask()
        assert session.answer().values()[0] == 5.0


def test_a_child_whose_session_is_gone_ends_at_once(embedded: Engine, path: Path) -> None:
    with embedded.open(path, _PLACES) as session:
        session.ask()
        session.answer()
        assert session._process.stdin is not None
        session._process.stdin.close()
        session._process.wait(timeout=10)


def test_a_missing_engine_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    found = engines()
    missing = replace(found["ironcalc"], is_installed=lambda: False)
    monkeypatch.setattr("xltco.spreadsheet.engines.known.engines", lambda: {**found, "ironcalc": missing})
    for asked in (None, "ironcalc", "embedded", "all"):
        with pytest.raises(EngineMissingError, match="NOT VERIFIED: the engine ironcalc is not installed"):
            chosen(asked)


def test_a_copy_with_other_values_is_otherwise_the_same(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    changes: dict[tuple[str, int, int], Value] = {
        ("Sums & more", 1, 1): 9.0,
        ("Sums & more", 2, 1): "a < b ",
        ("Sums & more", 3, 3): True,
    }
    copy.write_bytes(with_values(path, changes))
    before, after = (read_workbook(p).sheets["Sums & more"].cells for p in (path, copy))
    assert {
        place: cell.value for place, cell in after.items() if cell.value != getattr(before.get(place), "value", 0)
    } == {
        (1, 1): 9.0,
        (2, 1): "a < b ",
        (3, 3): True,
    }
    assert {p: c.formula for p, c in after.items() if c.formula} == {
        p: c.formula for p, c in before.items() if c.formula
    }
