"""Data validations: what a cell may hold, the prompt that says so, and the message that refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xltco.spreadsheet.xml import attribute, escaped

# Excel repairs a file with longer ones.
MOST_OF_A_TITLE, MOST_OF_A_TEXT, MOST_OF_A_LIST = 32, 255, 255


@dataclass(frozen=True)
class Validation:
    """`kind` and `operator` are Excel's words; the formulas have no sign of equality; texts are cut to what fits."""

    area: str
    kind: Literal["list", "whole", "decimal", "date", "textLength", "custom"]
    first: str
    second: str = ""
    operator: str = ""
    title: str = ""
    prompt: str = ""
    error: str = ""


def validations_xml(validations: Sequence[Validation]) -> str:
    """The validations of a sheet; an empty cell is always allowed."""
    if not validations:
        return ""
    items = "".join(_validation(item) for item in validations)
    return f'<dataValidations count="{len(validations)}">{items}</dataValidations>'


def _validation(item: Validation) -> str:
    if item.kind == "list" and item.first.startswith('"') and len(item.first) > MOST_OF_A_LIST + 2:
        raise ValueError(f"{item.area}: a list typed into a validation has more than {MOST_OF_A_LIST} characters")
    title = attribute(item.title[:MOST_OF_A_TITLE])
    words = {
        "type": item.kind,
        "operator": item.operator,
        "errorTitle": title if item.error else "",
        "error": attribute(item.error[:MOST_OF_A_TEXT]),
        "promptTitle": title if item.prompt else "",
        "prompt": attribute(item.prompt[:MOST_OF_A_TEXT]),
    }
    told = "".join(f' {name}="{text}"' for name, text in words.items() if text)
    first, second = (escaped(formula.removeprefix("=")) for formula in (item.first, item.second))
    formulas = f"<formula1>{first}</formula1>" + (f"<formula2>{second}</formula2>" if second else "")
    shown = 'allowBlank="1" showInputMessage="1" showErrorMessage="1"'
    return f'<dataValidation {shown}{told} sqref="{attribute(item.area)}">{formulas}</dataValidation>'
