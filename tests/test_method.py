"""The method: worked examples, calculated by hand, against the engine; headings and formulas against the register."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import xltco.model
from xltco.engine import Evaluation, evaluate
from xltco.errors import XltcoError
from xltco.lines import PREFIX
from xltco.model import MODEL, STRATEGIES
from xltco.scenario import validated

Example = dict[str, Any]

PAGES = sorted(Path(xltco.model.__file__).parent.rglob("METHOD.md"))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
EXAMPLES: list[Example] = [
    example
    for file in sorted(Path(__file__).with_name("method").glob("*.toml"))
    for example in tomllib.loads(file.read_text(encoding="utf-8"))["example"]
]
HEADINGS = re.findall(r"^#{2,3} (\d+(?:\.\d+)?) ", TEXT, flags=re.MULTILINE)
# Chapters that are about what no scenario shows: the checks, and corrections of the specification.
WITHOUT_EXAMPLES = {12, 13}

# Examples state as many digits as this asks for; what is left is the noise of summing binary fractions.
SUMMATION_NOISE = 1e-9
# A relative tolerance around 0 is none, so an expected 0 allows a millionth: below any display of money or tokens.
BELOW_DISPLAY = 1e-6
NEVER, ABSENT = "never", "absent"

FORMULAS = re.findall(r"```text formula\n(.*?)```", TEXT, re.DOTALL)
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
    if isinstance(expected, str):
        return actual == expected
    if isinstance(expected, bool):
        # A truth that may be never is 1 or 0 among numbers.
        return actual in (True, False) and bool(actual) is expected
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
    elif MODEL[name].axis != "scalar":
        return [f"{name} is a monthly line: say which month is expected"]
    else:
        cells = [(name, evaluation.scalar(name), expected)]
    return [
        f"{where}: by hand {hand!r}, engine {actual!r}" for where, actual, hand in cells if not agrees(actual, hand)
    ]


def findings(example: Example) -> list[str]:
    """What the engine says otherwise about one example, each sentence with its title."""
    title = example["title"]
    try:
        evaluation = evaluate(validated(example["given"], place=str))
    except XltcoError as error:
        return [f"{title}: {error}"]
    found = [text for name, value in example["expect"].items() for text in disagreements(evaluation, name, value)]
    return [f"{title}: {text}" for text in found]


def test_examples_by_hand_agree_with_the_engine() -> None:
    found = [text for example in EXAMPLES for text in findings(example)]
    assert not found, "\n" + "\n".join(found)


def test_examples_have_a_title_of_their_own_and_expect_lines_that_exist() -> None:
    titles = Counter(str(example["title"]) for example in EXAMPLES)
    found = [f"{title}: stands {count} times" for title, count in titles.items() if count > 1]
    for example in EXAMPLES:
        title = example["title"]
        found += [f"{title}: is of no section"] if section(example) not in HEADINGS else []
        found += [f"{title}: expects nothing"] if not example["expect"] else []
        found += [f"{title}: {name} is no line" for name in example["expect"] if name not in MODEL.lines]
    assert not found, "\n" + "\n".join(found)


def test_every_chapter_has_its_examples_and_every_line_its_section() -> None:
    chapters = {int(heading) for heading in HEADINGS if "." not in heading}
    assert chapters - WITHOUT_EXAMPLES == {int(section(example).split(".")[0]) for example in EXAMPLES}
    assert len(HEADINGS) == len(set(HEADINGS)), "a section stands on two pages"
    cited = {
        number: name for name, line in MODEL.lines.items() for number in line.source.removeprefix("METHOD ").split(", ")
    }
    missing = {number: name for number, name in cited.items() if number not in HEADINGS}
    assert not missing, f"sections that no page has, with a line that names each: {missing}"


def test_formulas_name_what_the_register_knows() -> None:
    found = [name for formula in FORMULAS for name in COMPOUND_NAME.findall(formula) if not is_known(name)]
    assert set(found) <= PROSE_SYMBOLS, sorted(set(found) - PROSE_SYMBOLS)


def is_known(name: str) -> bool:
    """Whether a name of a formula is a strategy or in the register, `strategy_` standing for any strategy."""
    if not name.startswith(PREFIX):
        return name in STRATEGIES or name in MODEL
    return any(f"{strategy}_{name.removeprefix(PREFIX)}" in MODEL for strategy in STRATEGIES)
