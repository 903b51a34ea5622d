"""`match`: whether a pattern fits a value, and the names that it binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import Facts
from ..values import Builtin, Class, Const, Instance, Mapped, Sequence, Unknown, Value, alternatives
from . import attributes, containers, mappings
from .machine import Frame
from .names import bind as bind_name
from .truth import same

if TYPE_CHECKING:
    from .machine import Machine


def matches(m: Machine, f: Frame, pattern: Facts, value: Value, *, bind: bool) -> bool | None:
    """True, False, or None when it depends; binds names when asked to."""
    options = alternatives(value)
    if len(options) > 1:
        known = {_matches(m, f, pattern, one, bind=False) for one in options}
        if bind:
            _matches(m, f, pattern, value, bind=True)
        return known.pop() if len(known) == 1 else None
    return _matches(m, f, pattern, value, bind=bind)


def _matches(m: Machine, f: Frame, pattern: Facts, value: Value, *, bind: bool) -> bool | None:
    form = pattern[0]
    if form == "value":
        return same(m.evaluate(f, pattern[1]), value)
    if form == "capture":
        known = True if pattern[2] is None else _matches(m, f, pattern[2], value, bind=bind)
        if bind and pattern[1] is not None:
            bind_name(m, f, pattern[1], value)
        return known
    if form == "any":
        found = [_matches(m, f, one, value, bind=bind) for one in pattern[1]]
        return True if True in found else None if None in found else False
    if form == "seq":
        return _sequence(m, f, pattern[1], value, bind)
    if form == "map":
        return _mapping(m, f, pattern, value, bind)
    if form == "class":
        return _class(m, f, pattern, value, bind)
    return None


def _sequence(m: Machine, f: Frame, patterns: Facts, value: Value, bind: bool) -> bool | None:
    if isinstance(value, Const | Mapped | Instance):
        return False
    items, rest = containers.elements(m, f, value)
    known: list[bool | None] = [None if rest is not None else True]
    for index, one in enumerate(patterns):
        if one[0] == "rest":
            if bind and one[1] is not None:
                bind_name(m, f, one[1], m.sequence(items[index:], rest))
            return None
        inner = items[index] if index < len(items) else rest
        known.append(False if inner is None else _matches(m, f, one, inner, bind=bind))
    if rest is None and len(items) != len(patterns):
        return False
    return _all(known)


def _mapping(m: Machine, f: Frame, pattern: Facts, value: Value, bind: bool) -> bool | None:
    if isinstance(value, Const | Sequence) or (isinstance(value, Instance) and not _is_mapping(m, value)):
        return False
    known: list[bool | None] = [True if isinstance(value, Mapped) else None]
    for key, inner in zip(pattern[1], pattern[2], strict=True):
        index = m.evaluate(f, key)
        there = isinstance(value, Mapped) and isinstance(index, Const) and index.value in value.items
        if isinstance(value, Mapped) and not there and value.rest is None:
            return False
        one = containers.item(m, f, value, index, f.here())
        fits = _matches(m, f, inner, one, bind=bind)
        known.append(fits if there or fits is False else None)
    if bind and pattern[3] is not None:
        bind_name(m, f, pattern[3], value)
    return _all(known)


def _is_mapping(m: Machine, value: Instance) -> bool:
    return mappings.is_mapping(value) or bool(attributes.library_bases(m, value.cls))


def _class(m: Machine, f: Frame, pattern: Facts, value: Value, bind: bool) -> bool | None:
    wanted = m.evaluate(f, pattern[1])
    fits: bool | None = None
    if isinstance(value, Instance) and isinstance(wanted, Class):
        fits = wanted in attributes.mro(m, value.cls)
    elif isinstance(value, Const | Mapped | Sequence) and isinstance(wanted, Class):
        return False
    known = [fits]
    for name, inner in zip(pattern[3], pattern[4], strict=True):
        known.append(_matches(m, f, inner, attributes.get(m, f, value, name), bind=bind))
    names = _positions(m, f, wanted)
    for index, inner in enumerate(pattern[2]):
        part = attributes.get(m, f, value, names[index]) if index < len(names) else _itself(wanted, value)
        known.append(_matches(m, f, inner, part, bind=bind))
    return _all(known)


def _positions(m: Machine, f: Frame, wanted: Value) -> list[str]:
    """The attributes that positional patterns of a class mean: `__match_args__`, or its fields."""
    if not isinstance(wanted, Class):
        return []
    found = attributes.find_in_class(m, f, wanted, "__match_args__")
    if found is not None and isinstance(found[0], Sequence):
        return [one.value for one in found[0].items if isinstance(one, Const) and isinstance(one.value, str)]
    order = [one for one in reversed(attributes.mro(m, wanted)) if isinstance(one, Class)]
    return list(dict.fromkeys(name for one in order for name in one.annotations))


def _itself(wanted: Value, value: Value) -> Value:
    """`str(x)` binds x to the text itself."""
    return value if isinstance(wanted, Builtin) else Unknown("a matched part")


def _all(known: list[bool | None]) -> bool | None:
    return False if False in known else None if None in known else True
