"""Shared by all tests: marks, the time limit, engines that must be there in CI, and workbooks that are built once.

What only some tests need is imported where they need it: the others start at once, and go on when it is broken.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import time_limit
from tests.built_once import built_once
from tests.support import SAMPLES, Done, Run

if TYPE_CHECKING:
    from xltco.spreadsheet.engines.known import Engine

IN_CI = bool(os.environ.get("CI"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow sweeps too")
    parser.addoption("--exhaustive", action="store_true", help="run what takes too long for CI too")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(time_limit)
    time_limit.let_interrupts_through()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skips = {}
    if not (IN_CI or config.getoption("--slow")):
        skips["slow"] = pytest.mark.skip(reason="slow sweep: run with --slow, always run in CI")
    if not config.getoption("--exhaustive"):
        skips["exhaustive"] = pytest.mark.skip(reason="takes too long for CI: run with --exhaustive")
    for item in items:
        for mark in skips.keys() & item.keywords:
            item.add_marker(skips[mark])


def _engine_or_skip(name: str) -> Engine:
    from xltco.spreadsheet.engines.known import engines

    engine = engines()[name]
    if not engine.available():
        if IN_CI:
            pytest.fail(f"the engine {name} is missing in CI: {engine.install}")
        pytest.skip(f"the engine {name} is not installed: {engine.install}")
    return engine


@pytest.fixture(params=["formualizer", "ironcalc", "libreoffice"])
def each_engine(request: pytest.FixtureRequest) -> Engine:
    """Every engine in turn; a missing one is a visible skip here and a failure in CI."""
    return _engine_or_skip(request.param)


@pytest.fixture
def all_engines() -> list[Engine]:
    from xltco.spreadsheet.engines.known import engines

    return [_engine_or_skip(name) for name in engines()]


@pytest.fixture
def formualizer() -> Engine:
    return _engine_or_skip("formualizer")


@pytest.fixture
def libreoffice() -> Engine:
    return _engine_or_skip("libreoffice")


def _built(factory: pytest.TempPathFactory, sample: str, template: str) -> Path:
    """A sample's workbook; for reading alone, so tests that change it work on a copy."""

    def build_it(path: Path) -> None:
        from xltco.scenario import load
        from xltco.workbook.template import load_template
        from xltco.workbook.writer import build

        build(load(SAMPLES / f"{sample}.toml"), path, template=load_template(template))

    return built_once(factory, f"{sample}-{template}.xlsx", build_it)


@pytest.fixture(scope="session")
def seed_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's workbook in a small template."""
    return _built(tmp_path_factory, "seed-code", "one-page")


@pytest.fixture(scope="session")
def full_seed_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's workbook with every sheet."""
    return _built(tmp_path_factory, "seed-code", "full")


@pytest.fixture(scope="session")
def enterprise_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all five strategies, low and high cases and past months."""
    return _built(tmp_path_factory, "enterprise", "full")


@pytest.fixture
def xltco(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    from xltco.cli.main import main

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["xltco", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run
