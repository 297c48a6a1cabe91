"""Scenario files: TOML is the native form, YAML and JSON load too. Nothing in a file is ever executed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from xltco.errors import XltcoError
from xltco.scenario.positions import key_on, lines_of, placer
from xltco.scenario.scenario import Scenario
from xltco.scenario.spelled import spelled_in
from xltco.scenario.validate import validated

LARGEST_FILE_BYTES = 1_000_000
_LINE = re.compile(r"\bline (\d+)")


def load(path: str | Path) -> Scenario:
    """The scenario in a file. ScenarioError lists every wrong value; XltcoError says why a file can't be read."""
    path = Path(path)
    if path.suffix.lower() == ".xlsx":
        raise XltcoError(f"{path}: is a workbook, not a scenario; 'xltco verify {path}' reads it")
    if path.suffix.lower() not in _PARSERS and not path.is_dir():
        raise XltcoError(f"{path}: a scenario is a .toml, .yaml, .yml or .json file")
    text = _text(path)
    raw = _parse(path, text)
    if not isinstance(raw, Mapping) or not raw:
        raise XltcoError(f"{path}: states nothing; start from 'xltco new FILE.toml'")
    return validated(raw, placer(str(path), path.suffix.lower(), text))


def loads(text: str, name: str = "scenario.toml") -> Scenario:
    """The scenario in a TOML text; `name` stands for the file in messages."""
    return validated(_parse(Path(name), text), placer(name, ".toml", text))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise XltcoError(f"{path}: is larger than {LARGEST_FILE_BYTES:,} bytes, which no scenario is")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise XltcoError(f"{path}: there is no such file; 'xltco new {path}' writes one to start from") from None
    except OSError as error:
        raise XltcoError(f"{path}: can't be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise XltcoError(f"{path}: is not a text in UTF-8, so it is no scenario") from None


def _parse(path: Path, text: str) -> Any:
    try:
        return _PARSERS[path.suffix.lower()](text)
    except Exception as error:  # each parser has its own family of errors; RecursionError among them
        raise XltcoError(_unreadable(path, text, error)) from None


def _unreadable(path: Path, text: str, error: Exception) -> str:
    """Why a text is none of its kind: a number that is spelled as people write it, or what the parser says."""
    suffix = path.suffix.lower()
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    found = _LINE.search(str(error))
    number = int(found[1]) if found else 0
    spelled = spelled_in("".join(text.split("\n")[number - 1 : number])) if number else None
    place = f"{path}:{number}" if number else str(path)
    if spelled is None:
        return f"{place}: is not valid {suffix[1:].upper()}: {detail}"
    key = key_on(number, lines_of(suffix, text))
    return (
        f"{place}: {f'{key}: ' if key else ''}{spelled[0]} is not a number in {suffix[1:].upper()}: write {spelled[1]}"
    )


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_without_duplicates)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _yaml(text: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(StringIO(text))


_PARSERS: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": _json, ".yaml": _yaml, ".yml": _yaml}
