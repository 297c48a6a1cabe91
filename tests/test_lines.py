"""The register refuses a line that is incomplete, or whose two entries do not read the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from xltco.errors import DefinitionError
from xltco.lines import Array, Axis, Constant, Input, Register
from xltco.units import unit_named


@pytest.fixture
def register() -> Register:
    register = Register(
        axes={"scalar": Axis("scalar", 1), "month": Axis("month", 4)},
        strategies={"buy": "Buy", "self_host": "Self-host", "build": "Build"},
        stands_in={"build": "self_host"},
    )
    register.add(Input("buy", "price", unit_named("currency"), "A price."))
    register.add(Input("self_host", "price", unit_named("currency"), "A price."))
    register.add(Constant("dozen", 12, unit_named("number"), "Twelve."))
    return register


def test_a_line_takes_its_wiring_from_its_parameters(register: Register) -> None:
    @register.line(unit="currency", source="METHOD 1", excel="={buy_price}*{dozen}")
    def yearly(buy_price: Array, dozen: Array) -> Array:
        """A year's price."""
        return buy_price * dozen

    assert register.lines["yearly"].needs == {"buy_price", "dozen"}
    assert register.lines["yearly"].label == "Yearly"


def test_a_shared_line_stands_once_for_each_strategy(register: Register) -> None:
    @register.line(
        unit="currency", source="METHOD 1", for_each=("buy", "build"), excel='=IF({strategy}="buy",{strategy_price},0)'
    )
    def strategy_bill(strategy: str, strategy_price: Array) -> Array:
        """A bill."""
        return strategy_price if strategy == "buy" else np.zeros((1, 1))

    assert register.lines["buy_bill"].excel == '=IF("buy"="buy",{buy_price},0)'
    assert register.lines["build_bill"].needs == {"self_host_price"}, "build is served with self_host's inputs"


def test_a_line_of_a_family_has_its_words_in_names_label_and_meaning(register: Register) -> None:
    ways = ({"way": "down"}, {"way": "up"})

    @register.line(unit="currency", source="METHOD 1", for_each=ways, excel="={buy_price}*{dozen}")
    def price_moved_way(buy_price: Array, dozen: Array) -> Array:
        """The price, moved way; always so."""
        return buy_price * dozen

    @register.line(unit="currency", source="METHOD 1", for_each=ways, excel="={price_moved_way}", label="Once way")
    def always_moved_way(price_moved_way: Array) -> Array:
        """The price once more."""
        return price_moved_way

    assert register.lines["price_moved_down"].label == "Price moved down"
    assert register.lines["price_moved_up"].meaning == "The price, moved up; always so."
    assert register.lines["always_moved_up"].needs == {"price_moved_up"}
    assert register.lines["always_moved_up"].excel == "={price_moved_up}"
    assert register.lines["always_moved_down"].label == "Once down"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"unit": "furlong"}, "unknown unit"),
        ({"source": ""}, "no source"),
        ({"axis": "week"}, "unknown axis"),
        ({"excel": "{buy_price}*{dozen}"}, "begins with '='"),
        ({"excel": "={buy_price}"}, r"read different names \(dozen\)"),
        ({"excel": "={buy_price}*{dozen}*{later}"}, "read different names"),
    ],
)
def test_an_incomplete_line_is_refused(register: Register, changed: dict[str, Any], message: str) -> None:
    facts: dict[str, Any] = {"unit": "currency", "source": "METHOD 1", "excel": "={buy_price}*{dozen}"} | changed

    def yearly(buy_price: Array, dozen: Array) -> Array:
        """A year's price."""
        return buy_price * dozen

    with pytest.raises(DefinitionError, match=message):
        register.line(**facts)(yearly)


def test_a_line_without_a_docstring_is_refused(register: Register) -> None:
    def silent(buy_price: Array) -> Array:
        return buy_price

    with pytest.raises(DefinitionError, match="no docstring"):
        register.line(unit="currency", source="METHOD 1", excel="={buy_price}")(silent)


def test_a_name_that_comes_later_is_refused(register: Register) -> None:
    def early(later: Array) -> Array:
        """Too early."""
        return later

    with pytest.raises(DefinitionError, match="not declared before"):
        register.line(unit="currency", source="METHOD 1", excel="={later}")(early)


def test_a_second_declaration_is_refused(register: Register) -> None:
    with pytest.raises(DefinitionError, match="declared twice"):
        register.add(Constant("dozen", 13, unit_named("number"), "Thirteen."))


def test_lines_of_an_absent_strategy_are_left_out_or_read_as_their_stand_in(register: Register) -> None:
    @register.line(unit="currency", source="METHOD 1", excel="={buy_price}", when_absent=0)
    def bridge(buy_price: Array) -> Array:
        """What bridging costs."""
        return buy_price

    @register.line(unit="currency", source="METHOD 1", excel="={self_host_price}+{bridge}")
    def hosted(self_host_price: Array, bridge: Array) -> Array:
        """What hosting costs."""
        return self_host_price + bridge

    present = register.present({"self_host"})
    assert list(present.lines) == ["hosted"]
    assert present.stand_ins == {"bridge": 0}
    assert list(register.present({"buy"}).lines) == ["bridge"]
