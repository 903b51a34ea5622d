"""The methods of lists, sets and dicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..fit import noticing
from ..scope import item_of
from ..values import Arguments, Const, Mapped, Place, Sequence, Unknown, Value, join, join2
from . import calls, choices, containers
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def call_method(m: Machine, f: Frame, owner: Mapped | Sequence, name: str, a: Arguments, place: Place) -> Value:
    """A method of a list or dict."""
    table = _MAPPED if isinstance(owner, Mapped) else _SEQUENCE
    f.read(owner, item_of(a.positional[0]) if name == "get" and a.positional else None)
    noticing.grown(m, f, owner, name, a.positional[-1] if a.positional else None, place)
    method = table.get(name)
    return method(m, f, owner, a) if method else Unknown(f"the result of {name}()", place)


def _first(a: Arguments, index: int = 0, default: Value | None = None) -> Value:
    return a.positional[index] if len(a.positional) > index else default or Unknown("an argument")


def _get(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    key = _first(a)
    default = _first(a, 1, a.get("default") or Const(None))
    if isinstance(key, Const):
        try:
            found = owner.items.get(key.value)
        except TypeError:
            found = None
        if found is not None:
            return found
        return join2(owner.rest, default) if owner.rest is not None else default
    choices.warn(m, owner, f.here())
    if not owner.items and owner.rest is None:
        return default
    return join2(containers.mapped_item(owner, key, f.here()), default)


def _setdefault(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    key, value = _first(a), _first(a, 1, Const(None))
    if isinstance(key, Const) and key.value in owner.items:
        return owner.items[key.value]
    containers.put(m, owner, key, value)
    return containers.mapped_item(owner, key, f.here())


def _update(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    for one in a.positional:
        containers.update(m, f, owner, one)
    for key, value in a.named:
        m.write(owner, owner.items, key, value)
    return Const(None)


def _from_object(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    """Flask's `config.from_object(Config)`: its attributes in capitals become keys."""
    from ..frameworks.flask_settings import settings_of

    for name, value in settings_of(m, f, _first(a)).items():
        m.write(owner, owner.items, name, value)
    return Const(None)


def _items(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    pairs = [(containers.key_of(key), value) for key, value in owner.items.items()]
    made: list[Value] = [m.sequence([key, value], None, "tuple") for key, value in pairs]
    rest = None if owner.rest is None else m.sequence([Unknown("a key of a dict"), owner.rest], None, "tuple")
    return m.sequence(made, rest)


def _values(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    return m.sequence(list(owner.items.values()), owner.rest)


def _keys(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    rest = None if owner.rest is None else Unknown("a key of a dict")
    return m.sequence([containers.key_of(key) for key in owner.items], rest)


def _copy(m: Machine, f: Frame, owner: Mapped | Sequence, a: Arguments) -> Value:
    if isinstance(owner, Mapped):
        return m.mapped(dict(owner.items), owner.rest)
    return m.sequence(list(owner.items), owner.rest, owner.kind)


def _append(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    containers.append(m, owner, _first(a, len(a.positional) - 1))
    return Const(None)


def _extend(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    items, rest = containers.elements(m, f, _first(a))
    for one in list(items):
        containers.append(m, owner, one)
    if rest is not None:
        containers.put_rest(m, owner, rest)
    return Const(None)


def _pop(m: Machine, f: Frame, owner: Sequence | Mapped, a: Arguments) -> Value:
    if isinstance(owner, Mapped):
        made = _get(m, f, owner, a)
        containers.remove_key(m, owner, _first(a))
        return made
    index = a.positional[0] if a.positional else Const(-1)
    exact = owner.kind == "list" and owner.rest is None and isinstance(index, Const)
    made = containers.sequence_item(m, owner, index) if exact else _each(m, f, owner, a)
    containers.remove(m, owner, index if owner.kind == "list" else Unknown("some element"))
    return made


def _pop_left(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    return _pop(m, f, owner, Arguments((Const(0),)))


def _pop_item(m: Machine, f: Frame, owner: Mapped, a: Arguments) -> Value:
    keys = [*map(containers.key_of, owner.items), *([] if owner.rest is None else [Unknown("a key of a dict")])]
    every = [*owner.items.values(), *([owner.rest] if owner.rest is not None else [])]
    containers.remove_key(m, owner, None)
    if not every:
        return Unknown("an item of a dict")
    return m.sequence([join(keys), join(every)], None, "tuple")


def _clear(m: Machine, f: Frame, owner: Sequence | Mapped, a: Arguments) -> Value:
    containers.remove(m, owner, None)
    return Const(None)


def _remove(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    """`remove` and `discard` of a known element take that one."""
    wanted = _first(a)
    found = next((i for i, one in enumerate(owner.items) if one == wanted), None)
    containers.remove(m, owner, Const(found) if found is not None else Unknown("some element"))
    return Const(None)


def _insert(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    index = _first(a)
    if isinstance(index, Const) and isinstance(index.value, int) and m.is_strong(owner.born) and len(a.positional) == 2:
        m.changing(owner)
        owner.items.insert(index.value, a.positional[1])
        return Const(None)
    return _append(m, f, owner, a)


def _append_left(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    return _insert(m, f, owner, Arguments((Const(0), *a.positional)))


def _reverse(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    _shuffle(m, f, owner, a)
    return Const(None)


def _shuffle(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    """The order is another one (`reverse`, `sort`); the function that `sort` compares by is called."""
    key = a.get("key")
    if key is not None:
        for one in owner.items:
            calls.call(m, f, key, Arguments((one,)), f.here())
    if owner.items:
        m.changing(owner)
        owner.items[:] = [join(owner.items)] * len(owner.items)
    return Const(None)


def _each(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    every = [*owner.items, *([owner.rest] if owner.rest is not None else [])]
    return join(every) if every else Unknown("an element")


def _united(m: Machine, f: Frame, owner: Sequence, a: Arguments) -> Value:
    more = containers.elements(m, f, a.positional[0])[0] if a.positional else []
    return m.sequence([*owner.items, *more], owner.rest, owner.kind)


_Method = Callable[..., Value]
_MAPPED: dict[str, _Method] = {
    "get": _get, "pop": _pop, "setdefault": _setdefault, "update": _update, "items": _items, "values": _values,
    "keys": _keys, "copy": _copy, "__getitem__": _get, "clear": _clear, "popitem": _pop_item,
    "from_mapping": _update, "from_object": _from_object,
}  # fmt: skip
_SEQUENCE: dict[str, _Method] = {
    "append": _append, "add": _append, "insert": _insert, "appendleft": _append_left, "extend": _extend,
    "update": _extend, "pop": _pop, "popleft": _pop_left, "clear": _clear, "remove": _remove, "discard": _remove,
    "reverse": _reverse, "sort": _shuffle, "copy": _copy, "union": _united,
    "__next__": _each, "send": _each, "__anext__": _each, "asend": _each,
}  # fmt: skip
