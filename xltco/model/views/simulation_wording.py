"""The simulation in a sentence (METHOD 15.5)."""

from __future__ import annotations

from xltco.lines import Array
from xltco.model.register import line
from xltco.model.texts import excel_text, text
from xltco.model.views.wording import excel_percent, excel_whole, percent, tell_amount, whole_number

tell_amount("simulated_p10", "simulated_p10", "Low savings of the draws, in words")
tell_amount("simulated_p90", "simulated_p90", "High savings of the draws, in words")


@line(
    unit="text",
    source="METHOD 15.5",
    label="Probability, in words",
    excel="=" + excel_percent("{simulated_probability}"),
)
def simulated_chance_text(simulated_probability: Array, hundred: Array, relative_tolerance: Array) -> Array:
    """The share of draws in which self-hosting pays, in percent."""
    return percent(simulated_probability, hundred, relative_tolerance)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Uncertainty",
    excel="="
    + excel_text(
        "simulation.sentence",
        chance="{simulated_chance_text}",
        draws=excel_whole("{simulated_draws}"),
        low="{simulated_p10_text}",
        high="{simulated_p90_text}",
        currency="{scenario_currency}",
    ),
)
def simulation_sentence(
    simulated_chance_text: Array,
    simulated_draws: Array,
    simulated_p10_text: Array,
    simulated_p90_text: Array,
    scenario_currency: Array,
) -> Array:
    """How often self-hosting pays in the simulation, and how far its savings spread."""
    return text(
        "simulation.sentence",
        chance=simulated_chance_text,
        draws=whole_number(simulated_draws),
        low=simulated_p10_text,
        high=simulated_p90_text,
        currency=scenario_currency,
    )
