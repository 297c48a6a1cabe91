"""The simulation in a sentence (METHOD 15.5)."""

from __future__ import annotations

from xltco.model.register import line
from xltco.model.views.wording import amount, excel_amount, excel_fixed, excel_percent, fixed, joined, percent


@line(
    unit="text",
    source="METHOD 15.5",
    label="Low savings of the draws, in words",
    excel="=" + excel_amount("{simulated_p10}"),
)
def simulated_p10_text(simulated_p10, billion, million, thousand, halves, relative_tolerance):
    """The savings that a tenth of the draws stay below, as a person says them."""
    return amount(simulated_p10)


@line(
    unit="text",
    source="METHOD 15.5",
    label="High savings of the draws, in words",
    excel="=" + excel_amount("{simulated_p90}"),
)
def simulated_p90_text(simulated_p90, billion, million, thousand, halves, relative_tolerance):
    """The savings that nine tenths of the draws stay below, as a person says them."""
    return amount(simulated_p90)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Uncertainty",
    excel='="Self-hosting pays in "&'
    + excel_percent("{simulated_probability}")
    + '&" of "&'
    + excel_fixed("{simulated_draws}", "0")
    + '&" draws; its savings, NPV, run from "&{simulated_p10_text}&" (P10) to "&{simulated_p90_text}&" (P90)."',
)
def simulation_sentence(
    simulated_probability, hundred, relative_tolerance, simulated_draws, simulated_p10_text, simulated_p90_text
):
    """How often self-hosting pays in the simulation, and how far its savings spread."""
    chance = joined("Self-hosting pays in ", percent(simulated_probability), " of ", fixed(simulated_draws, 0))
    spread = joined(simulated_p10_text, " (P10) to ", simulated_p90_text, " (P90).")
    return joined(chance, " draws; its savings, NPV, run from ", spread)
