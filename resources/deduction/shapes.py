"""What values are like, whichever object they are: what tells two calls apart, and what need not be kept twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from .values import (
    Bound,
    Builtin,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibObject,
    Mapped,
    Module,
    Partial,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip

LARGEST = 32
"""Elements of a container whose content is kept while it changes."""
ALIKE = 24
"""The items of a container that its shape tells."""
FEW = 3
"""Alternatives that are told as far as one alone would be: many containers of many containers cannot be counted."""


def shape(value: Value, depth: int = 3) -> Any:
    """What a value is like, whichever object it is: equal for two dicts of equal content, or two objects made alike."""
    of_class = _SHAPES.get(value.__class__)
    return value if of_class is None else of_class(value, depth)


def _shape_of_union(value: Union, depth: int) -> Any:
    values = value.values
    inside = depth if len(values) <= FEW or not depth else depth - 1
    return ("|", *[shape(one, inside) for one in values])


def _shape_of_library_object(value: LibObject, depth: int) -> Any:
    """By what made it: the path, the place if that matters, the arguments and the object whose method gave it."""
    if not (value.type or value.held):
        return (value.path,)
    given = tuple([shape(one, min(depth - 1, 1)) for one in value.arguments.all()]) if depth else ()
    maker = shape(value.receiver, depth - 1) if depth and value.receiver is not None else None
    return (value.path, value.type, value.place, given, maker, len(value.held))


def _shape_of_function(value: Function, _depth: int) -> Any:
    return (Function, id(value.facts), *[shape(one, 0) for one in value.defaults.values()])


def _shape_of_bound(value: Bound, depth: int) -> Any:
    return (id(value.function.facts), shape(value.receiver, depth - 1) if depth else value.receiver.__class__)


def _shape_of_sequence(value: Sequence, depth: int) -> Any:
    if not depth:
        return Sequence
    items, rest = value.items, value.rest
    inner = [shape(one, depth - 1) for one in (items if len(items) <= ALIKE else items[:ALIKE])]
    return (value.kind, len(items), *inner, rest and shape(rest, depth - 1))


def _shape_of_mapped(value: Mapped, depth: int) -> Any:
    if not depth:
        return Mapped
    items, rest = value.items, value.rest
    inner = [(key, shape(one, depth - 1)) for key, one in islice(items.items(), ALIKE)]
    return (Mapped, len(items), *inner, rest and shape(rest, depth - 1))


def _shape_of_instance(value: Instance, depth: int) -> Any:
    if not depth:
        return Instance
    return (value.cls, *[(key, shape(one, depth - 1)) for key, one in islice(value.attributes.items(), ALIKE)])


def _shape_of_partial(value: Partial, depth: int) -> Any:
    return (Partial, shape(value.function, depth))


_SHAPES: Mapping[type[Value], Callable[[Any, int], Any]] = {
    Unknown: lambda _value, _depth: "?", Union: _shape_of_union, LibObject: _shape_of_library_object,
    Function: _shape_of_function, Bound: _shape_of_bound, Sequence: _shape_of_sequence, Mapped: _shape_of_mapped,
    Instance: _shape_of_instance, Partial: _shape_of_partial,
}  # fmt: skip
"""By class; all other values are their own shape."""


_NAMELESS = frozenset({Unknown, Lib, Builtin, Module, LibObject})


def names_something(value: Value, depth: int = 3) -> bool:
    """May a text in it be the name of something? Numbers, flags and what is not known name nothing."""
    if isinstance(value, Const):
        return isinstance(value.value, str | bytes) and bool(value.value)
    if value.__class__ in _NAMELESS:
        return False
    if isinstance(value, Union):
        return any(names_something(one, depth) for one in value.values)
    if isinstance(value, Sequence | Mapped):
        items = value.items if isinstance(value, Sequence) else list(value.items.values())
        inner = [*items[:64], *([value.rest] if value.rest is not None else [])]
        return not depth or any(names_something(one, depth - 1) for one in inner)
    return True


INERT = frozenset({Const, EnvVar, Text, Unknown, Module, Lib, Builtin})
"""Classes of values through which nothing is reached."""


def matters(value: Value, depth: int = 3) -> bool:
    """May something be reached through it: a function, an object of a library or of the project?"""
    if value.__class__ in INERT:
        return False
    if isinstance(value, LibObject):
        return bool(value.type or value.held or value.attributes or value.rule)
    return _holds_what_matters(value, depth) if isinstance(value, _HOLDING) else True


_HOLDING = Union, Sequence, Mapped


def _holds_what_matters(value: Union | Sequence | Mapped, depth: int) -> bool:
    """Level by level, so that each container is looked into once: alternatives of containers of alternatives are more
    than could be counted.
    """
    seen: set[int] = set()
    level: list[Value] = [value]
    while level:
        inner: list[Value] = []
        for one in level:  # grows by alternatives
            if isinstance(one, Union):
                level += one.values
            elif not isinstance(one, Sequence | Mapped):
                if matters(one):
                    return True
            elif one.number not in seen:
                seen.add(one.number)
                if one.born == 0 and one.rest is None and not one.items:
                    return True  # may be filled by others
                inner += _parts(one) if depth else ()
        level, depth = inner, depth - 1
    return False


def _parts(value: Sequence | Mapped) -> list[Value]:
    """What a container holds, as far as that is looked at."""
    parts = (value.items if isinstance(value, Sequence) else list(value.items.values()))[:64]
    return parts if value.rest is None else [*parts, value.rest]


def whole(owner: Any) -> Any:
    """The content of a container, or what an object holds; None when that is too much to keep."""
    if isinstance(owner, Sequence | Mapped):
        maybe = owner.maybe if isinstance(owner, Mapped) else None
        return (owner.items.copy(), owner.rest, maybe) if len(owner.items) <= LARGEST else None
    return tuple(owner.held) if isinstance(owner, LibObject) and len(owner.held) <= LARGEST else None


def widened(old: Value, new: Value) -> Value:
    """The join of what a shared place held and gets; objects that are made alike count as one, so that it ends."""
    there = set(alternatives(old))
    more = [one for one in alternatives(new) if one not in there]
    if not more:
        return old
    known = {shape(one, 2) for one in there}
    return join((old, *(one for one in more if shape(one, 2) not in known)))
