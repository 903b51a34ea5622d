"""`itertools`, `collections`, `heapq`, `reduce` and `random.choice`: what they make of the elements that they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Const, Mapped, Place, Sequence, Unknown, Value, alternatives, join
from . import builtin, calls, containers, made_items
from .handlers import Handler, first, nothing
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def gather(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return m.sequence(list(a.positional), join(a.rest) if a.rest else None)


def starmap(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) < 2:
        return m.sequence([])
    items, rest = containers.elements(m, f, a.positional[1])
    made: list[Value] = []
    for one in [*items[:64], *([rest] if rest is not None else [])]:
        row, more = containers.elements(m, f, one)
        given = Arguments(tuple(row), rest=() if more is None else (more,))
        made.append(calls.call(m, f, a.positional[0], given, place))
    return m.sequence(made)


def _reduce(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) < 2:
        return Unknown("a reduction", place)
    items, rest = containers.elements(m, f, a.positional[1])
    values = [*a.positional[2:3], *items[:64], *([rest] if rest is not None else [])]
    if not values:
        return Unknown("a reduction", place)
    total = values[0]
    for one in values[1:]:
        total = calls.call(m, f, a.positional[0], Arguments((total, one)), place)
    return total


def _chain(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made: list[Value] = []
    rests: list[Value] = list(a.rest)
    for one in a.positional:
        items, rest = containers.elements(m, f, one)
        made += items
        rests += [rest] if rest is not None else []
    return m.sequence(made, join(rests) if rests else None)


def _from_iterable(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    return _chain(m, f, Arguments(tuple(items), rest=() if rest is None else (rest,)), place)


def _default_dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = builtin.call(m, f, "dict", Arguments(a.positional[1:], a.named), place)
    if a.positional and isinstance(made, Mapped) and a.positional[0] != Const(None):
        made.rest = calls.call(m, f, a.positional[0], Arguments(), place)
        made_items.by(m, made, a.positional[0])
    return made


def _dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "dict", a, place)


def _list(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "list", a, place)


def _chain_map(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = m.mapped({})
    for one in reversed(a.positional):
        containers.update(m, f, made, one)
    return made


def _push(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`heapq.heappush(heap, item)`."""
    heap, *items = a.positional or (Const(None),)
    for one in alternatives(heap):
        if isinstance(one, Sequence) and items:
            containers.append(m, one, items[0])
    return Const(None)


def _element(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    return join([*items, *([rest] if rest is not None else [])] or [Unknown("an element", place)])


def _heap_pop(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = _element(m, f, a, place)
    for one in alternatives(a.positional[0]) if a.positional else ():
        if isinstance(one, Sequence):
            containers.remove(m, one, Unknown("the least"))
    return made


def _counter(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = m.mapped({})
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    for one in items:
        containers.put(m, made, one, Unknown("a count"))
    made.rest = Unknown("a count") if rest is not None or not items else None
    return made


def _kept(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`takewhile` and the like: those elements that a function of the project chooses."""
    return builtin.call(m, f, "filter", a, place)


def _groups(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    key = a.get("key") or (a.positional[1] if len(a.positional) > 1 else None)
    element = _element(m, f, a, place)
    name = element if key is None else calls.call(m, f, key, Arguments((element,)), place)
    return m.sequence([], m.sequence([name, m.sequence([], element)], None, "tuple"))


TABLE: dict[str, Handler] = {
    "functools.reduce": _reduce, "itertools.chain": _chain, "itertools.chain.from_iterable": _from_iterable,
    "itertools.starmap": starmap, "itertools.cycle": first, "itertools.islice": first, "itertools.tee": gather,
    "collections.defaultdict": _default_dict, "collections.OrderedDict": _dict, "collections.deque": _list,
    "collections.ChainMap": _chain_map, "types.MappingProxyType": _dict, "weakref.WeakValueDictionary": _dict,
    "heapq.heappush": _push, "heapq.heappop": _heap_pop, "heapq.heapify": nothing, "collections.Counter": _counter,
    "itertools.takewhile": _kept, "itertools.dropwhile": _kept, "itertools.filterfalse": _kept,
    "itertools.groupby": _groups, "random.choice": _element, "secrets.choice": _element,
}  # fmt: skip
