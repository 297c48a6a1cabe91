"""The one register of the model: its axes, strategies, inputs and named constants. The lines follow in the modules."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array, Axis, Constant, Register
from xltco.scenario.stated import MOST_ACTUALS, all_inputs
from xltco.units import unit_named

# The longest horizon; a scenario has the months that it asks for.
LAST_MONTH = 120
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
# Steps of the search for the horizon break-even: the first, and those that follow where these have not settled; and
# units above its start that a step counts (METHOD 10.6).
SEARCH_STEPS = 40
LATE_SEARCH_STEPS = 200
UNITS_ABOVE = 80
# Annual rates at which the sign of the savings is taken, and halvings of the interval that holds the IRR (METHOD 9.5).
RATE_POINTS = 48
RATE_HALVINGS = 40
CURVE_POINTS = 61
# So many crossings of the two bills are listed.
CROSSINGS = 24
GRID_STEPS = 9
DRAWS = 512
# Equally likely parts of a driver's distribution, of which a draw names one.
PARTS = 64
BINS = 20
# So many instances above its fewest a month of a draw is counted exactly (METHOD 14.4).
COUNTS = 12

STRATEGIES = {
    "buy": "Buy",
    "fine_tune": "Fine-tune",
    "self_host": "Self-host",
    "own": "Own",
    "build": "Build",
}
COMPARED = tuple(STRATEGIES)
MANAGED = ("buy", "fine_tune")
SERVED = ("self_host", "own", "build")
HOSTED = ("self_host", "own")
RENTED = ("self_host", "build")
# The strategies that have a break-even volume against buy (METHOD 10).
BREAK_EVEN = ("fine_tune", "self_host", "own")
CHALLENGERS = ("fine_tune", "self_host", "own", "build")
# The drivers of the tornado, in the order of METHOD 14.
DRIVERS = {
    "volume": "Tokens of month 1",
    "growth": "Monthly growth rate",
    "api_price": "API price",
    "api_price_change": "Annual change of the API price",
    "instance_hourly": "Instance hourly price",
    "throughput": "Tokens per second of an instance",
    "labor_rate": "Labor rate",
    "labor_hours": "Labor hours of self-hosting",
    "setup_cost": "Setup cost",
    "discount_rate": "Annual discount rate",
}

MODEL = Register(
    axes={
        axis.name: axis
        for axis in (
            Axis("scalar", 1),
            Axis("month", LAST_MONTH + 1),
            Axis("actual", MOST_ACTUALS, down=True),
            Axis("step", SEARCH_STEPS, down=True),
            Axis("late_step", LATE_SEARCH_STEPS, down=True),
            Axis("unit_above", UNITS_ABOVE, down=True),
            Axis("rate_point", RATE_POINTS, down=True),
            Axis("halving", RATE_HALVINGS, down=True),
            # Year and quarter 0 hold month 0.
            Axis("year", LAST_MONTH // MONTHS_IN["year"] + 1),
            Axis("quarter", LAST_MONTH // MONTHS_IN["quarter"] + 1),
            Axis("point", CURVE_POINTS, down=True),
            Axis("crossing", CROSSINGS, down=True),
            Axis("driver", len(DRIVERS), down=True),
            Axis("grid_row", GRID_STEPS, down=True),
            Axis("draw", DRAWS, down=True),
            Axis("part", PARTS, down=True),
            Axis("bin", BINS, down=True),
            Axis("count", COUNTS, down=True),
        )
    },
    strategies=STRATEGIES,
    # A model that was built is served with self_host's inputs.
    stands_in={"build": "self_host"},
)
line = MODEL.line

for _input in all_inputs():
    MODEL.add(_input)

for _name, _value, _unit, _meaning in (
    ("months_per_year", 12, "months", "Months in a year."),
    ("months_per_quarter", 3, "months", "Months in a quarter."),
    ("tokens_per_million", 1_000_000, "tokens_per_price_unit", "Prices are per this many tokens."),
    ("seconds_per_hour", 3600, "seconds_per_hour", "Seconds in an hour."),
    ("flops_per_teraflop", 1e12, "flops_per_teraflop", "Floating-point operations in a TFLOP."),
    (
        "flops_per_parameter_token",
        6,
        "flops_per_parameter_token",
        "Training work per parameter and token: 2 forward, 4 backward (Kaplan et al. 2020, arXiv 2001.08361).",
    ),
    ("relative_tolerance", 1e-12, "factor", "Comparisons and whole counts forgive this much binary noise."),
    ("check_tolerance", 1e-9, "factor", "Two ways to one sum may differ by this share of it."),
    ("stale_after_days", 180, "days", "A source older than this, beside the workbook's date, is flagged as stale."),
    ("halves", 2, "number", "Each step of the search for the IRR halves the interval."),
    ("lowest_rate_of_change", -0.99, "rate", "No rate of change is moved below this: less leaves nothing to compound."),
    ("low_percentile", 0.1, "share", "A tenth of the draws lies below the low percentile."),
    ("middle_percentile", 0.5, "share", "Half of the draws lie below the median."),
    ("high_percentile", 0.9, "share", "A tenth of the draws lies above the high percentile."),
    ("high_rating", 3, "rating", "A rating from here on counts as high in the quadrant."),
    ("pretraining_rating", 4, "rating", "A rating from here on can justify pre-training."),
    ("phase_buy", 1, "number", "Phase 1: buy."),
    ("phase_fine_tune", 2, "number", "Phase 2: fine-tune."),
    ("phase_host", 3, "number", "Phase 3: self-host, rented or owned."),
    ("phase_build", 4, "number", "Phase 4: build."),
    ("no_hourly_price", 0, "currency_per_hour", "An instance that is free, to see what its price leaves untouched."),
    ("one_hourly_price", 1, "currency_per_hour", "An instance at 1 an hour, to see what a price of 1 adds."),
    ("thousand", 1e3, "number", "Texts write amounts from here on in thousands, k."),
    ("million", 1e6, "number", "Texts write amounts from here on in millions, m."),
    ("billion", 1e9, "number", "Texts write amounts from here on in billions, bn."),
    ("hundred", 100, "number", "Texts write shares in percent."),
    ("highest_rating", 5, "rating", "The highest rating."),
    ("curve_reach", 2, "factor", "The break-even picture reaches this many times the farthest volume it marks."),
    ("curve_least_tokens", 1e6, "tokens", "The break-even picture is at least so many tokens wide."),
):
    MODEL.add(Constant(_name, _value, unit_named(_unit), _meaning))


def lengths(months: int, actuals: int = MOST_ACTUALS) -> dict[str, int]:
    """The lengths of the axes that follow a scenario: its months with month 0, their periods, and its past months."""
    return {axis: -(-months // size) + 1 for axis, size in MONTHS_IN.items()} | {"actual": actuals}


def numbers_from_0(axis_length: int) -> Array:
    """0, 1, 2 and so on along an axis of that length."""
    return np.arange(axis_length, dtype=float)[None, :]


def numbers(axis: str) -> Array:
    """1, 2, 3 and so on along an axis whose length is the same in all scenarios."""
    return np.arange(1, MODEL.axes[axis].length + 1, dtype=float)[None, :]


def total(series: Array) -> Array:
    """The sum over a line's axis, as a scalar line: shape (cases, 1)."""
    return np.asarray(series.sum(axis=-1, keepdims=True))


def before(series: Array) -> Array:
    """Each cell's left neighbour; before the first stands 0 (in Excel: the empty opening cell)."""
    shifted = np.zeros_like(series)
    shifted[..., 1:] = series[..., :-1]
    return shifted


def whole(quantity: Array, tolerance: Array) -> Array:
    """The next whole number, where binary noise above a whole number does not count (METHOD 1.4)."""
    return np.asarray(np.ceil(quantity * (1 - tolerance)))


def cleared(difference: Array, amount: Array, tolerance: Array) -> Array:
    """A difference of amounts, where what is only binary noise beside the amount is 0 (METHOD 1.4)."""
    return np.where(np.abs(difference) <= amount * tolerance, 0, difference)


def is_given(value: Array) -> Array:
    """Whether an optional input or a result that may be "never" holds a number."""
    return ~np.isnan(value)
