"""What is legal and odd in a scenario: a warning each, never silence. Nothing here changes a number."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from xltco.inputs import Input
from xltco.scenario.dates import FIRST_DATED_MONTH, date_of
from xltco.scenario.scenario import Scenario
from xltco.scenario.stated import CASES
from xltco.scenario.unread import unread_inputs

OLDEST_SOURCE_DAYS = 180
# Prices per 1M tokens begin at some cents; below this one was probably stated per token.
LEAST_PRICE_PER_1M = 0.001

# Each code with its sentence: the words of warnings stand here and nowhere else.
TEXTS = {
    "low_above_high": "the low case states {low} and the high case {high}, which is less: swap them if that is "
    "not meant",
    "go_live_after_horizon": "service begins in month {month} and the horizon ends in month {months}: what is costed "
    "never serves; lengthen horizon.months or begin earlier",
    "future_date": "{what} is {date}, after today ({today}): correct the date",
    "price_per_token": "{value:g} per 1M tokens is below {least:g}; if it is a price per token, multiply it by "
    "1,000,000",
    "unread_input": "nothing reads the {value} that is stated here, because {why}",
    "stale_source": "its source is of {date}, {days} days ago and older than {most} days: look it up again",
}
CODES = tuple(TEXTS)


@dataclass(frozen=True)
class Warning:
    """One odd thing: `code` for machines, `text` for people, `key` for the place (`buy.batch_discount`)."""

    code: str
    text: str
    key: str

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"


def warnings_of(scenario: Scenario, today: datetime.date) -> tuple[Warning, ...]:
    """Every warning about what a scenario states, cases included; ages are held against `today`."""
    found: list[Warning] = []
    for rule in _RULES:
        found.extend(warning for warning in rule(scenario, today) if warning not in found)
    return tuple(found)


def _warning(code: str, key: str, **values: Any) -> Warning:
    return Warning(code, TEXTS[code].format(**values), key)


def _stated(scenario: Scenario) -> Iterator[tuple[str, Input, Any]]:
    """Each number that the scenario states, in base or in a case: its key, its input and its value."""
    inputs = {item.dotted: (item, value) for item, value in scenario.values()}
    yield from ((key, item, value) for key, (item, value) in inputs.items() if _is_number(value))
    for case, values in scenario.cases.items():
        for key, value in values.items():
            if key in inputs and _is_number(value):
                yield f"cases.{case}.{key}", inputs[key][0], value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _low_above_high(scenario: Scenario, _: datetime.date) -> Iterator[Warning]:
    low, high = (scenario.cases.get(case, {}) for case in ("low", "high"))
    for key in low:
        if key in high and _is_number(low[key]) and _is_number(high[key]) and low[key] > high[key]:
            yield _warning("low_above_high", f"cases.low.{key}", low=_shown(low[key]), high=_shown(high[key]))


def _go_live_after_horizon(scenario: Scenario, _: datetime.date) -> Iterator[Warning]:
    told: set[str] = set()
    for name in sorted(CASES, key=lambda case: case != "base"):
        case = scenario.case(name)
        for table, key, added in (
            ("self_host", "go_live_month", 0),
            ("own", "go_live_month", 0),
            ("build", "build_months", 1),
        ):
            month = getattr(getattr(case, table), key, 0) + added
            if month > case.horizon.months and table not in told:
                told.add(table)
                dotted = f"{table}.{key}"
                place = f"cases.{name}.{dotted}" if dotted in scenario.cases.get(name, {}) else dotted
                yield _warning("go_live_after_horizon", place, month=month, months=case.horizon.months)


def _future_date(scenario: Scenario, today: datetime.date) -> Iterator[Warning]:
    dates = [("as_of", "the scenario's date", scenario.as_of)]
    dates += [(key, "the date of its source", source.as_of) for key, source in scenario.sources.items()]
    for actual in scenario.actuals:
        if actual.month >= FIRST_DATED_MONTH:
            dates.append(("actuals", "a past month", date_of(actual.month)))
    for key, what, date in dates:
        if date is not None and date > today:
            yield _warning("future_date", key, what=what, date=date.isoformat(), today=today.isoformat())


def _price_per_token(scenario: Scenario, _: datetime.date) -> Iterator[Warning]:
    for key, item, value in _stated(scenario):
        # Egress is a cost of a few bytes a token and may honestly be that low.
        is_price = item.unit.name == "currency_per_1m_tokens" and not item.key.startswith("egress")
        if is_price and 0 < value < LEAST_PRICE_PER_1M:
            yield _warning("price_per_token", key, value=value, least=LEAST_PRICE_PER_1M)


def _unread_input(scenario: Scenario, _: datetime.date) -> Iterator[Warning]:
    for key, value, why in unread_inputs(scenario):
        yield _warning("unread_input", key, value=_shown(value), why=why)


def _stale_source(scenario: Scenario, today: datetime.date) -> Iterator[Warning]:
    for key, source in scenario.sources.items():
        days = (today - source.as_of).days if source.as_of is not None else 0
        if source.as_of is not None and days > OLDEST_SOURCE_DAYS:
            yield _warning("stale_source", key, date=source.as_of.isoformat(), days=days, most=OLDEST_SOURCE_DAYS)


def _shown(value: Any) -> str:
    """A value as people write it: 3,000,000,000 and 0.25 with all their digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


_RULES: tuple[Callable[[Scenario, datetime.date], Iterator[Warning]], ...] = (
    _low_above_high,
    _go_live_after_horizon,
    _future_date,
    _price_per_token,
    _unread_input,
    _stale_source,
)
