"""Every input of the model: unit, bounds, plausible range, default, meaning. The one place where an input is declared.

Keys are the names of the model definition (METHOD.md). A key without a default must be given.
"""

from typing import Literal

from xltco.scenario.fields import Inputs, Number, Text, choice, flag, money, quantity, rate, rating, share, spread, word


class Horizon(Inputs):
    """How long the strategies are compared, and at what discount."""

    months: int = quantity(
        "months", "Months of service that are compared.", default=36, at_least=1, at_most=120, plausible=(1, 120)
    )
    annual_discount_rate: Number = rate(
        "What a year's waiting takes off a payment's worth.", at_least=0, plausible=(0.0, 0.2)
    )
    hours_per_month: Number = quantity(
        "hours", "Hours that a month is billed for.", default=730.0, above=0, at_most=744, plausible=(720.0, 744.0)
    )


class Workload(Inputs):
    """What is asked of the models, and what it earns."""

    monthly_tokens: Number = quantity(
        "tokens", "Tokens in month 1, input plus output.", at_most=1e18, plausible=(1e6, 1e11)
    )
    monthly_growth_rate: Number = rate(
        "Growth of the tokens from each month to the next.", at_least=-0.5, at_most=1, plausible=(-0.05, 0.15)
    )
    input_share: Number = share("Share of the tokens that is input; the rest is output.", default=0.75)
    cached_input_share: Number = share("Share of the input that the API bills as cached.")
    cache_write_share: Number = share(
        "Share of the input that the API bills as written to its cache; with the cached share at most 1.",
        plausible=(0.0, 0.4),
    )
    batch_share: Number = share("Share of all tokens that can wait for the API's batch price.")
    peak_to_average: Number = quantity(
        "factor", "Busiest hour's load over the average load.", default=1.0, at_least=1, at_most=1000,
        plausible=(1.0, 5.0),
    )  # fmt: skip
    revenue_per_1m_tokens: Number = money(
        "What a million tokens earn.", unit="currency_per_1m_tokens", plausible=(0.1, 50.0)
    )
    gross_margin_floor: Number = share("Lowest gross margin that is acceptable.")


class Labor(Inputs):
    """What an engineer's hour costs."""

    hourly_rate: Number = money(
        "Fully loaded cost of an engineer's hour.", unit="currency_per_hour", default=150.0, plausible=(40.0, 250.0)
    )
    annual_wage_inflation: Number = rate("Yearly change of that cost.", plausible=(-0.02, 0.08))


class Managed(Inputs):
    """A model behind somebody else's API: bought as it is, or fine-tuned there."""

    blended_price_per_1m: Number | None = money(
        "One price for all tokens; when given it stands in for the next four.",
        unit="currency_per_1m_tokens",
        default=None,
    )
    input_price_per_1m: Number | None = money("Price of input tokens.", unit="currency_per_1m_tokens", default=None)
    cached_input_price_per_1m: Number | None = money(
        "Price of cached input tokens; left out, they cost what input costs.",
        unit="currency_per_1m_tokens",
        default=None,
        plausible=(0.01, 5.0),
    )
    cache_write_price_per_1m: Number | None = money(
        "Price of input tokens that are written to the cache; left out, they cost what input costs.",
        unit="currency_per_1m_tokens",
        default=None,
    )
    output_price_per_1m: Number | None = money(
        "Price of output tokens.", unit="currency_per_1m_tokens", default=None, plausible=(0.1, 80.0)
    )
    batch_discount: Number = share("What the batch price takes off.", default=0.5)
    negotiated_discount: Number = share("What a contract takes off the list price.", plausible=(0.0, 0.4))
    annual_price_change: Number = rate("Yearly change of the price.", plausible=(-0.5, 0.15))
    monthly_platform_fee: Number = money(
        "Gateway, support, vector database for RAG; per month.", plausible=(20.0, 10_000.0)
    )
    labor_hours_per_month: Number = quantity(
        "hours", "Engineering hours per month.", default=0.0, at_most=1e6, plausible=(0.0, 60.0)
    )
    one_time_cost: Number = money("Paid once, before service.")
    annual_migration_probability: Number = share("Chance within a year of having to move: deprecation, repricing.")
    migration_cost: Number = money("What one such move costs.")
    annual_compliance_cost: Number = money("Audits and certificates per year.")


