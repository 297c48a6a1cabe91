"""Words of the method that a newcomer may not know, and what changed in the model from version to version."""

from __future__ import annotations

GLOSSARY = {
    "TCO": "Total cost of ownership: everything that a strategy costs from month 0 to the horizon, in nominal money.",
    "NPV": "Net present value: the same amounts, each discounted to month 0.",
    "Break-even, V*": "The monthly volume from which self-hosting costs no more than the API, at month-1 prices.",
    "Always above, V_always": "The volume above which self-hosting never costs more again, instance by instance.",
    "Horizon break-even": "The volume of month 1 at which the NPVs agree, growth and one-time costs included.",
    "Crossover": "The first month in service that costs no more than it would with the API.",
    "Payback": "The first month in service up to which no more was paid in all than with the API.",
    "Margin of safety": "How far the planned volume lies above break-even, as a share of the plan.",
    "Utilization": "The share of the paid capacity that serves tokens.",
    "Run-rate": "What the latest past months processed, per month.",
    "OPEX, CAPEX": "Spending that is expensed when paid, and spending that is capitalised and written off over time.",
    "Amortization, depreciation": "One-time costs spread over months, and the price of hardware spread over its life.",
    "Gross margin": "What is left of the revenue after the cost of serving it, as a share of the revenue.",
    "Lock-in": "What it is expected to cost to be bound: to a vendor's API, or to one's own infrastructure and people.",
    "Bridge": "Months before go-live, in which the API serves and is paid.",
    "Instance, node": "One rented GPU machine, one purchased one.",
    "P10, P50, P90": "Of all draws of the simulation a tenth, half, nine tenths lie below.",
    "Tornado": "Bars that show what each driver changes when it alone moves down and up, the largest first.",
}

CHANGES = {
    "0.1.0": "First model: five strategies by month, cash and P&L views, break-even, decision path, checks.",
    "0.2.0": "Sensitivity, simulation, years and quarters, utilization, labor share, curve, run-rate, range checks.",
}
