"""`functools.singledispatch`: one function with variants that are registered for types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..values import Arguments, Bound, Function, Place, Value

if TYPE_CHECKING:
    from .machine import Frame, Machine


def is_open(value: Value) -> bool:
    """Can variants be registered for it?"""
    return "dispatch" in _plain(value).marks if isinstance(value, Function | Bound) else False


def _plain(value: Function | Bound) -> Function:
    return value.function if isinstance(value, Bound) else value


def _key(function: Function) -> Any:
    return "variants", id(function.facts)


def variants(m: Machine, function: Function) -> tuple[Function, ...]:
    return m.scratch.get(_key(function), ())


def register(m: Machine, value: Value, target: Value) -> Value:
    """`@function.register` above a variant; its annotation says for which type."""
    if isinstance(value, Function | Bound) and isinstance(target, Function):
        key = _key(_plain(value))
        m.deeds += 1
        m.scratch[key] = (*(one for one in m.scratch.get(key, ()) if one.facts is not target.facts), target)
    return target


def registering(m: Machine, value: Value, a: Arguments, place: Place) -> Value:
    """`function.register(type)` is a decorator, `function.register(type, variant)` registers at once."""
    if len(a.positional) > 1:
        return register(m, value, a.positional[1])
    made = m.library_object("decorator", "", place, Arguments())

    def variant(m: Machine, f: Frame, target: Value) -> Value:
        return register(m, value, target)

    made.rule = variant
    return made
