"""Command lines: what `cli()` behind a `__main__` guard runs when commands are functions that a library calls.

A group of Click or an application of Typer holds its commands; calling it runs all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..entries import DECORATED
from ..evaluate import calls, holding, running
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Place,
    Value,
    alternatives,
)  # fmt: skip
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

GROUP = "click.Group"
"""The type of what holds commands: a group, a command with its function, an application."""


def _holding(m: Machine, target: Value, place: Place) -> LibObject:
    made = m.library_object(GROUP, GROUP, place, Arguments())
    holding.hold(m, made, DECORATED, target)
    return made


@rule(*methods(("click", "asyncclick", "rich_click", "cloup"), ("group", "command")))
def group(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`@click.group()`, `@click.command`."""
    if a.positional and isinstance(a.positional[0], Function):
        return _holding(m, a.positional[0], place)
    return _decorator(m, place, lambda target: _holding(m, target, place))


def _decorator(m: Machine, place: Place, make: Callable[[Value], Value]) -> LibObject:
    made = m.library_object("decorator", "", place, Arguments())

    def decorate(_m: Machine, _f: Frame, target: Value) -> Value:
        return make(target)

    made.rule = decorate
    return made


@rule("typer.Typer", "click.Group", "click.MultiCommand", "cyclopts.App")
def application(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    return m.library_object("typer.Typer", GROUP, place, a)


@rule(*methods((GROUP,), ("command", "group", "callback", "default", "result_callback")))
def command(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@cli.command("ingest")`, `@app.callback()`."""
    if callee is None:
        return None
    owner = callee.receiver

    def add(target: Value) -> Value:
        nested = _holding(m, target, place) if callee.name == "group" else target
        holding.hold(m, owner, "command", nested)
        return nested

    if a.positional and isinstance(a.positional[0], Function):
        return add(a.positional[0])
    return _decorator(m, place, add)


@rule(*methods((GROUP,), ("add_command", "add_typer")))
def add_command(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`cli.add_command(ingest)`."""
    if callee is not None and a.positional:
        holding.hold(m, callee.receiver, "command", a.positional[0])
    return Const(None)


@rule("fire.Fire")
def fire(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`fire.Fire(main)`, `fire.Fire(Commands)`, `fire.Fire({"ingest": ingest})`; `fire.Fire()` opens the module."""
    from ..evaluate import attributes

    for one in alternatives(a.positional[0]) if a.positional else _public(f):
        made = calls.call(m, f, one, Arguments(), place) if isinstance(one, Class) else one
        if not isinstance(made, Instance):
            running.run(m, f, made, place)
            continue
        for name, method in made.cls.attributes.items():
            bound = attributes.bound(m, f, method, made)
            if isinstance(bound, Bound) and not name.startswith("_"):
                running.run(m, f, bound, place)
    return Const(None)


def _public(f: Frame) -> list[Value]:
    """The module's own functions, but for private ones."""
    names = f.scope.module.names.items()
    return [one for name, one in names if isinstance(one, Function) and one.file == f.file and not name.startswith("_")]
