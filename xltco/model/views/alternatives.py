"""The next best strategy (METHOD 15.5): what choosing otherwise costs, in a sentence."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.model.register import COMPARED, STRATEGIES, cleared, is_given, line
from xltco.model.views.wording import amount, excel_amount, excel_title, joined, titles

_RIVALS = [f"{{{name}_rival_npv}}" for name in COMPARED]


@line(
    unit="currency",
    source="METHOD 15.5",
    label="NPV as an alternative",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="=IF({decision_strategy}={strategy},NA(),{strategy_npv})",
)
def strategy_rival_npv(decision_strategy, strategy, strategy_npv):
    """The strategy's NPV where another one is recommended; #N/A for the recommended one and where it was not costed."""
    return np.where(decision_strategy == strategy, np.nan, strategy_npv)


@line(
    unit="currency",
    source="METHOD 15.5",
    label="Dearest alternative, or 0",
    excel="=MAX(" + ",".join(f"IF(ISNUMBER({rival}),{rival},0)" for rival in _RIVALS) + ")",
)
def dearest_alternative_npv(buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv):
    """No alternative costs more than this: it stands in for those that were not costed when the least is looked for."""
    rivals = (buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv)
    return reduce(np.maximum, (np.where(is_given(rival), rival, 0) for rival in rivals))


@line(
    unit="currency",
    source="METHOD 15.5",
    label="NPV of the next best strategy",
    excel="=IF(OR(" + ",".join(f"ISNUMBER({rival})" for rival in _RIVALS) + "),MIN("
    + ",".join(f"IF(ISNUMBER({rival}),{rival},{{dearest_alternative_npv}})" for rival in _RIVALS) + "),NA())",
)  # fmt: skip
def alternative_npv(
    buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv, dearest_alternative_npv
):
    """The least NPV among the strategies that are not recommended; #N/A where no other was costed."""
    rivals = (buy_rival_npv, fine_tune_rival_npv, self_host_rival_npv, own_rival_npv, build_rival_npv)
    least = reduce(np.minimum, (np.where(is_given(rival), rival, dearest_alternative_npv) for rival in rivals))
    return np.where(reduce(np.logical_or, map(is_given, rivals)), least, np.nan)


@line(
    unit="boolean",
    source="METHOD 15.5",
    label="Is next best, or as good",
    for_each=COMPARED,
    when_absent=False,
    excel="=IF(ISNUMBER({strategy_rival_npv}),"
    "{strategy_rival_npv}<={alternative_npv}+ABS({alternative_npv})*{relative_tolerance},FALSE)",
)
def strategy_is_next_best(strategy_rival_npv, alternative_npv, relative_tolerance):
    """Whether no other alternative costs less."""
    return strategy_rival_npv <= alternative_npv + np.abs(alternative_npv) * relative_tolerance


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy, if none of the first four",
    excel='=IF(ISNUMBER({alternative_npv}),"build","none")',
)
def last_alternative(alternative_npv):
    """Build, or none where no other strategy was costed."""
    return np.where(is_given(alternative_npv), "build", "none")


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy",
    excel='=IF({buy_is_next_best},"buy",IF({fine_tune_is_next_best},"fine_tune",'
    'IF({self_host_is_next_best},"self_host",IF({own_is_next_best},"own",{last_alternative}))))',
)
def alternative_strategy(
    buy_is_next_best, fine_tune_is_next_best, self_host_is_next_best, own_is_next_best, last_alternative
):
    """The strategy of that NPV, of equals the first; none where no other was costed."""
    least = [buy_is_next_best, fine_tune_is_next_best, self_host_is_next_best, own_is_next_best]
    return np.select(least, COMPARED[:-1], last_alternative)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy, its title, if none of the first four",
    excel=f'=IF({{alternative_strategy}}="none","none","{STRATEGIES["build"]}")',
)
def last_alternative_title(alternative_strategy):
    """Build as sheets call it, or none."""
    return np.where(alternative_strategy == "none", "none", STRATEGIES["build"])


@line(
    unit="text",
    source="METHOD 15.5",
    label="Next best strategy, its title",
    excel="=" + excel_title("{alternative_strategy}").replace(f'"{STRATEGIES["build"]}"', "{last_alternative_title}"),
)
def alternative_title(alternative_strategy, last_alternative_title):
    """The next best strategy as sheets and sentences call it."""
    return np.where(alternative_strategy == "none", last_alternative_title, titles(alternative_strategy))


@line(
    unit="currency",
    source="METHOD 15.5",
    label="What the next best costs more, NPV",
    excel="=IF(ABS({alternative_npv}-{decision_npv})<=ABS({decision_npv})*{relative_tolerance},0,"
    "{alternative_npv}-{decision_npv})",
)
def alternative_price(alternative_npv, decision_npv, relative_tolerance):
    """The price of choosing otherwise, for the next best strategy; negative where a rule goes before the money."""
    return cleared(alternative_npv - decision_npv, np.abs(decision_npv), relative_tolerance)


@line(
    unit="text",
    source="METHOD 15.5",
    label="That price in words, without its sign",
    excel="=" + excel_amount("ABS({alternative_price})", "unknown"),
)
def alternative_price_text(alternative_price, billion, million, thousand, halves, relative_tolerance):
    """How far the next best strategy is from the recommended one, as a person says it."""
    return amount(np.abs(alternative_price), "unknown")


@line(
    unit="text",
    source="METHOD 15.5",
    label="NPV of the next best, in words",
    excel="=" + excel_amount("{alternative_npv}", "unknown"),
)
def alternative_npv_text(alternative_npv, billion, million, thousand, halves, relative_tolerance):
    """The NPV of the next best strategy, as a person says it."""
    return amount(alternative_npv, "unknown")


_ALONE = "No other strategy was costed."
_WEIGHS = " less (NPV); the rule weighs more than the money."


@line(
    unit="text",
    source="METHOD 15.5",
    label="What choosing otherwise costs",
    excel=f'=IF(ISNUMBER({{alternative_npv}}),IF(ISNUMBER({{alternative_price}}),"The next best, "'
    f'&{{alternative_title}}&", costs "&IF({{alternative_price}}=0,"as much (NPV).",'
    f'{{alternative_price_text}}&IF({{alternative_price}}>0," more (NPV).","{_WEIGHS}")),'
    f'"The cheapest that was costed, "&{{alternative_title}}&", costs "&{{alternative_npv_text}}'
    f'&" (NPV)."),"{_ALONE}")',
)
def alternative_sentence(
    alternative_npv, alternative_price, alternative_title, alternative_price_text, alternative_npv_text
):
    """The next best strategy and what it costs more than the recommended one."""
    distance = joined(alternative_price_text, np.where(alternative_price > 0, " more (NPV).", _WEIGHS))
    price = np.where(alternative_price == 0, "as much (NPV).", distance)
    known = joined("The next best, ", alternative_title, ", costs ", price)
    costed = joined("The cheapest that was costed, ", alternative_title, ", costs ", alternative_npv_text, " (NPV).")
    sentence = np.where(is_given(alternative_price), known, costed)
    return np.where(is_given(alternative_npv), sentence, _ALONE)
