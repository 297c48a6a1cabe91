"""The tokens of a formula, and whether they stand where they may."""

from __future__ import annotations

import re
from typing import NamedTuple

from xltco.lint.areas import area_of

_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_NOT_PART_OF_A_NAME = r"(?![\w.(!\\?])"
_TOKEN = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!|[A-Z_]+[!?]))
    |(?P<sheet>(?:'(?:[^']|'')*'|(?:\[\d+\])?[\w.\\]+(?::[\w.\\]+)?|\[\d+\])!)
    |(?P<rows>\$?\d{{1,7}}:\$?\d{{1,7}})(?![\w.:])
    |(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}){_NOT_PART_OF_A_NAME}
    |(?P<area>{_CELL}(?::{_CELL})?){_NOT_PART_OF_A_NAME}
    |(?P<call>[^\W\d][\w.\\?]*\()
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)(?!\w)
    |(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)
    |(?P<structured>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?P<open>[({{])|(?P<close>[)}}])|(?P<separator>[,;])
    |(?P<operator><=|>=|<>|[-+*/^&=<>%:@\#])|(?P<space>\s+)|(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
VALUES = frozenset({"text", "error", "number", "rows", "columns", "area", "name", "structured"})
# Longer than any formula may be: its length is the finding, and it is not taken apart.
LONGEST_READ = 10_000
_POSTFIX = frozenset({"%", "#"})
_PREFIX = frozenset({"+", "-", "@"})
REFERENCES = frozenset({"rows", "columns", "area"})


class Token(NamedTuple):
    """A piece of a formula; a reference, name or error carries the sheet written before it."""

    kind: str
    text: str
    sheet: str = ""


def tokenized(text: str) -> list[Token]:
    """The tokens of a formula; none of one that is longer than any may be."""
    found: list[Token] = []
    sheet = ""
    for match in _TOKEN.finditer(text) if len(text) <= LONGEST_READ else ():
        kind = str(match.lastgroup)
        if kind == "sheet":
            sheet = match[0]
            continue
        if sheet and kind not in REFERENCES | {"name", "error", "call"}:
            found.append(Token("other", sheet))
            sheet = ""
        if kind == "area" and area_of(match[0]) is None:
            kind = "name"
        found.append(Token(kind, match[0], sheet_name(sheet)))
        sheet = ""
    return [*found, Token("other", sheet)] if sheet else found


def sheet_name(prefix: str) -> str:
    """The sheet of a prefix such as 'My sheet'! or Inputs!."""
    return prefix.removesuffix("!").removeprefix("'").removesuffix("'").replace("''", "'")


def problem_of(tokens: list[Token]) -> str:
    """A formula is operands with operators between them, in matching brackets."""
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