class Buy(Managed):
    """Strategy 1: a managed API, used as it is."""


class FineTune(Managed):
    """Strategy 2: a model that is fine-tuned and served by its provider."""

    training_tokens: Number = quantity(
        "tokens", "Training tokens per epoch.", default=0.0, at_most=1e18, plausible=(1e5, 1e9)
    )
    epochs: Number = quantity(
        "count", "Passes over the training tokens.", default=3.0, at_most=1000, plausible=(1.0, 5.0)
    )
    training_price_per_1m: Number = money("Price of training tokens.", unit="currency_per_1m_tokens")
    runs_per_refresh: Number = quantity(
        "count", "Training runs until one is good enough.", default=1.0, at_most=1000, plausible=(1.0, 5.0)
    )
    refresh_interval_months: int = quantity(
        "months", "Months from one training to the next; 0 trains once.", default=0, at_most=120, plausible=(0, 24)
    )
    data_preparation_cost: Number = money("Preparing the training data, once.")
    evaluation_cost_per_refresh: Number = money("Evaluating each refreshed model.", plausible=(50.0, 10_000.0))
    input_token_reduction: Number = share(
        "Share of the input tokens that the tuned model no longer needs.", plausible=(0.0, 0.8)
    )
    endpoint_hourly: Number = money(
        "One dedicated endpoint, if one is billed.", unit="currency_per_hour", plausible=(0.5, 20.0)
    )
    endpoint_tokens_per_second: Number = quantity(
        "tokens_per_second",
        "What one endpoint serves when saturated, input plus output; 0 leaves capacity unmodelled.",
        default=0.0,
        at_most=1e12,
        plausible=(50.0, 20_000.0),
    )
    endpoint_target_utilization: Number = share(
        "Share of the endpoint's saturated throughput that is planned for.", default=1.0, above=0, plausible=(0.2, 1.0)
    )
    min_endpoints: int = quantity(
        "instances", "Fewest endpoints that run.", default=1, at_least=1, at_most=1e6, plausible=(1, 6)
    )


class Hosted(Inputs):
    """Open weights that one serves oneself, on rented or on purchased hardware."""

    instance: Text = word("Name of the instance or node, for the reader.")
    tokens_per_second: Number = quantity(
        "tokens_per_second",
        "What one instance serves when saturated, input plus output; 0 leaves capacity unmodelled.",
        default=0.0,
        at_most=1e12,
        plausible=(50.0, 20_000.0),
    )
    target_utilization: Number = share(
        "Share of the saturated throughput that is planned for.", default=1.0, above=0, plausible=(0.2, 1.0)
    )
    min_instances: int = quantity(
        "instances", "Fewest instances that run.", default=1, at_least=1, at_most=1e6, plausible=(1, 12)
    )
    spare_instances: int = quantity(
        "instances", "Kept beside those that the tokens need (N+1).", default=0, at_most=1000, plausible=(0, 3)
    )
    active_share: Number = share("Share of the hours in which instances run.", default=1.0, above=0)
    autoscaling_labor_hours_per_month: Number = quantity(
        "hours", "Hours per month that scaling to zero takes; counted when active_share is below 1.", default=0.0,
        at_most=1e6, plausible=(0.0, 30.0),
    )  # fmt: skip
    overhead_rate: Number = quantity(
        "rate", "Storage, network and monitoring as a share of rented compute.", default=0.0, at_most=10,
        plausible=(0.0, 0.4),
    )  # fmt: skip
    monthly_platform_fee: Number = money(
        "Gateway, licences, vector database; per month in service.", plausible=(20.0, 10_000.0)
    )
    egress_cost_per_1m_tokens: Number = money(
        "Network and logs for a million tokens.", unit="currency_per_1m_tokens", plausible=(0.0002, 0.2)
    )
    labor_hours_per_month: Number = quantity(
        "hours", "Engineering hours per month.", default=10.0, at_most=1e6, plausible=(0.0, 320.0)
    )
    labor_hours_per_extra_instance: Number = quantity(
        "hours", "Hours per month for each instance above the fewest.", default=0.0, at_most=1e6, plausible=(0.0, 10.0)
    )
    setup_cost: Number = money("Paid once, before service.")
    go_live_month: int = quantity(
        "month", "First month of service; until then the managed API serves.", default=1, at_least=1, at_most=120,
        plausible=(1, 12),
    )  # fmt: skip
    annual_incident_probability: Number = share("Chance of a security or availability incident within a year.")
    incident_cost: Number = money("What one such incident costs.")
    annual_compliance_cost: Number = money("Audits and certificates per year.")
    annual_attrition_probability: Number = share("Chance within a year that the people who run it leave.")
    replacement_cost: Number = money("What replacing them costs.")
    model_refresh_cost: Number = money("Moving to a newer open model, each time.")
    model_refresh_interval_months: int = quantity(
        "months", "Months from one refresh to the next; 0 never refreshes.", default=0, at_most=120, plausible=(0, 24)
    )


