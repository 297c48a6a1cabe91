"""The settings of classic xlwings: lines `"KEY","VALUE"` in xlwings.conf, of which ours are two.

The user's file holds for every workbook, a file beside a workbook for those in its folder, a sheet of that name for one
workbook; where several state a key, the sheet is heard first and the user's file last. Other people's keys and modules
stay as they are, and so does the order of the lines.
"""

from __future__ import annotations

import csv
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from xltco.errors import OutputError, XltcoError
from xltco.files import write_atomically

NAME = "xlwings.conf"
MODULES_KEY, INTERPRETER_KEY = "UDF MODULES", "INTERPRETER_WIN"
CLASSIC, BARE = "xltco.functions.hosts.xlwings_classic", "xltco.functions.hosts.xlwings_bare"
# Less than the 131,072 characters at which the csv module gives up on a field.
_LARGEST_BYTES = 100_000
# VBA reads the file in the code page of Windows.
_ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"


@dataclass(frozen=True)
class Settings:
    """The lines of a file of settings, or none where there is no file yet."""

    path: Path
    lines: tuple[str, ...] = ()
    exists: bool = False
    newline: str = os.linesep

    def value(self, key: str) -> str | None:
        """What the file states for a key; the first line counts, in capitals or not."""
        return next((value for name, value in map(_parsed, self.lines) if name.upper() == key), None)

    @property
    def modules(self) -> list[str]:
        """The modules whose functions are imported."""
        return [name for part in (self.value(MODULES_KEY) or "").split(";") if (name := part.strip())]

    def stating(self, key: str, value: str) -> Settings:
        """The settings with another value for a key, in its place or at the end."""
        line = f'"{key}","{value}"'
        places = [number for number, old in enumerate(self.lines) if _parsed(old)[0].upper() == key]
        lines = list(self.lines)
        if places:
            lines[places[0]] = line
        else:
            lines.append(line)
        return Settings(self.path, tuple(lines), self.exists, self.newline)

    def with_module(self, module: str, *, interpreter: str = "") -> Settings:
        """The settings that load a module of ours beside everybody else's, and not the other one of ours."""
        others = [name for name in self.modules if name not in (CLASSIC, BARE)]
        changed = self.stating(MODULES_KEY, ";".join([*others, module]))
        return changed.stating(INTERPRETER_KEY, interpreter) if interpreter else changed

    def without_modules(self) -> Settings:
        """The settings without ours; the interpreter stays, because others may need it."""
        others = [name for name in self.modules if name not in (CLASSIC, BARE)]
        return self.stating(MODULES_KEY, ";".join(others)) if others != self.modules else self

    def save(self) -> None:
        """Write the file, and its folder where there is none yet."""
        try:
            content = "".join(f"{line}{self.newline}" for line in self.lines).encode(_ENCODING)
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except UnicodeEncodeError as error:
            raise OutputError(f"{self.path}: can't hold {error.object[error.start : error.end]!r}") from None
        except OSError as error:
            raise OutputError(f"{self.path}: can't be written ({error.strerror or error})") from None
        write_atomically(self.path, content)


def read_settings(path: Path) -> Settings:
    """The settings in a file; XltcoError where it is there and can't be read."""
    try:
        if not path.exists():
            return Settings(path)
        if path.stat().st_size > _LARGEST_BYTES:
            raise XltcoError(f"{path}: is larger than {_LARGEST_BYTES:,} bytes, so it is no file of xlwings' settings")
        text = path.read_bytes().decode(_ENCODING)
    except UnicodeDecodeError:
        raise XltcoError(f"{path}: is not a text file; remove it or name another") from None
    except OSError as error:
        raise XltcoError(f"{path}: can't be read ({error.strerror or error})") from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return Settings(path, tuple(text.splitlines()), exists=True, newline=newline)


def differences(before: Settings, after: Settings) -> list[str]:
    """What changes, as a person reads it: lines with `-` go, lines with `+` come."""
    gone = [f"- {line}" for line in before.lines if line not in after.lines]
    return gone + [f"+ {line}" for line in after.lines if line not in before.lines]


def plain(value: str, what: str) -> str:
    """A value that a line can hold: VBA knows no way to write a quotation mark in one."""
    if '"' in value or "\n" in value or "\r" in value:
        raise XltcoError(f"{what}: must not hold quotation marks or line breaks (found {value!r})")
    return value


def _parsed(line: str) -> tuple[str, str]:
    cells = next(csv.reader([line], skipinitialspace=True), [])
    return (cells[0].strip(), cells[1]) if len(cells) > 1 else (cells[0].strip() if cells else "", "")
