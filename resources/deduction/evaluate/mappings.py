"""Objects of classes that derive from `dict`: their items, and `__missing__` for a key that is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Builtin, Class, Const, Instance, Lib, Mapped, Place, Sequence, Value
from . import attributes, builtin, calls, container_methods, containers
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MARK = "mapping"
_BASES = frozenset({"collections.UserDict", "collections.OrderedDict", "collections.defaultdict"})
_ITEMS = "__items__"


def is_base(value: Value) -> bool:
    """Does a class that derives from this hold items as a dict does?"""
    return value == Builtin("dict") or (isinstance(value, Lib) and value.path in _BASES)


def is_mapping(value: Value) -> bool:
    cls = value.cls if isinstance(value, Instance) else value
    return isinstance(cls, Class) and MARK in cls.marks


def fill(m: Machine, f: Frame, made: Instance, a: Arguments, place: Place) -> None:
    """`Registry({"a": 1}, b=2)`."""
    made.attributes[_ITEMS] = builtin.call(m, f, "dict", a, place)


def items(m: Machine, f: Frame, owner: Instance) -> Mapped:
    kept = owner.attributes.get(_ITEMS)
    f.read(owner, _ITEMS)
    if not isinstance(kept, Mapped):
        kept = m.mapped({})
        kept.born = owner.born
        m.write(owner, owner.attributes, _ITEMS, kept)
    return kept


def with_attributes(m: Machine, f: Frame, data: Mapped, place: Place) -> Instance:
    """A dict whose items are attributes too, and so are those of the dicts in it."""
    from .classes import plain

    inner = {key: _with_attributes(m, f, value, place) for key, value in data.items.items()}
    made = plain(m, f, "Config", {key: value for key, value in inner.items() if isinstance(key, str)}, place)
    made.cls.marks.add(MARK)
    made.attributes[_ITEMS], made.rest = m.mapped(inner, data.rest), data.rest
    return made


def _with_attributes(m: Machine, f: Frame, value: Value, place: Place) -> Value:
    if isinstance(value, Mapped):
        return with_attributes(m, f, value, place)
    if isinstance(value, Sequence):
        return m.sequence([_with_attributes(m, f, one, place) for one in value.items], value.rest, value.kind)
    return value


def item(m: Machine, f: Frame, owner: Instance, index: Value, place: Place) -> Value:
    """`owner[index]`"""
    kept = items(m, f, owner)
    missing = attributes.find(m, f, owner, "__missing__")
    there = isinstance(index, Const) and index.value in kept.items
    return calls.call(m, f, missing, Arguments((index,)), place) if missing is not None and not there else (
        containers.item(m, f, kept, index, place)
    )  # fmt: skip


def method(m: Machine, f: Frame, owner: Instance, name: str, a: Arguments, place: Place) -> Value | None:
    """`owner.items()`, `owner.get(key)`: what the class does not define itself."""
    if name not in ("get", "items", "keys", "values", "setdefault", "update", "pop", "copy"):
        return None
    return container_methods.call_method(m, f, items(m, f, owner), name, a, place)