class SelfHost(Hosted):
    """Strategy 3: open weights on rented cloud GPUs."""

    instance_hourly: Number = money("On-demand price of one instance.", unit="currency_per_hour", default=...)
    commitment_discount: Number = share("What a reservation or commitment takes off.", plausible=(0.0, 0.6))
    annual_price_change: Number = rate("Yearly change of the instance's price.")


class Own(Hosted):
    """Strategy 3, on purchased hardware. Nothing is rented, so `overhead_rate` finds nothing to be a share of."""

    node_price: Number = money("Purchase price of one node.", unit="currency_per_node", default=...)
    annual_price_change: Number = rate("Yearly change of the price of nodes that are bought later.")
    node_power_kw: Number = quantity(
        "kilowatts", "Power that one node draws.", default=0.0, at_most=1e4, plausible=(0.3, 12.0)
    )
    pue: Number = quantity(
        "factor", "Power usage effectiveness of the site.", default=1.3, at_least=1, at_most=10, plausible=(1.0, 2.0)
    )
    electricity_price_per_kwh: Number = money("Price of electricity.", unit="currency_per_kwh")
    colocation_per_node_month: Number = money("Rack, network and hands per node and month.", plausible=(50.0, 3_000.0))
    annual_maintenance_rate: Number = share("Yearly maintenance as a share of the node's price.", plausible=(0.0, 0.2))
    useful_life_months: int = quantity(
        "months", "Months until a node is replaced.", default=48, at_least=1, at_most=600, plausible=(1, 84)
    )
    residual_value_rate: Number = share(
        "Share of the node's price that remains at the end of its useful life.", plausible=(0.0, 0.5)
    )
    terminal_value: Literal["book", "residual"] = choice(
        "What the last month takes back for nodes still in service: their book value, or the residual value.",
        default="book",
    )


class Build(Inputs):
    """Strategy 4: pre-training a model, then serving it like self_host."""

    model_parameters: Number = quantity("parameters", "Parameters of the model.", at_most=1e18, plausible=(1e8, 7e10))
    training_tokens: Number = quantity("tokens", "Tokens it is trained on.", at_most=1e18, plausible=(1e9, 5e12))
    accelerator_peak_tflops: Number = quantity(
        "teraflops", "Peak speed of one accelerator.", above=0, at_most=1e9, plausible=(125.0, 2_250.0)
    )
    model_flops_utilization: Number = share(
        "Share of the peak that training reaches.", default=0.4, above=0, plausible=(0.2, 0.6)
    )
    accelerator_hourly: Number = money(
        "Price of one accelerator.", unit="currency_per_hour", default=..., plausible=(0.8, 8.0)
    )
    experiment_multiplier: Number = quantity(
        "factor", "All training compute over that of the final run.", default=1.5, at_most=1000, plausible=(1.0, 4.0)
    )
    data_cost: Number = money("Buying and cleaning the data, once.", default=..., plausible=(1_000.0, 2e6))
    team_fte: Number = quantity(
        "count", "People in the team, full-time equivalents.", at_most=1e6, plausible=(1.0, 20.0)
    )
    fte_annual_cost: Number = money(
        "Fully loaded yearly cost of one of them.", default=..., plausible=(60_000.0, 500_000.0)
    )
    build_months: int = quantity(
        "months", "Months until the model serves.", default=12, at_least=1, at_most=120, plausible=(1, 24)
    )


