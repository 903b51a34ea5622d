"""Shared by rules: registering entries of long-lived processes, their start-up, and decorators that register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, outside, running
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, Class, Function, Instance, LibObject, Place, Value, alternatives

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


def decorator(m: Machine, place: Place, add: Callable[[Value], None]) -> LibObject:
    """An object that registers what it decorates and leaves it as it is."""
    made = m.library_object("decorator", "", place, Arguments())

    def decorate(_m: Machine, _f: Frame, target: Value) -> Value:
        add(target)
        return target

    made.rule = decorate
    return made


def plain_or_called(m: Machine, a: Arguments, place: Place, add: Callable[[Value], None]) -> Value:
    """A decorator that is written `@task` as well as `@task(retries=2)`."""
    if a.positional and isinstance(a.positional[0], Class | Function):
        add(a.positional[0])
        return a.positional[0]
    return decorator(m, place, add)


def calling(target: Value, place: Place, most: int | None = None) -> Callable[[Machine, Frame], None]:
    """Evaluates an entry by calling its function with unknown arguments, at MOST so many, or by running its object."""

    def evaluate(m: Machine, f: Frame) -> None:
        for one in alternatives(target):
            if isinstance(one, LibObject | Instance):
                running.run(m, f, one, place)
            else:
                given = outside.arguments(m, f, function, most) if (function := innermost(one)) else Arguments()
                calls.call(m, f, with_self(m, f, one, place), given, place)

    return evaluate


def with_self(m: Machine, f: Frame, target: Value, place: Place) -> Value:
    """A method registered inside its class (`@app.get` above `def read(self)`) is called on an instance of it."""
    from ..evaluate import attributes

    if not isinstance(target, Function) or not isinstance(target.owner, Class) or "staticmethod" in target.marks:
        return target
    if not target.facts[2] or target.facts[2][0][0] != "self":
        return target
    owner = m.scratch.get(bound_key(target.owner))
    return attributes.bound(m, f, target, owner or calls.call(m, f, target.owner, Arguments(), place))


def bound_key(cls: Class) -> tuple[str, int]:
    """Under it the machine keeps the object that the code made to answer requests (Ray's `bind`)."""
    return "bound", cls.number


def add(m: Machine, kind: EntryKind, label: str, target: Value, host: Host, place: Place,
        trigger: tuple[Touch, str] | None = None) -> None:  # fmt: skip
    """An entry of a process that has several; what import does belongs to the start-up entry."""
    register(m, (kind, host.kind, host.anchor, label, target), Draft(
        kind, label, target, host, place, calling(target, place), trigger, with_imports=False
    ))  # fmt: skip
    start_up(m, host)


def start_up(m: Machine, host: Host, functions: tuple[Value, ...] = ()) -> None:
    """What importing the process's module does."""

    def evaluate(machine: Machine, f: Frame) -> None:
        for one in functions:
            calls.call_back(machine, f, one, Arguments(), host.place)

    register(m, ("startup", host.kind, host.anchor), Draft(
        "startup", "startup", None, host, host.place, evaluate, with_imports=True, only_with_effects=True
    ))  # fmt: skip
