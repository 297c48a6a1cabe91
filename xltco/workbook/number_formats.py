"""Number formats of a workbook: each unit's own, turned to the theme's thousands, words, language and currency."""

from __future__ import annotations

import locale
from dataclasses import dataclass

from xltco.units import Unit
from xltco.workbook.template import Theme

# Excel drops three digits for each comma behind the last place of digits.
_SCALES = {"units": ("", ""), "thousands": (",", " k"), "millions": (",,", " m")}
# LibreOffice drops the sign in the third section of a format with conditions: the second one takes every loss.
_WORDS = '[>=1000000000]#,##0.00,,," bn";[<0]-#,##0.00,,," bn";#,##0.00,," m"'


@dataclass(frozen=True)
class NumberFormats:
    """The formats of one workbook."""

    theme: Theme
    currency: str

    def of(self, unit: Unit) -> str:
        """The unit's number format under the theme."""
        if unit.name == "tokens" and self.theme.tokens == "words":
            return _WORDS
        if unit.name in ("currency", "currency_per_node"):
            return self._money()
        return unit.number_format

    def _money(self) -> str:
        mark, digits = self._mark(), currency_digits(self.currency)
        small = f"{mark}#,##0{'.' + '0' * digits if digits else ''}"
        if self.theme.money == "units":
            # From a thousand on the smallest coins are noise to a reader; the cell keeps them.
            return f"[>=1000]{mark}#,##0;[Red][<0]-{mark}#,##0;{small}"
        commas, word = _SCALES[self.theme.money]
        shown = f'{mark}#,##0.0{commas}"{word}"'
        return f"{shown};[Red]-{shown}"

    def _mark(self) -> str:
        """The currency's sign and the language of the number, as Excel writes both in one bracket."""
        code = currency_sign(self.currency) if self.theme.currency_symbol else ""
        if not code and not self.theme.language:
            return ""
        language = f"-{language_number(self.theme.language)}" if self.theme.language else ""
        return f"[${code}{language}]{' ' if code else ''}"


def currency_digits(code: str) -> int:
    """How many decimals the currency has: 2 for most, none for the yen (Unicode CLDR, through Babel)."""
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(code))


def currency_sign(code: str) -> str:
    """The currency's short sign in English, or its code."""
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(code, locale="en"))


def language_number(tag: str) -> str | None:
    """The number by which Windows and number formats know a language tag such as de-DE; None for an unknown one."""
    numbers = {name: number for number, name in locale.windows_locale.items()}
    number = numbers.get(tag.replace("-", "_"))
    return None if number is None else f"{number:X}"
