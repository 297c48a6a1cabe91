"""A scenario as a commented TOML file: every input with its unit, what is allowed and what it means."""

from __future__ import annotations

from typing import Any

import tomlkit
from tomlkit.items import Item, Table

from xltco.inputs import Input
from xltco.scenario.scenario import Scenario
from xltco.scenario.stated import STRATEGY_TABLES, TABLES, inputs_by_table

_HEAD = """A scenario of xltco. Change the values, then:
  xltco compare THIS.toml
  xltco build THIS.toml -o tco.xlsx
A line that begins with '#' is a comment or an input at its default: take the '#' away to state it.
Any value may say where it comes from: key = { value = 1.21, source = "...", as_of = 2026-01-31 }
Take a whole strategy table out to leave that strategy out."""
_WIDTH = 58


def as_toml(scenario: Scenario) -> str:
    """The scenario as TOML that loads to the same scenario."""
    document = tomlkit.document()
    for text in _HEAD.splitlines():
        document.add(tomlkit.comment(text))
    document.add(tomlkit.nl())
    for key in ("name", "description", "currency", "prepared_by"):
        document.add(key, tomlkit.string(getattr(scenario, key)))
    if scenario.as_of is not None:
        document.add("as_of", tomlkit.date(scenario.as_of.isoformat()))
    for table in TABLES:
        stated = getattr(scenario, table)
        if stated is not None:
            document.add(table, _table(table, stated.model_dump(), scenario))
    _add_actuals(document, scenario)
    for case, values in scenario.cases.items():
        _add_case(document, case, values)
    text = tomlkit.dumps(document)
    missing = [name for name in STRATEGY_TABLES if getattr(scenario, name) is None]
    return text + "".join(_absent(name) for name in missing)


def _table(name: str, values: dict[str, Any], scenario: Scenario) -> Table:
    table = tomlkit.table()
    for item in inputs_by_table()[name]:
        value = values[item.key]
        if value is None or (value == item.default and not item.required and item.dotted not in scenario.sources):
            table.add(tomlkit.comment(_commented(item)))
        else:
            table.add(item.key, _with_source(value, item, scenario).comment(_remark(item)))
    table.add(tomlkit.nl())
    return table


def _commented(item: Input) -> str:
    default = "" if item.default is None else tomlkit.item(item.default).as_string()
    return f"{item.key} = {default}".ljust(_WIDTH) + f"# {_remark(item)}"


def _remark(item: Input) -> str:
    return f"{item.unit.label}; {item.allowed}. {item.description}"


def _with_source(value: Any, item: Input, scenario: Scenario) -> Item:
    source = scenario.sources.get(item.dotted)
    if source is None:
        plain: Item = tomlkit.item(value)
        return plain
    inline = tomlkit.inline_table()
    inline.append("value", value)
    for key, text in (("source", source.source), ("as_of", source.as_of), ("note", source.note)):
        if text:
            inline.append(key, text)
    return inline


def _add_actuals(document: tomlkit.TOMLDocument, scenario: Scenario) -> None:
    from xltco.scenario.validate import month_text

    if not scenario.actuals:
        return
    rows = tomlkit.aot()
    for actual in scenario.actuals:
        row = tomlkit.table()
        row.add("month", month_text(actual.month))
        row.add("tokens", actual.tokens)
        row.add("api_spend", actual.api_spend)
        rows.append(row)
    document.add("actuals", rows)


def _add_case(document: tomlkit.TOMLDocument, case: str, values: dict[str, Any]) -> None:
    if "cases" not in document:
        document.add("cases", tomlkit.table(is_super_table=True))
    table = tomlkit.table()
    for dotted, value in values.items():
        table.add(_quoted(dotted), value)
    document["cases"].append(case, table)


def _quoted(dotted: str) -> tomlkit.items.SingleKey:
    return tomlkit.items.SingleKey(dotted, t=tomlkit.items.KeyType.Basic)


def _absent(name: str) -> str:
    lines = [f"\n# The strategy {name} is left out. To add it, take the '#' away:", f"# [{name}]"]
    lines += [f"# {_commented(item)}" for item in inputs_by_table()[name]]
    return "\n".join(lines) + "\n"
