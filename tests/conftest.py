"""Shared by all tests: the slow mark, engines that must be there in CI, and workbooks that are built once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support import SAMPLES, Done, Run
from xltco.cli.main import main
from xltco.scenario import load
from xltco.verify.engines import Engine, engines
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

IN_CI = bool(os.environ.get("CI"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow sweeps too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if IN_CI or config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow sweep: run with --slow, always run in CI")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)


def _engine_or_skip(name: str) -> Engine:
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
    return [_engine_or_skip(name) for name in engines()]


@pytest.fixture
def formualizer() -> Engine:
    return _engine_or_skip("formualizer")


@pytest.fixture
def libreoffice() -> Engine:
    return _engine_or_skip("libreoffice")


@pytest.fixture(scope="session")
def seed_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's workbook in a small template, built once; tests that change it work on a copy."""
    path = tmp_path_factory.mktemp("seed") / "seed.xlsx"
    return build(load(SAMPLES / "seed-code.toml"), path, template=load_template("one-page"))


@pytest.fixture(scope="session")
def enterprise_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all five strategies, low and high cases and past months."""
    return build(load(SAMPLES / "enterprise.toml"), tmp_path_factory.mktemp("enterprise") / "enterprise.xlsx")


@pytest.fixture
def xltco(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
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
