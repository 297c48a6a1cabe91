"""The grammar of the key column: what is written is read back."""

from __future__ import annotations

import pytest

from xltco.keys import Entry, Key, list_key, read_key, row_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (row_key("buy_total"), Key("row", (Entry("buy_total"),))),
        (row_key("buy_total", is_link=True), Key("row", (Entry("buy_total", is_link=True),))),
        (list_key("strategies", ["buy", "own"]), Key("strategies", (Entry("buy"), Entry("own")))),
        (
            list_key("columns", ["month", Entry("tax", is_link=True), ""]),
            Key("columns", (Entry("month"), Entry("tax", is_link=True), Entry(""))),
        ),
        ("rows", Key("rows")),
        ("case: other_1", Key("case", (Entry("other_1"),))),
        (" cells:a ,  -,see b", Key("cells", (Entry("a"), Entry(""), Entry("b", is_link=True)))),
    ],
)
def test_a_key_is_read_as_it_was_written(text: str, key: Key) -> None:
    assert read_key(text) == key
    assert read_key(str(key)) == key


def test_a_text_that_is_no_key_is_a_row_of_a_name_that_nobody_knows() -> None:
    assert read_key("Total by year").names == ("Total by year",)
