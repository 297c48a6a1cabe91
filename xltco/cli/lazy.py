"""Groups of commands whose modules are imported when they are called, so that a light command stays light."""

from __future__ import annotations

import ast
import importlib
import importlib.util
from importlib.machinery import SourceFileLoader
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that finds its commands in modules: `modules` maps each name to the module whose `command` it is."""

    def __init__(self, *args: Any, modules: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which they were stated."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = importlib.import_module(self.modules[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the whole first line of its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _help_in(module)) for name, module in self.modules.items()])


def _help_in(module: str) -> str:
    """The docstring of the module's `command`, read from its text: a list of commands imports none of them."""
    spec = importlib.util.find_spec(module)
    text = spec.loader.get_source(module) if spec and isinstance(spec.loader, SourceFileLoader) else None
    commands = (n for n in ast.parse(text or "").body if isinstance(n, ast.FunctionDef) and n.name == "command")
    return next((ast.get_docstring(command) or "" for command in commands), "")
