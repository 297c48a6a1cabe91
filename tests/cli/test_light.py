"""A light command stays light: it loads no NumPy, no pydantic and no library of spreadsheets."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from tests.support import SAMPLES, Run
from xltco.cli import addin, functions
from xltco.cli.lazy import LazyGroup
from xltco.cli.main import COMMANDS, cli
from xltco.engine import evaluate
from xltco.scenario import load
from xltco.scenario.validate import validated

HEAVY = {"numpy", "pydantic", "openpyxl", "ironcalc", "formualizer", "xlwings", "PIL", "babel", "ruamel", "tomlkit"}
SEED_ARGUMENTS = ["--api-price", "0.50", "--instance-hourly", "1.21"]
_KEYS = ("self_host_monthly_fixed", "break_even_tokens_monthly", "always_above_tokens_monthly")
HELPS = [[], *([name] for name in COMMANDS), *(["addin", name] for name in addin.MODULES)]
LIGHT = [
    ["breakeven", *SEED_ARGUMENTS],
    ["breakeven", *SEED_ARGUMENTS, "--tokens-per-second", "1000", "--json"],
    ["functions", "list", "--json"],
    ["functions", "show", "BREAKEVEN"],
    *([*words, "--help"] for words in HELPS),
]


def _run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_a_light_command_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, json\nfrom xltco.cli.main import cli\n"
        f"try:\n    cli.main({arguments!r}, standalone_mode=False)\nfinally:\n"
        "    print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    assert not set(json.loads(_run(code))) & HEAVY


def test_what_may_be_stated_and_the_functions_help_load_nothing_heavy() -> None:
    code = "import sys, json, xltco; xltco.breakeven.__doc__; print(json.dumps(sorted(sys.modules)))"
    assert not {name.split(".")[0] for name in json.loads(_run(code))} & HEAVY


@pytest.mark.parametrize("group", [cli, functions.command, addin.command], ids=lambda group: str(group.name))
def test_a_list_of_commands_says_what_each_says_itself(group: LazyGroup) -> None:
    listed = click.Context(group, terminal_width=1000, max_content_width=1000).get_help()
    for name, module in group.modules.items():
        help_text = str(import_module(module).command.help)
        assert help_text
        assert any(line.split() == [name, *help_text.split()] for line in listed.splitlines())


def test_numpy_takes_one_thread_unless_the_user_says_otherwise(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom xltco.cli.main import main\nsys.argv = ['xltco', '--version']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    assert _run(code, OPENBLAS_NUM_THREADS="3") == "3"
    clean = f"import os\nos.environ.pop('OPENBLAS_NUM_THREADS', None)\n{code}"
    assert _run(clean) == "1"


def test_breakeven_says_what_the_model_says(xltco: Run) -> None:
    """The native entries behind the command against the lines of the model, on random options."""
    chance = random.Random(9)
    base = load(SAMPLES / "seed-code.toml")
    for _ in range(12):
        hosted = {
            "instance_hourly": round(chance.uniform(0.3, 12), 2),
            "min_instances": chance.randint(1, 4),
            "tokens_per_second": chance.choice([0.0, 300.0, 4000.0]),
            "target_utilization": chance.choice([0.5, 1.0]),
        }
        price = round(chance.uniform(0.1, 5), 2)
        raw = {
            "workload": {"monthly_tokens": 0.0},
            "labor": {"hourly_rate": base.labor.hourly_rate},
            "buy": {"blended_price_per_1m": price},
            "self_host": {**hosted, "labor_hours_per_month": 10.0},
        }
        names = ("self_host_fixed_monthly", "self_host_break_even_tokens", "self_host_always_above_tokens")
        result = evaluate(validated(raw, str), wanted=names)
        options = [word for key, value in hosted.items() for word in (f"--{key.replace('_', '-')}", str(value))]
        data = xltco("breakeven", "--api-price", str(price), *options, "--json").data
        found = [data[key] for key in _KEYS]
        expected = [result.scalar(name) for name in names]
        assert [value is None for value in found] == [value is None for value in expected], options
        numbers = [(a, b) for a, b in zip(found, expected, strict=True) if b is not None]
        assert all(a == pytest.approx(b, rel=1e-12) for a, b in numbers), options


@pytest.mark.parametrize("hours", ["0", "-1", "nan"])
def test_hours_that_are_wrong_are_told_alone(xltco: Run, hours: str) -> None:
    done = xltco("breakeven", "--api-price", "1", "--compute-monthly", "870", "--hours-per-month", hours)
    assert done.code == 2
    assert done.err.startswith("error: --hours-per-month: must be a number above 0 and at most 744 (hours) (found ")
    assert len(done.err.splitlines()) == 1
