"""Do two evaluations of one call give the same, but for the objects that each made anew?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ..scope import Node, Scope, Touch, Use
from ..values import (
    Arguments,
    Bound,
    Const,
    EnvVar,
    Function,
    Heap,
    Instance,
    LibMethod,
    LibObject,
    Mapped,
    Method,
    Partial,
    Sequence,
    Super,
    Text,
    Union,
    Unknown,
)  # fmt: skip
from .past import UncertainError

if TYPE_CHECKING:
    from .machine import Machine


class Same:
    """Compares what a call gave with what it gives now: objects that were made since FRESH stand for older ones."""

    def __init__(self, m: Machine, node: Node, fresh: int) -> None:
        self._m = m
        self._node = node
        self._fresh = fresh
        self.stands_for: dict[int, Any] = {}
        """By the number of a new object the old one that it is like."""

    def same(self, old: Any, new: Any) -> bool:
        if old is new:
            return True
        if old.__class__ is not new.__class__:
            return False
        compare = _SAME.get(old.__class__)
        return bool(old == new) if compare is None else compare(self, old, new)

    def all_same(self, old: Any, new: Any) -> bool:
        return len(old) == len(new) and all(map(self.same, old, new))

    def constants(self, old: Const, new: Const) -> bool:
        one, other = old.value, new.value
        return one.__class__ is other.__class__ and one == other and repr(one) == repr(other)

    def plain(self, old: Any, new: Any) -> bool:
        return all(self.same(getattr(old, name, None), getattr(new, name, None)) for name in _parts_of(old.__class__))

    def functions(self, old: Function, new: Function) -> bool:
        return old.facts is new.facts and self.plain(old, new)

    def tables(self, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> bool:
        return list(old) == list(new) and self.all_same(list(old.values()), list(new.values()))

    # -- what was made anew --

    def _pair(self, old: Heap | Scope, new: Heap | Scope) -> bool | None:
        """Do they stand for each other? None when that is to be found out."""
        known = self.stands_for.get(new.number)
        if known is not None:
            return known is old
        if new.number <= self._fresh or old.number < self._node.start:
            return False
        if any(clock > self._node.clock for clock, _, _ in self._m.history.get(old.number, ())[-1:]):
            return False  # others changed it since
        self.stands_for[new.number] = old
        return None

    def objects(self, old: Any, new: Any) -> bool:
        known = self._pair(old, new)
        if known is not None:
            return known
        return self.plain(old, new) and (not isinstance(old, LibObject) or self._stand_for_the_same(old, new))

    def _stand_for_the_same(self, old: LibObject, new: LibObject) -> bool:
        one, other = self._m.stands_for(old), self._m.stands_for(new)
        chosen = any(("chosen", each.number) in self._m.scratch for each in (old, new))
        return not chosen and [replace(one, number=0) for one in one] == [replace(one, number=0) for one in other]

    # -- what is said of them --

    def use(self, use: Use) -> Use:
        """A use of a new object is one of the object that it stands for."""
        touch = use.touch
        old = self.stands_for.get(touch.number)
        if old is None:
            return use
        return replace(use, touch=self._touch(touch, old))

    def _touch(self, touch: Touch, old: Any) -> Touch:
        made = replace(touch, number=old.number)
        if made not in self._m.stands_for(old):
            raise UncertainError("a use of an object that was made anew")
        return made


@cache
def _parts_of(cls: type[Any]) -> tuple[str, ...]:
    """All that an object has but its identity."""
    return tuple(name for one in cls.__mro__ for name in getattr(one, "__slots__", ()) if name not in _IDENTITY)


_IDENTITY = frozenset({"born", "cells", "module", "number", "stamp"})
_PLAIN = (Unknown, EnvVar, Text, Union, Bound, LibMethod, Method, Super, Partial, Arguments)
_SAME: Mapping[type[Any], Callable[[Same, Any, Any], bool]] = {
    **dict.fromkeys(_PLAIN, Same.plain), **dict.fromkeys((Scope, Instance, Sequence, Mapped, LibObject), Same.objects),
    **dict.fromkeys((list, tuple), Same.all_same), dict: Same.tables, Const: Same.constants, Function: Same.functions,
}  # fmt: skip
