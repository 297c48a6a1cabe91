"""The next best strategy (METHOD 15.5): what choosing otherwise costs, in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import COMPARED, cleared, is_given, line
from xltco.model.results.decision import NONE
from xltco.model.texts import excel_text, text
from xltco.model.views.wording import entry, excel_title, tell_amount, titles

_RIVALS = [f"{{{name}_rival_npv}}" for name in COMPARED]


@line(
    unit="currency",
    source="METHOD 15.5",
    label="NPV as an alternative",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="=IF(OR({decision_strategy}={strategy},{strategy_is_prohibited}),NA(),{strategy_npv})",
)
def strategy_rival_npv(
    decision_strategy: Array, strategy: str, strategy_is_prohibited: Array, strategy_npv: Array
) -> Array:
    """The strategy's NPV as an alternative; #N/A for the recommended one, a prohibited one and one not costed."""
    return np.where((decision_strategy == strategy) | strategy_is_prohibited, np.nan, strategy_npv)


@line(
    unit="currency",
    source="METHOD 15.5",
    label="Dearest alternative, or 0",
    excel="=MAX(" + ",".join(f"IF(ISNUMBER({rival}),{rival},0)" for rival in _RIVALS) + ")",
)
def dearest_alternative_npv(
    buy_rival_npv: Array,
    fine_tune_rival_npv: Array,
    self_host_rival_npv: Array,
    own_rival_npv: Array,
    build_rival_npv: Array,
) -> Array:
    """No alternative costs more than this: it stands in for those that were not costed when the least is looked for."""
    rivals = (buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv)
    return reduce(np.maximum, (np.where(is_given(rival), rival, 0) for rival in rivals))


@line(
    unit="currency",
    source="METHOD 15.5",
    label="Least of the alternatives",
    excel="=MIN(" + ",".join(f"IF(ISNUMBER({rival}),{rival},{{dearest_alternative_npv}})" for rival in _RIVALS) + ")",
)
def alternative_least_npv(
    buy_rival_npv: Array,
    fine_tune_rival_npv: Array,
    self_host_rival_npv: Array,
    own_rival_npv: Array,
    build_rival_npv: Array,
    dearest_alternative_npv: Array,
) -> Array:
    """The least NPV among the alternatives, where there is one."""
    rivals = (buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv)
    return reduce(np.minimum, (np.where(is_given(rival), rival, dearest_alternative_npv) for rival in rivals))


@line(
    unit="currency",
    source="METHOD 15.5",
    label="NPV of the next best strategy",
    excel="=IF(OR(" + ",".join(f"ISNUMBER({rival})" for rival in _RIVALS) + "),{alternative_least_npv},NA())",
)
def alternative_npv(
    buy_rival_npv: Array,
    fine_tune_rival_npv: Array,
    self_host_rival_npv: Array,
    own_rival_npv: Array,
    build_rival_npv: Array,
    alternative_least_npv: Array,
) -> Array:
    """The least NPV among the strategies that are not recommended; #N/A where no other was costed."""
    rivals = (buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv)
    return np.where(reduce(np.logical_or, map(is_given, rivals)), alternative_least_npv, np.nan)


@line(
    unit="boolean",
    source="METHOD 15.5",
    label="Is next best, or as good",
    for_each=COMPARED,
    when_absent=False,
    excel="=IF(ISNUMBER({strategy_rival_npv}),"
    "{strategy_rival_npv}<={alternative_npv}+ABS({alternative_npv})*{relative_tolerance},FALSE)",
)
def strategy_is_next_best(strategy_rival_npv: Array, alternative_npv: Array, relative_tolerance: Array) -> Array:
    """Whether no other alternative costs less."""
    least = alternative_npv + np.abs(alternative_npv) * relative_tolerance
    return np.asarray(strategy_rival_npv <= least)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy, if none of the first four",
    excel=f'=IF(ISNUMBER({{alternative_npv}}),"build","{NONE}")',
)
def last_alternative(alternative_npv: Array) -> Array:
    """Build, or none where no other strategy was costed."""
    return np.where(is_given(alternative_npv), "build", NONE)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy",
    excel='=IF({buy_is_next_best},"buy",IF({fine_tune_is_next_best},"fine_tune",'
    'IF({self_host_is_next_best},"self_host",IF({own_is_next_best},"own",{last_alternative}))))',
)
def alternative_strategy(
    buy_is_next_best: Array,
    fine_tune_is_next_best: Array,
    self_host_is_next_best: Array,
    own_is_next_best: Array,
    last_alternative: Array,
) -> Array:
    """The strategy of that NPV, of equals the first; none where no other was costed."""
    least = [buy_is_next_best, fine_tune_is_next_best, self_host_is_next_best, own_is_next_best]
    return np.select(least, COMPARED[:-1], last_alternative)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy, its title",
    excel="=" + excel_title("{alternative_strategy}"),
)
def alternative_title(alternative_strategy: Array) -> Array:
    """The next best strategy as sheets and sentences call it."""
    return titles(alternative_strategy)


