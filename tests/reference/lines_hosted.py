"""The cost items of self_host, own and build, month by month ("Cost items", "Nodes")."""

from __future__ import annotations

from tests.reference.inputs import Common, Lines, Table, escalator, num, service, zeros
from tests.reference.lines_api import total_of
from tests.reference.nodes import node_lines
from tests.reference.numbers import count_units

OPERATING = (
    "labor",
    "extra_labor",
    "egress",
    "platform_fee",
    "risk",
    "compliance",
    "lock_in",
    "refresh",
    "bridge",
    "one_time",
)


def unit_capacity(common: Common, table: Table) -> float | None:
    """C of one instance or node; None where capacity is not modelled ("Capacity of one unit")."""
    speed = num(table, "tokens_per_second", 0)
    if speed == 0:
        return None
    seconds = 3600 * common.hours * num(table, "active_share", 1)
    return speed * seconds * num(table, "target_utilization", 1) / common.peak


def least_units(table: Table) -> int:
    """min_units of hosting."""
    return int(num(table, "min_instances", 1))


def spare_units(table: Table) -> int:
    """Units kept beside those that the tokens need."""
    return int(num(table, "spare_instances", 0))


def units_for(common: Common, table: Table, tokens: float) -> int:
    """`units = N(V) + spare`."""
    return count_units(tokens, unit_capacity(common, table), least_units(table)) + spare_units(table)


def base_hours(table: Table) -> float:
    """Labor hours that do not depend on the number of units ("self_host", labor)."""
    scaling = num(table, "autoscaling_labor_hours_per_month", 0)
    return num(table, "labor_hours_per_month", 10) + (scaling if num(table, "active_share", 1) < 1 else 0.0)


def extra_unit_labor(common: Common, table: Table) -> float:
    """Labor a month of one unit above the fewest, at month-1 wages ("self_host", labor)."""
    return num(table, "labor_hours_per_extra_instance", 0) * common.rate


def yearly_costs(table: Table) -> tuple[float, float, float]:
    """Risk, compliance and lock-in a month ("self_host")."""
    risk = num(table, "annual_incident_probability", 0) * num(table, "incident_cost", 0) / 12
    lock_in = num(table, "annual_attrition_probability", 0) * num(table, "replacement_cost", 0) / 12
    return risk, num(table, "annual_compliance_cost", 0) / 12, lock_in


def refresh_cost(table: Table, go_live: int, month: int) -> float:
    """Model refresh in months go_live + j*interval, j >= 1 ("self_host")."""
    interval = int(num(table, "model_refresh_interval_months", 0))
    if interval == 0 or month <= go_live or (month - go_live) % interval:
        return 0.0
    return num(table, "model_refresh_cost", 0)


def operating_lines(common: Common, table: Table, go_live: int, units: list[float], buy: Lines | None) -> Lines:
    """The items that self_host and own have in common, bridge and month 0 included."""
    lines = {name: zeros(common) for name in OPERATING}
    risk, compliance, lock_in = yearly_costs(table)
    for m in service(common, go_live):
        wages = escalator(common.wage, m)
        lines["labor"][m] = base_hours(table) * common.rate * wages
        lines["extra_labor"][m] = (units[m] - least_units(table)) * extra_unit_labor(common, table) * wages
        lines["egress"][m] = common.tokens[m] * num(table, "egress_cost_per_1m_tokens", 0) / 1e6
        lines["platform_fee"][m] = num(table, "monthly_platform_fee", 0)
        lines["risk"][m], lines["compliance"][m], lines["lock_in"][m] = risk, compliance, lock_in
        lines["refresh"][m] = refresh_cost(table, go_live, m)
    lines["one_time"][0] = num(table, "setup_cost", 0)
    if go_live > 1:
        if buy is None:
            raise ValueError("go_live_month above 1 needs buy, which serves until then")
        lines["one_time"][0] += buy["one_time"][0]
        lines["bridge"][1:go_live] = total_of(buy, common)[1:go_live]
    return lines


def instance_cost(common: Common, table: Table, month: int) -> float:
    """Compute of one instance in a month ("self_host", compute)."""
    hourly = num(table, "instance_hourly") * (1 - num(table, "commitment_discount", 0))
    used = common.hours * num(table, "active_share", 1)
    return hourly * used * escalator(num(table, "annual_price_change", 0), month)


def self_host_lines(common: Common, table: Table, go_live: int, buy: Lines | None) -> Lines:
    """The items of "self_host"."""
    units, compute, overhead = zeros(common), zeros(common), zeros(common)
    for m in service(common, go_live):
        units[m] = units_for(common, table, common.tokens[m])
        compute[m] = units[m] * instance_cost(common, table, m)
        overhead[m] = compute[m] * num(table, "overhead_rate", 0)
    lines = operating_lines(common, table, go_live, units, buy)
    return lines | {"units": units, "compute": compute, "overhead": overhead}


def node_running_costs(common: Common, table: Table) -> dict[str, float]:
    """Power, colocation and maintenance of one node a month ("own")."""
    hours = common.hours * num(table, "active_share", 1)
    power = num(table, "node_power_kw", 0) * num(table, "pue", 1.3) * hours
    return {
        "power": power * num(table, "electricity_price_per_kwh", 0),
        "colocation": num(table, "colocation_per_node_month", 0),
        "maintenance": num(table, "node_price") * num(table, "annual_maintenance_rate", 0) / 12,
    }


def own_lines(common: Common, table: Table, go_live: int, buy: Lines | None) -> Lines:
    """The items of "own"; idle nodes still pay."""
    nodes = zeros(common)
    for m in service(common, go_live):
        nodes[m] = max(nodes[m - 1], units_for(common, table, common.tokens[m]))
    lines = operating_lines(common, table, go_live, nodes, buy)
    for name, cost in node_running_costs(common, table).items():
        lines[name] = [n * cost for n in nodes]
    return lines | {"units": nodes} | node_lines(common, table, go_live, nodes)


def build_lines(common: Common, table: Table, self_host: Table, buy: Lines) -> Lines:
    """The items of "build": training, then served like self_host from build_months + 1."""
    months = int(num(table, "build_months", 12))
    lines = self_host_lines(common, self_host, months + 1, buy)
    flops = 6 * num(table, "model_parameters") * num(table, "training_tokens")
    flops *= num(table, "experiment_multiplier", 1.5)
    speed = num(table, "accelerator_peak_tflops") * 1e12 * num(table, "model_flops_utilization", 0.4)
    compute = flops / speed / 3600 * num(table, "accelerator_hourly")
    training, team, data = zeros(common), zeros(common), zeros(common)
    for m in range(1, min(months, common.months) + 1):
        training[m] = compute / months
        yearly = num(table, "team_fte") * num(table, "fte_annual_cost")
        team[m] = yearly / 12 * escalator(common.wage, m)
    data[0] = num(table, "data_cost")
    return lines | {"training_compute": training, "team": team, "data": data}
