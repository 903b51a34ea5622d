"""Classes that derive from `collections.abc.Mapping` or `MutableMapping`: the methods that the base makes of
`__getitem__`, `__setitem__`, `__delitem__` and `__iter__`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Const, Instance, Place, Unknown, Value, join
from . import attributes, calls, containers
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

_BASES = frozenset(f"{home}.{name}" for home in ("collections.abc", "typing") for name in ("Mapping", "MutableMapping"))
_NAMES = frozenset(
    {"get", "setdefault", "update", "pop", "popitem", "clear", "items", "values", "keys", "__contains__"}
)
_KEY = Unknown("a key of a mapping")


def is_abstract(m: Machine, value: Value) -> bool:
    return isinstance(value, Instance) and any(one.path in _BASES for one in attributes.library_bases(m, value.cls))


def method(m: Machine, f: Frame, owner: Instance, name: str, a: Arguments, place: Place) -> Value | None:
    """What the base class does for a method that the class does not define itself."""
    if name not in _NAMES or not is_abstract(m, owner):
        return None
    key = a.positional[0] if a.positional else _KEY
    default = a.positional[1] if len(a.positional) > 1 else a.get("default") or Const(None)
    match name:
        case "get":
            return join((_call(m, f, owner, "__getitem__", key), default))
        case "setdefault":
            _call(m, f, owner, "__setitem__", key, default)
            return join((_call(m, f, owner, "__getitem__", key), default))
        case "pop" | "popitem":
            found = _call(m, f, owner, "__getitem__", key)
            _call(m, f, owner, "__delitem__", key)
            return join((found, default)) if name == "pop" else m.sequence([_KEY, found], None, "tuple")
        case "clear":
            _call(m, f, owner, "__delitem__", _KEY)
            return Const(None)
        case "update":
            return _update(m, f, owner, a)
        case "__contains__":
            _call(m, f, owner, "__getitem__", key)
            return Unknown("a condition")
        case _:
            return _listed(m, f, owner, name)


def _call(m: Machine, f: Frame, owner: Instance, name: str, *given: Value) -> Value:
    found = attributes.find(m, f, owner, name)
    return Unknown("an item") if found is None else calls.call(m, f, found, Arguments(given), f.here())


def _update(m: Machine, f: Frame, owner: Instance, a: Arguments) -> Value:
    for one in a.positional:
        items, rest = containers.pairs(m, f, one)
        for key, value in items.items():
            _call(m, f, owner, "__setitem__", containers.key_of(key), value)
        if rest is not None:
            _call(m, f, owner, "__setitem__", _KEY, rest)
    for key, value in a.named:
        _call(m, f, owner, "__setitem__", Const(key), value)
    return Const(None)


def _listed(m: Machine, f: Frame, owner: Instance, name: str) -> Value:
    """`keys`, `values` and `items`."""
    keys, rest = containers.elements(m, f, owner)
    if name == "keys":
        return m.sequence(list(keys), rest)
    made: list[Value] = []
    for key in [*keys, *([rest] if rest is not None else [])]:
        value = _call(m, f, owner, "__getitem__", key)
        made.append(value if name == "values" else m.sequence([key, value], None, "tuple"))
    return m.sequence(made if rest is None else [], join(made) if rest is not None else None)
