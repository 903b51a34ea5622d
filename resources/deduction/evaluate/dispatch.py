"""`functools.singledispatch`: one function with variants that are registered for types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..values import Arguments, Bound, Function, Place, Value
from . import names, reflection
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def is_open(value: Value) -> bool:
    """Can variants be registered for it?"""
    return "dispatch" in _plain(value).marks if isinstance(value, Function | Bound) else False


def _plain(value: Function | Bound) -> Function:
    return value.function if isinstance(value, Bound) else value


def _key(function: Function) -> Any:
    return "variants", id(function.facts)


def variants(m: Machine, function: Function) -> tuple[Function, ...]:
    return m.scratch.get(_key(function), ())


def register(m: Machine, value: Value, target: Value, kind: Value | None = None) -> Value:
    """`@function.register` above a variant; its annotation says for which type."""
    if isinstance(value, Function | Bound) and isinstance(target, Function):
        key = _key(_plain(value))
        m.deeds += 1
        m.scratch[key] = (*(one for one in m.scratch.get(key, ()) if one.facts is not target.facts), target)
        if kind is not None:
            m.scratch["variant for", id(target.facts)] = kind
    return target


def chosen(m: Machine, f: Frame, function: Function, one: Value | None) -> tuple[Function, ...]:
    """The function, or those of its variants that an argument may mean."""
    found = variants(m, function)
    fits = [_is_for(m, f, variant, one) for variant in found]
    if True in fits:
        return tuple(variant for variant, fit in zip(found, fits, strict=True) if fit)
    possible = (variant for variant, fit in zip(found, fits, strict=True) if fit is None)
    return (function, *possible)


def _is_for(m: Machine, f: Frame, variant: Function, one: Value | None) -> bool | None:
    kind: Value | None = m.scratch.get(("variant for", id(variant.facts)))
    if kind is None:
        named = [p[3] for p in variant.facts[2] if p[0] != "self" and p[3] is not None][:1]
        kind = names.annotation(m, Frame(variant.scope, f.node, f.depth), named[0]) if named else None
    return reflection.is_instance(m, one, kind) if kind is not None and one is not None else None


def registering(m: Machine, value: Value, a: Arguments, place: Place) -> Value:
    """`function.register(type)` is a decorator, `function.register(type, variant)` registers at once."""
    if len(a.positional) > 1:
        return register(m, value, a.positional[1], a.positional[0])
    made = m.library_object("decorator", "", place, Arguments())

    def variant(m: Machine, f: Frame, target: Value) -> Value:
        return register(m, value, target, a.positional[0] if a.positional else None)

    made.rule = variant
    return made
