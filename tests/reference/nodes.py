"""Nodes of own, batch by batch: bought, written down, sold, taken back ("Nodes", "Capital charge", P&L view)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tests.reference.inputs import Common, Lines, Table, escalator, num, service, zeros


@dataclass(frozen=True)
class Batch:
    """Nodes that serve from one month on: when they are paid, how many, at which price each, for how long."""

    serves: int
    paid: int
    count: float
    price: float
    life: int
    residual: float

    def book_value(self, month: int) -> float:
        """Of one node at the end of a month: price paid less straight-line wear, age counted from its first month."""
        age = month - self.serves + 1
        return self.price * (1 - (1 - self.residual) * age / self.life)


def batches_of(common: Common, table: Table, go_live: int, nodes: list[float]) -> list[Batch]:
    """`b[m] = n[m] - n[m-1] + b[m - useful_life_months]`; the first batch is paid one month earlier."""
    life, bought = int(num(table, "useful_life_months", 48)), zeros(common)
    change, batches = num(table, "annual_price_change", 0), []
    for m in service(common, go_live):
        bought[m] = nodes[m] - nodes[m - 1] + (bought[m - life] if m - life >= 1 else 0.0)
        if bought[m]:
            paid = m - 1 if m == go_live else m
            price = num(table, "node_price") * escalator(change, max(paid, 1))
            batches.append(Batch(m, paid, bought[m], price, life, num(table, "residual_value_rate", 0)))
    return batches


def terminal_value(common: Common, table: Table, nodes: list[float], batches: list[Batch]) -> float:
    """What is taken back in month H: at `residual` or, by default, at `book` value."""
    end = common.months
    if table.get("terminal_value") == "residual":
        return nodes[end] * num(table, "node_price") * num(table, "residual_value_rate", 0)
    serving = [batch for batch in batches if batch.serves + batch.life > end]
    return math.fsum(batch.count * batch.book_value(end) for batch in serving)


def node_lines(common: Common, table: Table, go_live: int, nodes: list[float]) -> Lines:
    """Purchases as they are paid, sales of what is replaced, terminal value; and the nodes bought."""
    paid, sales, taken_back, bought = zeros(common), zeros(common), zeros(common), zeros(common)
    batches = batches_of(common, table, go_live, nodes)
    for batch in batches:
        bought[batch.serves] = batch.count
        paid[batch.paid] += batch.count * batch.price
        replaced = batch.serves + batch.life
        if replaced <= common.months:
            sales[replaced] -= batch.count * batch.price * batch.residual
    taken_back[common.months] = -terminal_value(common, table, nodes, batches)
    return {"nodes": paid, "sales": sales, "terminal_value": taken_back, "nodes_bought": bought}


def written_down(common: Common, batches: list[Batch]) -> tuple[list[float], float]:
    """Wear of every month, from the first month of service, and the book value in month H (P&L view)."""
    wear, left = zeros(common), 0.0
    for batch in batches:
        for m in range(batch.serves, min(batch.serves + batch.life - 1, common.months) + 1):
            wear[m] += batch.count * batch.price * (1 - batch.residual) / batch.life
        if batch.serves + batch.life > common.months:
            left += batch.count * batch.book_value(common.months)
    return wear, left


def capital_charge(common: Common, table: Table) -> float:
    """ "Capital charge" of one node a month, at the monthly discount rate i."""
    price, life = num(table, "node_price"), int(num(table, "useful_life_months", 48))
    residual = num(table, "residual_value_rate", 0)
    force = math.log1p(common.discount_rate) / 12
    if force == 0:
        return price * (1 - residual) / life
    shrunk = math.exp(-force * life)
    return price * (1 - residual * shrunk) * math.expm1(force) / -math.expm1(-force * life)
