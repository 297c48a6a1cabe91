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
from xltco.lines import PREFIX, Line
from xltco.model import MODEL, STRATEGIES
from xltco.model.checks.cautions import CAUTIONS
from xltco.model.register import LAST_MONTH
from xltco.scenario import validated
from xltco.scenario.warnings import CODES as WARNINGS

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

# Blocks of formulas: in `formula` a line's names are those that its entries read; in `meaning`, which sums up several
# lines, they are among those that the line reads at whatever remove.
BLOCKS = re.findall(r"```text (formula|meaning)\n(.*?)```", TEXT, re.DOTALL)
# `x[m] = ...`, perhaps after a symbol and a colon; what follows is indented.
STATEMENT = re.compile(r"^(?:[\w*]+:\s+)?([a-z]\w*)(?:\[\w\])?\s*=(.*(?:\n[ \n].*)*)", re.MULTILINE)
# A name with at least one underscore, since words of the sentences between the names have none; or one with a place.
NAME = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|\b[a-z]+(?=\[)")
# What forgives binary noise (METHOD 1.4) and the running month stand in no formula.
UNNAMED = re.compile(r"relative_tolerance|check_tolerance|month|halves|\w+_base_noise")


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
        evaluation = evaluate(validated(example["given"], place=str), months=LAST_MONTH)
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


def statements(kind: str) -> dict[str, set[str]]:
    """The names on the right side of each formula of that kind, by the name on its left."""
    return {
        match[1]: set(NAME.findall(match[2])) - {match[1], *STRATEGIES}
        for of, block in BLOCKS
        for match in STATEMENT.finditer(block)
        if of == kind
    }


def lines_of(kind: str) -> list[tuple[str, set[str]]]:
    """Each line that a formula speaks of, with the names of the formula as that line has them."""
    stated = statements(kind)
    found = []
    for left, names in stated.items():
        for strategy in STRATEGIES if left.startswith(PREFIX) else (None,):
            words = {"strategy": strategy} if strategy else {}
            name = MODEL.named(left, words, declaring=True)
            if strategy is None or (name in MODEL.lines and name not in stated):
                found.append((name, {MODEL.named(other, words) for other in names}))
    return found


def read_by(name: str) -> set[str]:
    """The names that a line reads, directly or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        line = MODEL.lines.get(waiting.pop())
        new = set(line.needs) - found if line else set()
        found |= new
        waiting += new
    return found


def test_formulas_name_what_the_entries_read() -> None:
    found = []
    for name, named in lines_of("formula"):
        if name not in MODEL.lines:
            found.append(f"{name} is no line")
            continue
        needs = {other for other in MODEL.lines[name].needs if not UNNAMED.fullmatch(other)}
        found += [f"{name} does not read {other}" for other in sorted(named - set(MODEL.lines[name].needs))]
        found += [f"{name} reads {other}, which METHOD does not name" for other in sorted(needs - named - {name})]
    for name, named in lines_of("meaning"):
        found += [f"{name} is no line"] if name not in MODEL.lines else []
        found += [f"{name} does not read {other}" for other in sorted(named - read_by(name))]
    assert not found, "\n" + "\n".join(found)


def test_cautions_and_warnings_are_those_that_exist() -> None:
    codes = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", TEXT, flags=re.MULTILINE)
    assert sorted(codes) == sorted({*CAUTIONS.values(), *WARNINGS})


def test_the_table_of_items_is_the_list_of_costs() -> None:
    table = items_table()
    shown = re.search(r"<!-- items -->\n(.*?)<!-- /items -->", TEXT, re.DOTALL)
    assert shown
    assert shown[1].strip() == table, f"costs/METHOD.md should hold:\n{table}"


def items_table() -> str:
    """Every cost item as the method page lists it; strategies that share one stand together."""
    strategies: dict[tuple[str, ...], list[str]] = {}
    for item in MODEL.costs:
        rate = MODEL.get(item.rate) if item.rate else None
        cited = rate if isinstance(rate, Line) else MODEL.lines[item.name]
        index = "wages" if item.index == "wage_factor" else "price" if item.index else ""
        section_number = cited.source.removeprefix("METHOD ")
        label = f"{item.label} (`{item.key}`)"
        key = (label, item.category.replace("_", " "), f"`{item.behavior}`", index, section_number)
        strategies.setdefault(key, []).append(item.strategy)
    rows = [
        " | ".join(("", label, ", ".join(members), *rest)).strip() + " |"
        for (label, *rest), members in strategies.items()
    ]
    return "\n".join(
        ["| item | strategies | category | behavior | index | rate in |", "|---|---|---|---|---|---|", *rows]
    )
