"""The method page: its worked examples, calculated by hand, against the engine; its headings against the register."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import xltco.model
from xltco.engine import Evaluation, evaluate
from xltco.lines import PREFIX
from xltco.model import MODEL, STRATEGIES
from xltco.scenario import validated

Example = dict[str, Any]

PAGE = Path(xltco.model.__file__).with_name("METHOD.md").read_text(encoding="utf-8")

# Examples state as many digits as this asks for; what is left is the noise of summing binary fractions.
SUMMATION_NOISE = 1e-9
# A relative tolerance around 0 is none, so an expected 0 allows a millionth: below any display of money or tokens.
BELOW_DISPLAY = 1e-6
NEVER, ABSENT = "never", "absent"

HEADINGS = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?) ", PAGE, flags=re.MULTILINE))
EXAMPLES: list[Example] = [tomllib.loads(block) for block in re.findall(r"```toml example\n(.*?)```", PAGE, re.DOTALL)]
FORMULAS = re.findall(r"```text formula\n(.*?)```", PAGE, re.DOTALL)
# A name with at least one underscore; words of the sentences between the names have none.
COMPOUND_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
PROSE_SYMBOLS = {"n_last"}


def section(example: Example) -> str:
    """The number of the section that an example belongs to, which begins its title."""
    return str(example["title"]).split(" ", 1)[0]


def is_close(actual: object, expected: float) -> bool:
    """Whether the engine's value is the one that was calculated by hand."""
    if not isinstance(actual, float):
        return False
    if expected == 0:
        return abs(actual) <= BELOW_DISPLAY
    return math.isclose(actual, expected, rel_tol=SUMMATION_NOISE)


def agrees(actual: object, expected: object) -> bool:
    """Whether a value of the engine is what an example expects: a number, a truth, a text or never."""
    if expected == NEVER:
        return actual is None
    if isinstance(expected, bool | str):
        return type(actual) is type(expected) and actual == expected
    assert isinstance(expected, int | float)
    return is_close(actual, expected)


def disagreements(evaluation: Evaluation, name: str, expected: Any) -> list[str]:
    """What the engine computes otherwise for one line, a sentence each."""
    if expected == ABSENT:
        return [f"{name} should be absent"] if name in evaluation else []
    if name not in evaluation:
        return [f"{name} is absent"]
    if isinstance(expected, dict | list):
        months = expected if isinstance(expected, list) else [expected]
        series = evaluation.series(name)
        cells = [(f"{name}[{cell['month']}]", series[cell["month"]], cell["value"]) for cell in months]
    else:
        assert MODEL[name].axis == "scalar", f"{name} is a monthly line: say which month is expected"
        cells = [(name, evaluation.scalar(name), expected)]
    return [
        f"{where}: by hand {hand!r}, engine {actual!r}" for where, actual, hand in cells if not agrees(actual, hand)
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: re.sub(r"[^\w.]+", "-", str(example["title"])))
def test_example_by_hand_agrees_with_the_engine(example: Example) -> None:
    scenario = validated(example["given"], place=lambda key: f"{example['title']}: {key}")
    evaluation = evaluate(scenario)
    found = [text for name, value in example["expect"].items() for text in disagreements(evaluation, name, value)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("example", EXAMPLES, ids=section)
def test_example_expects_lines_that_exist(example: Example) -> None:
    assert example["expect"], "an example expects something"
    assert set(example["expect"]) <= set(MODEL.lines)


def test_every_source_of_a_line_is_a_heading() -> None:
    cited = {number for line in MODEL.lines.values() for number in line.source.removeprefix("METHOD ").split(", ")}
    assert cited - HEADINGS == set()


def test_every_section_has_an_example() -> None:
    assert {section(example) for example in EXAMPLES} <= HEADINGS
    covered = {int(section(example).split(".")[0]) for example in EXAMPLES}
    assert covered >= set(range(1, 12))


def test_titles_are_unique() -> None:
    titles = [example["title"] for example in EXAMPLES]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: str(formula).split(maxsplit=1)[0])
def test_formula_names_what_the_register_knows(formula: str) -> None:
    unknown = {name for name in COMPOUND_NAME.findall(formula) if not is_known(name)} - PROSE_SYMBOLS
    assert unknown == set()


def is_known(name: str) -> bool:
    """Whether a name of a formula is a strategy or in the register, `strategy_` standing for any strategy."""
    if not name.startswith(PREFIX):
        return name in STRATEGIES or name in MODEL
    return any(f"{strategy}_{name.removeprefix(PREFIX)}" in MODEL for strategy in STRATEGIES)
