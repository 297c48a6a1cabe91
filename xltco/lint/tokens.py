"""The tokens of a formula: openpyxl's, with references taken further apart, and whether they stand where they may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from xltco.lint.areas import area_of
from xltco.spreadsheet.formula import tokens

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token as Piece

_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_SHEET = re.compile(r"(?:'(?:[^']|'')*'|(?:\[\d+\])?[\w.\\]+(?::[\w.\\]+)?|\[\d+\])!")
_OPERAND = re.compile(
    rf"""
    (?:(?P<error>\#(?:N/A|DIV/0!|[A-Z_]+[!?]))
    |(?P<rows>\$?\d{{1,7}}:\$?\d{{1,7}})
    |(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})
    |(?P<area>{_CELL}(?::{_CELL})?)
    |(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)
    |(?P<structured>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    )(?=[:\[]|$)
    |(?P<call>[^\W\d][\w.\\?]*\()$
    |(?P<open>\()$
    |(?P<operator>[:@])
    """,
    re.VERBOSE,
)
_QUOTED = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\''
# A file writes a function for a spilled area; the mark that people write for it is unknown to openpyxl.
_SPILLED = re.compile(rf"{_QUOTED}|(?<=[\w.)\]])#(?![\w.$])")
_BLANKS = str.maketrans("\t\r", "  ")
_OF_A_SHEET = frozenset({"rows", "columns", "area", "name", "error", "call"})
VALUES = frozenset({"text", "error", "number", "rows", "columns", "area", "name", "structured"})
REFERENCES = frozenset({"rows", "columns", "area"})
_POSTFIX = frozenset({"%"})
_PREFIX = frozenset({"+", "-", "@"})


class Token(NamedTuple):
    """A piece of a formula; a reference, name or error carries the sheet written before it."""

    kind: str
    text: str
    sheet: str = ""


def tokenized(text: str) -> list[Token]:
    """The tokens of a formula without its equals sign; none where it is empty, too long, or openpyxl gives it up."""
    pieces = tokens(f"={text.translate(_BLANKS)}")
    if not pieces and "#" in text:
        pieces = tokens(f"={_SPILLED.sub(lambda found: found[0].removesuffix('#'), text)}")
    return [token for piece in pieces for token in _of(piece)]


def _of(piece: Piece) -> Iterator[Token]:
    text = piece.value
    if piece.type == "WHITE-SPACE":
        yield Token("space", text)
    elif piece.type == "SEP" or text == ",":
        # In brackets that call nothing a comma joins areas.
        yield Token("separator", text)
    elif piece.subtype == "CLOSE":
        yield Token("close", text)
    elif text in ("(", "{"):
        yield Token("open", text)
    elif piece.type.startswith("OPERATOR"):
        yield Token("operator", text)
    elif piece.subtype == "TEXT":
        yield Token("text", text)
    elif _NUMBER.fullmatch(text):
        yield Token("number", text)
    else:
        yield from _apart(text)


def _apart(text: str) -> Iterator[Token]:
    """A reference, name, error or call, or several that a colon joins, each with its sheet."""
    place = 0
    while place < len(text):
        sheet = _SHEET.match(text, place)
        found = _OPERAND.match(text, sheet.end() if sheet else place)
        kind = str(found.lastgroup) if found else "other"
        if found is None or (sheet and kind not in _OF_A_SHEET):
            yield Token("other", text[place:])
            return
        if kind == "area" and area_of(found[0]) is None:
            kind = "name"
        yield Token(kind, found[0], sheet_name(sheet[0]) if sheet else "")
        place = found.end()


def sheet_name(prefix: str) -> str:
    """The sheet of a prefix such as 'My sheet'! or Inputs!."""
    return prefix.removesuffix("!").removeprefix("'").removesuffix("'").replace("''", "'")


def problem_in(text: str) -> str:
    """Why openpyxl gives a formula up."""
    rest = re.sub(_QUOTED, "", text)
    if '"' in rest or "'" in rest:
        return "a quotation mark is not closed"
    opened: list[str] = []
    for sign in re.findall(r"[(){}]", rest):
        if sign in "({":
            opened.append(sign)
        elif not opened or opened.pop() + sign not in ("()", "{}"):
            return "a bracket is closed that was not opened"
    odd = next((sign for sign in "[]#" if sign in rest), "")
    return f"{odd!r} has no place in a formula" if odd else "an operator is missing beside a text or a bracket"


def problem_of(tokens: list[Token]) -> str:
    """Why tokens are no formula: it is operands with operators between them, in matching brackets."""
    stack: list[str] = []
    wants_value = True
    before = Token("operator", "")
    is_after_space = False
    for token in tokens:
        if token.kind == "space":
            is_after_space = True
            continue
        told = _misplaced(token, before, stack, wants_value, is_after_space)
        if told:
            return told
        if token.kind in ("call", "open"):
            stack.append("{" if token.text == "{" else "(")
            wants_value = True
        elif token.kind == "close":
            stack.pop()
            wants_value = False
        elif token.kind == "separator":
            wants_value = True
        elif token.kind == "operator":
            wants_value = token.text not in _POSTFIX
        else:
            wants_value = False
        before, is_after_space = token, False
    if stack:
        return "a bracket is not closed"
    return "it ends where a value is missing" if wants_value else ""


def _misplaced(token: Token, before: Token, stack: list[str], wants_value: bool, is_after_space: bool) -> str:
    """What is wrong with a token where it stands."""
    kind, text = token.kind, token.text
    if kind == "other":
        return "a quotation mark is not closed" if text in "\"'" else f"{text!r} has no place in a formula"
    if kind in VALUES | {"call", "open"}:
        is_column_of_a_table = kind == "structured" and before.kind == "name"
        if not wants_value and not is_after_space and not is_column_of_a_table:
            # A bracket right after a bracket calls what the first one returned, as LAMBDA(...)(2) does.
            return "" if text == "(" and before.text == ")" else f"no operator stands before {text!r}"
        return ""
    if kind == "close":
        if not stack or (stack[-1] == "{") != (text == "}"):
            return "a bracket is closed that was not opened"
        is_empty = before.kind in ("call", "separator")
        return f"a value is missing before {text!r}" if wants_value and not is_empty else ""
    if kind == "separator":
        if text == ";" and (not stack or stack[-1] != "{"):
            return "arguments are separated by a semicolon; the file needs a comma in every language"
        return "a value is missing before ','" if wants_value and before.kind == "operator" else ""
    if wants_value and text not in _PREFIX:
        return f"a value is missing before {text!r}"
    return ""