class Finance(Inputs):
    """How the accounts are kept."""

    amortization_months: int = quantity(
        "months", "Months over which one-time costs are spread, straight line.", default=36, at_least=1, at_most=600,
        plausible=(1, 84),
    )  # fmt: skip
    capitalize_setup: bool = flag("Whether the P&L view spreads one-time costs and purchases.", default=True)
    include_one_time: bool = flag("Whether break-even volumes carry the spread one-time costs.", default=False)


class Sensitivity(Inputs):
    """How far the tornado, the grids and the simulation move the drivers. The defaults are placeholders: own them."""

    driver_change: Number = quantity(
        "share", "Share by which the tornado moves a driver; a placeholder.", default=0.2, at_most=0.99,
        plausible=(0.05, 0.5),
    )  # fmt: skip
    rate_change: Number = quantity(
        "rate", "Points per year by which the tornado moves a rate; a placeholder.", default=0.05, at_most=1,
        plausible=(0.01, 0.2),
    )  # fmt: skip
    grid_step: Number = quantity(
        "share", "Share by which a grid's row or column is above the one before.", default=0.25, at_most=1,
        plausible=(0.05, 0.5),
    )  # fmt: skip
    volume_down: Number = spread("Most that volume may fall short in the simulation", default=0.5, at_most=0.99)
    volume_up: Number = spread("Most that volume may exceed the plan in the simulation", default=0.5)
    api_price_down: Number = spread("Most that the API price may be lower in the simulation", default=0.4, at_most=0.99)
    api_price_up: Number = spread("Most that the API price may be higher in the simulation", default=0.1)
    instance_hourly_down: Number = spread(
        "Most that the instance price may be lower in the simulation", default=0.2, at_most=0.99
    )
    instance_hourly_up: Number = spread("Most that the instance price may be higher in the simulation", default=0.2)
    throughput_down: Number = spread("Most that throughput may fall short in the simulation", default=0.3, at_most=0.99)
    throughput_up: Number = spread("Most that throughput may exceed the plan in the simulation", default=0.2)
    labor_down: Number = spread("Most that the labor rate may be lower in the simulation", default=0.2, at_most=0.99)
    labor_up: Number = spread("Most that the labor rate may be higher in the simulation", default=0.5)


class Decision(Inputs):
    """What the decision path asks beyond money."""

    product_market_fit: bool | None = flag(
        "The feature has proved that people want it; left out, it is not assumed.", default=None
    )
    third_party_processing_prohibited: bool = flag("Law or contract forbids sending the data out.", default=False)
    quality_gap: Literal["none", "behavior", "knowledge"] = choice(
        "What the bought model lacks: behavior (style, syntax) or knowledge (facts).", default="none"
    )
    differentiation: int = rating("How much the workload sets you apart.", default=1)
    data_moat: int = rating("How hard your data is to get elsewhere.", default=1)
    margin_mandate: bool = flag("The board has made gross margin existential.", default=False)
    sells_foundation_models: bool = flag("The business is selling foundation models.", default=False)
    unique_training_data: bool = flag("You hold massive data that public training sets lack.", default=False)
    safety_margin: Number = quantity(
        "rate", "How far above break-even the run-rate must be.", default=0.2, at_most=10, plausible=(0.0, 1.0)
    )
    consecutive_months: int = quantity(
        "months", "Months in a row that it must be.", default=3, at_least=1, at_most=60, plausible=(1, 6)
    )
    lock_in_price_changes: int = rating("API side: exposure to price changes.", default=3)
    lock_in_model_deprecation: int = rating("API side: exposure to model deprecation.", default=3)
    lock_in_data_residency: int = rating("API side: exposure to shifts in data residency.", default=3)
    lock_in_infrastructure_debt: int = rating("Self-hosted side: technical debt of the infrastructure.", default=3)
    lock_in_talent_churn: int = rating("Self-hosted side: talent churn.", default=3)
    lock_in_hardware_availability: int = rating("Self-hosted side: hardware availability.", default=3)


class Actual(Inputs):
    """One past month. A month is its first day, or a running number."""

    month: Number = quantity(
        "date", "The month (2026-08), or its running number.", at_least=-1e5, at_most=1e6, plausible=(1.0, 60.0)
    )
    tokens: Number = quantity("tokens", "Tokens processed in it.", at_most=1e18, plausible=(1e6, 1e11))
    api_spend: Number = money("What the API billed for it.")
