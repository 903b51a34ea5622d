"""Entries while they are found: where a run of the project begins, what runs it, and how to evaluate it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..architecture import EntryKind, Origin
from .scope import Node, Touch
from .values import Bound, Function, Instance, LibObject, Partial, Place, Value

if TYPE_CHECKING:
    from .evaluate.machine import Frame, Machine


DECORATED = "decorated"
"""The word under which a library's decorator holds what it decorates; it may hold its options too."""


@dataclass(frozen=True, slots=True)
class Host:
    """What runs an entry: an object of a framework, a declared resource, or an implicit function."""

    kind: str
    service: str
    anchor: Any
    """A heap object, a function of the project, or a fixed name."""
    place: Place
    name: str | None = None
    origin: Origin = "deduced"
    properties: tuple[tuple[str, Any], ...] = ()
    shown: str = ""
    """What it is called where it is deployed, if its id says something else."""


@dataclass(eq=False, slots=True)
class Draft:
    """An entry before its id is known."""

    kind: EntryKind
    label: str
    target: Value | None
    """What runs, as it was registered (decorators applied)."""
    host: Host
    place: Place
    """The registration: stands in for the definition when the target is not a function."""
    evaluate: Callable[[Machine, Frame], None]
    trigger: tuple[Touch, str] | None = None
    further: tuple[str, ...] = ()
    """More operations of what triggers it."""
    tells: Touch | None = None
    """The bucket of whose uploads it hears, if a queue, a topic or a state machine stands between."""
    with_imports: bool = True
    """Do effects of importing its module belong to it? Otherwise a start-up entry carries them."""
    handler: str = ""
    asked: bool = False
    """Did the caller name it, whether or not anything triggers it?"""
    only_with_effects: bool = False
    """Is it dropped when it uses nothing?"""
    begins: bool = False
    """Does a process of its own begin with its file, as that of a Lambda function does?"""
    node: Node | None = None
    clock: int = 0
    allowed: list[tuple[Touch, str, tuple[str, ...], Place]] = field(default_factory=list[Any])


def innermost(value: Value | None) -> Function | None:
    """The function as it was written, under partials, decorators and bound methods; of an object its `__call__`."""
    seen = 0
    while value is not None and seen < 20:
        seen += 1
        if isinstance(value, Bound | Partial):
            value = value.function
        elif isinstance(value, LibObject):
            value = next((one for word, one in value.held if word == DECORATED), None) or next(
                (one for _, one in value.held if isinstance(one, Function | Bound | LibObject)), None
            )
        elif isinstance(value, Function):
            inner = value.wraps if isinstance(value.wraps, Function | Bound) else _closed_over(value)
            if inner is None:
                return value
            value = inner
        elif isinstance(value, Instance):
            value = value.cls.attributes.get("__call__")
        else:
            return None
    return value if isinstance(value, Function) else None


def _closed_over(value: Function) -> Function | None:
    """The function that a plain wrapper (`def inner(*a): return fn(*a)`) closes over."""
    if value.scope.kind != "function" or value.facts[1] == "<lambda>":
        return None
    return next((one for one in value.scope.names.values() if isinstance(one, Function) and one is not value
                 and one.scope is not value.scope), None)  # fmt: skip


def register(m: Machine, key: Any, draft: Draft) -> None:
    """Keeps an entry once, however often its registration is evaluated."""
    m.deeds += 1
    m.entries.setdefault(key, draft)
