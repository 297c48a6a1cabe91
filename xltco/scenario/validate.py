"""From raw tables to a Scenario, or to every problem at once with its place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from xltco.errors import Problem, ScenarioError
from xltco.scenario.dates import FIRST_DATED_MONTH, date_of, day_number
from xltco.scenario.messages import nearest, problem_of
from xltco.scenario.rules import Rule, broken_rules
from xltco.scenario.scenario import Scenario
from xltco.scenario.stated import CASES, STRATEGY_TABLES, TABLES, inputs_by_table

Place = Callable[[str], str]
_NOTE_KEYS = ("source", "as_of", "note")


def validated(raw: Mapping[str, Any], place: Place) -> Scenario:
    """The scenario that raw tables state; ScenarioError holds all that is wrong. `place(key)` says where a key is."""
    problems: list[Problem] = []
    data = {key: value for key, value in raw.items() if key != "cases"}
    if isinstance(data.get("as_of"), str):
        data["as_of"] = _date(data["as_of"])
    if "sources" in raw:
        message = "is not a table: a source stands beside its value, key = { value = 1.21, source = '...' }"
        problems.append(Problem(place("sources"), message, raw["sources"]))
    sources: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        if isinstance(data.get(table), Mapping):
            data[table] = _plain_table(table, data[table], sources, place, problems)
    overrides = _overrides(raw.get("cases", {}), place, problems)
    data["actuals"] = _dated(raw.get("actuals", []))
    base = _parsed({**data, "cases": overrides, "sources": sources}, place, problems)
    told = frozenset(broken_rules(data))
    problems.extend(Problem(place(key), message, has_value=False) for key, message in broken_rules(data))
    for case, values in overrides.items():
        _check_case(case, values, data, told, place, problems)
    if base is not None and len({a.month for a in base.actuals}) < len(base.actuals):
        problems.append(Problem(place("actuals"), "the same month stands there twice: keep one", has_value=False))
    if problems or base is None:
        raise ScenarioError(list({str(problem): problem for problem in problems}.values()))
    return base.model_copy(update={"actuals": tuple(sorted(base.actuals, key=lambda actual: actual.month))})


def month_text(month: float) -> str | float:
    """A month as a file states it: 2026-08, or its running number."""
    if month < FIRST_DATED_MONTH:
        return month
    return date_of(month).strftime("%Y-%m")


def _plain_table(
    table: str, content: Mapping[str, Any], sources: dict[str, dict[str, Any]], place: Place, problems: list[Problem]
) -> dict[str, Any]:
    """A table's values; what is noted beside them (`key = { value = 1, source = "..." }`) goes to `sources`."""
    kinds = {item.key: item.kind for item in inputs_by_table()[table]}
    plain = {}
    for key, value in content.items():
        dotted = f"{table}.{key}"
        if isinstance(value, Mapping):
            value = _without_note(dotted, value, sources, place, problems)
            if value is None:
                continue
        plain[key] = int(value) if kinds.get(key) == "integer" and _is_whole(value) else value
    return plain


def _without_note(
    dotted: str, noted: Mapping[str, Any], sources: dict[str, dict[str, Any]], place: Place, problems: list[Problem]
) -> Any:
    for odd in noted:
        if odd not in ("value", *_NOTE_KEYS):
            problems.append(
                Problem(place(dotted), f"{odd} is not known here: use value, source, as_of, note", noted[odd])
            )
    if "value" not in noted:
        problems.append(Problem(place(dotted), "has no value: write { value = ..., source = '...' }", dict(noted)))
        return None
    note = {key: noted[key] for key in _NOTE_KEYS if key in noted}
    if isinstance(note.get("as_of"), str):
        note["as_of"] = _date(note["as_of"])
    sources[dotted] = note
    return noted["value"]


def _overrides(cases: Any, place: Place, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Each case's values by dotted key, whether the file wrote "buy.batch_discount" or nested tables."""
    if not isinstance(cases, Mapping):
        problems.append(Problem(place("cases"), "must be the tables [cases.low] and [cases.high]", cases))
        return {}
    flat: dict[str, dict[str, Any]] = {}
    for case, content in cases.items():
        if case not in CASES or case == "base" or not isinstance(content, Mapping):
            problems.append(Problem(place(f"cases.{case}"), "must be a table, [cases.low] or [cases.high]", content))
            continue
        kinds = {item.dotted: item.kind for items in inputs_by_table().values() for item in items}
        flat[case] = {}
        for dotted, value in _dotted(content):
            plain = value
            if isinstance(value, Mapping):
                plain = _without_note(dotted, value, {}, _in_case(place, case), problems)
            if plain is None:
                message = "states nothing: take it out, and the base's value holds"
                problems.append(Problem(place(f"cases.{case}.{dotted}"), message, has_value=False))
                continue
            flat[case][dotted] = int(plain) if kinds.get(dotted) == "integer" and _is_whole(plain) else plain
    return flat


def _in_case(place: Place, case: str) -> Place:
    return lambda key: place(f"cases.{case}.{key}")


def _dotted(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if isinstance(value, Mapping) and key in TABLES:
            yield from ((f"{key}.{inner}", v) for inner, v in value.items())
        else:
            yield str(key), value


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _dated(actuals: Any) -> Any:
    """Months as Excel counts days, whether they were written 2026-08, as a date or as a running number."""
    if not isinstance(actuals, list | tuple):
        return actuals
    return [
        {**row, "month": _month_number(row["month"])} if isinstance(row, Mapping) and "month" in row else row
        for row in actuals
    ]


def _month_number(month: Any) -> Any:
    if isinstance(month, str):
        month = _date(month if month.count("-") > 1 else f"{month}-01", otherwise=month)
    if isinstance(month, int | float) and not isinstance(month, bool) and FIRST_DATED_MONTH <= month < 1e6:
        month = date_of(month)
    if isinstance(month, datetime.datetime):
        month = month.date()
    if isinstance(month, datetime.date):
        return day_number(month.replace(day=1))
    return month


def _date(text: str, otherwise: Any = None) -> Any:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text if otherwise is None else otherwise


def _parsed(data: Mapping[str, Any], place: Place, problems: list[Problem]) -> Scenario | None:
    try:
        return Scenario.model_validate(data)
    except ValidationError as errors:
        problems.extend(problem_of(dict(error), place) for error in errors.errors())
    return None


def _check_case(
    case: str,
    values: dict[str, Any],
    data: Mapping[str, Any],
    told: frozenset[Rule],
    place: Place,
    problems: list[Problem],
) -> None:
    """The case must be a scenario of its own once its values stand in the base's place."""
    merged = {table: dict(content) if isinstance(content, Mapping) else content for table, content in data.items()}
    names = [item.dotted for items in inputs_by_table().values() for item in items]
    for dotted, value in values.items():
        where = place(f"cases.{case}.{dotted}")
        table, _, key = dotted.partition(".")
        if dotted not in names:
            problems.append(Problem(where, "is not an input" + nearest(dotted, names), value))
        elif table in STRATEGY_TABLES and table not in data:
            message = f"overrides a strategy that is not there: add the table [{table}] or take this out"
            problems.append(Problem(where, message, value))
        elif isinstance(merged.setdefault(table, {}), dict):
            merged[table][key] = value
    # What is wrong in the base is told again here under its own key, and shown once.
    _parsed(merged, lambda key: place(f"cases.{case}.{key}" if key in values else key), problems)
    for key, message in broken_rules(merged):
        if (key, message) not in told:
            problems.append(Problem(place(f"cases.{case}.{key}"), message, has_value=False))
