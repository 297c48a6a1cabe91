"""What every module keeps to: docstrings, types, and parameters that are used. A failure lists all offenders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xltco
from tests.offenders import require_none

PACKAGE = Path(xltco.__file__).parent
MODULES = {path.relative_to(PACKAGE.parent): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
# Given by the language: the object or class that a method belongs to.
OWNERS = {"self", "cls"}


@dataclass(frozen=True)
class Found:
    """A class or function of the package, and whether another module may use it."""

    node: Definition
    place: str
    is_public: bool


def _definitions(node: ast.AST, path: str, within: str = "", *, is_public: bool = True) -> Iterator[Found]:
    """Every class and function below a node; what stands inside a function is nobody else's."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            name = f"{within}{child.name}"
            named = is_public and not child.name.startswith("_")
            yield Found(child, f"{path}, line {child.lineno}: {name}", named)
            yield from _definitions(child, path, f"{name}.", is_public=named and isinstance(child, ast.ClassDef))
        else:
            yield from _definitions(child, path, within, is_public=is_public)


DEFINITIONS = [found for path, tree in sorted(MODULES.items()) for found in _definitions(tree, path.as_posix())]


def _parameters(function: Function) -> list[ast.arg]:
    said = function.args
    rest = [argument for argument in (said.vararg, said.kwarg) if argument]
    return [a for a in (*said.posonlyargs, *said.args, *said.kwonlyargs, *rest) if a.arg not in OWNERS]


def test_every_module_says_what_it_is_for() -> None:
    require_none(f"{path}: no docstring" for path, tree in sorted(MODULES.items()) if not ast.get_docstring(tree))


def test_every_public_class_and_function_says_what_it_is_for() -> None:
    require_none(
        f"{found.place}: no docstring" for found in DEFINITIONS if found.is_public and not ast.get_docstring(found.node)
    )


def _without_a_type(function: Function) -> list[str]:
    bare = [parameter.arg for parameter in _parameters(function) if parameter.annotation is None]
    return bare if function.returns else [*bare, "what it returns"]


def test_every_function_has_types() -> None:
    require_none(
        f"{found.place}: no type for {', '.join(bare)}"
        for found in DEFINITIONS
        if isinstance(found.node, Function) and (bare := _without_a_type(found.node))
    )


def _unused(function: Function) -> list[str]:
    names = [node for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    # No name of the register begins with an underscore: such a parameter is no wire, and says that it is not used.
    return [a.arg for a in _parameters(function) if a.arg not in read and not a.arg.startswith("_")]


def test_the_body_of_an_entry_uses_every_parameter() -> None:
    """In the model alone: there a parameter is a wire, and elsewhere a caller may set the signature."""
    require_none(
        f"{found.place}: does not use {', '.join(unused)}"
        for found in DEFINITIONS
        if found.place.startswith("xltco/model/")
        and isinstance(found.node, Function)
        and (unused := _unused(found.node))
    )