@line(
    unit="currency",
    source="METHOD 15.5",
    label="What the next best costs more, NPV",
    excel="=IF(ABS({alternative_npv}-{decision_npv})<=ABS({decision_npv})*{relative_tolerance},0,"
    "{alternative_npv}-{decision_npv})",
)
def alternative_price(alternative_npv: Array, decision_npv: Array, relative_tolerance: Array) -> Array:
    """The price of choosing otherwise, for the next best strategy; negative where a rule goes before the money."""
    return cleared(alternative_npv - decision_npv, np.abs(decision_npv), relative_tolerance)


tell_amount(
    "alternative_price",
    "alternative_price",
    "That price in words, without its sign",
    never="number.unknown",
    unsigned=True,
)
tell_amount("alternative_npv", "alternative_npv", "NPV of the next best, in words", never="number.unknown")

_TITLE = {"strategy": "{alternative_title}"}
_PRICE = {**_TITLE, "amount": "{alternative_price_text}", "currency": "{scenario_currency}"}
_COSTED = {**_TITLE, "amount": "{alternative_npv_text}", "currency": "{scenario_currency}"}


def _price_of(key: str) -> Callable[..., Array]:
    def told(alternative_title: Array, alternative_price_text: Array, scenario_currency: Array) -> Array:
        return text(key, strategy=alternative_title, amount=alternative_price_text, currency=scenario_currency)

    return told


for _key in ("dearer", "cheaper"):
    line(
        unit="text",
        source="METHOD 15.5",
        label=f"That the next best is {_key}",
        excel="=" + excel_text(f"alternative.{_key}", **_PRICE),
    )(
        entry(
            f"alternative_{_key}_text",
            f"What the next best strategy costs, where it is {_key} than the recommended one.",
            ("alternative_title", "alternative_price_text", "scenario_currency"),
            _price_of(f"alternative.{_key}"),
        )
    )


@line(
    unit="text",
    source="METHOD 15.5",
    label="Why there is no next best",
    excel=f"=IF({{rule_1_holds}},{excel_text('alternative.prohibited')},{excel_text('alternative.alone')})",
)
def no_alternative_text(rule_1_holds: Array) -> Array:
    """What stands in for the next best strategy where no other was costed."""
    return np.where(rule_1_holds, text("alternative.prohibited"), text("alternative.alone"))


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best beside the recommendation",
    excel="=IF(ISNUMBER({alternative_price}),"
    f"IF({{alternative_price}}=0,{excel_text('alternative.as_much', **_TITLE)},IF({{alternative_price}}>0,"
    '{alternative_dearer_text},{alternative_cheaper_text})),"")',
)
def price_sentence(
    alternative_price: Array,
    alternative_title: Array,
    alternative_dearer_text: Array,
    alternative_cheaper_text: Array,
) -> Array:
    """What the next best strategy costs more or less than the recommended one; nothing where either has no cost."""
    distance = np.where(alternative_price > 0, alternative_dearer_text, alternative_cheaper_text)
    distance = np.where(alternative_price == 0, text("alternative.as_much", strategy=alternative_title), distance)
    return np.where(is_given(alternative_price), distance, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="What choosing otherwise costs",
    excel="=IF(ISNUMBER({alternative_price}),{price_sentence},IF(ISNUMBER({alternative_npv}),"
    + excel_text("alternative.costed", **_COSTED)
    + ",{no_alternative_text}))",
)
def alternative_sentence(
    alternative_price: Array,
    price_sentence: Array,
    alternative_npv: Array,
    alternative_title: Array,
    alternative_npv_text: Array,
    scenario_currency: Array,
    no_alternative_text: Array,
) -> Array:
    """The next best strategy and what it costs more than the recommended one."""
    pieces = {"strategy": alternative_title, "amount": alternative_npv_text, "currency": scenario_currency}
    costed = np.where(is_given(alternative_npv), text("alternative.costed", **pieces), no_alternative_text)
    return np.where(is_given(alternative_price), price_sentence, costed)
