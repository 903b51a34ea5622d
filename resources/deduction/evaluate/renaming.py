"""Copies of values with one set of objects in place of another (see `alike`, `replay`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ..scope import Scope, cell_of
from ..values import (
    Arguments,
    Bound,
    Cell,
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
    Union,
    Value,
    join,
)  # fmt: skip

if TYPE_CHECKING:
    from .alike import Likeness
    from .machine import Machine

Items = dict[Any, Any]

MOST = 100
"""Objects that are copied; evaluating the call again costs less than more of them."""


class Renaming:
    """Copies of values with one set of objects in place of another. What the call made itself is made anew."""

    def __init__(self, m: Machine, likeness: Likeness) -> None:
        self._m = m
        self.renamed: Mapping[int, Any] = likeness.renamed
        self._start, self._end = likeness.node.start, likeness.node.end
        self._clock = likeness.node.clock
        self.is_spoilt = False
        """Is there no copy: something that the call made was changed by others afterwards, or it made too much?"""
        self._copies: dict[int, Any] = {}
        self._untouched: set[int] = set()

    def reads(self, old: set[Cell]) -> set[Cell]:
        renamed = self.renamed
        if not renamed or not any(one.number in renamed for one in old):
            return old
        return {cell_of(renamed[one.number], one.key) if one.number in renamed else one for one in old}

    def after(self, value: Any) -> Any:
        """The same for what `replay` keeps of a container or of what an object holds."""
        if isinstance(value, Value):
            return self.copy(value)
        if isinstance(value, dict):
            return dict(zip(cast("Items", value), self.after(list(cast("Items", value).values())), strict=True))
        return [self.after(one) for one in cast("list[Any]", value)] if isinstance(value, list | tuple) else value

    def copy(self, value: Value) -> Value:
        """The value with objects renamed, and with objects of its own where the call had made them."""
        copier = _COPIERS.get(value.__class__)
        return value if copier is None else copier(self, value)

    def cost(self) -> int:
        """What the copies cost, in statements of which the evaluation would have taken as long."""
        return len(self._copies) // 8

    def _is_own(self, number: int) -> bool:
        """Was it made during the call?"""
        return self._start <= number <= self._end

    def object(self, value: Any) -> Any:
        renamed = self.renamed.get(value.number)
        if renamed is not None:
            return renamed
        known = self._copies.get(value.number)
        if known is not None or not self._is_own(value.number):
            return known or value
        return self._made(value)

    def _made(self, value: Any) -> Any:
        m = self._m
        self.is_spoilt |= value.stamp > self._clock or len(self._copies) >= MOST
        if self.is_spoilt:
            return value
        if isinstance(value, Instance):
            made = self._copies[value.number] = m.instance(value.cls, value.place or ("", 0, 0, 0, 0))
            made.attributes = {key: self.copy(one) for key, one in value.attributes.items()}
        elif isinstance(value, Mapped):
            made = self._copies[value.number] = m.mapped({})
            made.items = {key: self.copy(one) for key, one in value.items.items()}
            made.maybe = value.maybe
        else:
            made = self._copies[value.number] = m.sequence([], None, value.kind)
            made.items = [self.copy(one) for one in value.items]
        made.rest = None if value.rest is None else self.copy(value.rest)
        return made

    def union(self, value: Union) -> Value:
        copies = [self.copy(one) for one in value.values]
        return value if all(map(_is, copies, value.values)) else join(copies)

    def library_object(self, value: LibObject) -> LibObject:
        """One that holds nothing that is renamed is shared by both calls."""
        known = self.renamed.get(value.number) or self._copies.get(value.number)
        if known is not None or not self._is_own(value.number) or not self._is_touched(value, set()):
            return known or value
        m = self._m
        place = value.place or ("", 0, 0, 0, 0)
        made = self._copies[value.number] = m.library_object(value.path, value.type, place, value.arguments)
        made.arguments = self._arguments(value.arguments)
        made.call, made.rule = value.call, value.rule
        made.receiver = None if value.receiver is None else self.copy(value.receiver)
        made.held = [(word, self.copy(one)) for word, one in value.held]
        made.attributes = {key: self.copy(one) for key, one in value.attributes.items()}
        if value.number in m.made:
            m.made[made.number] = m.made[value.number]
        return made

    def _arguments(self, a: Arguments) -> Arguments:
        return Arguments(
            tuple(map(self.copy, a.positional)),
            tuple((key, self.copy(one)) for key, one in a.named),
            tuple(map(self.copy, a.rest)),
        )

    def function(self, value: Function) -> Function:
        known = self._copies.get(id(value))
        if known is not None:
            return known
        if not self._is_touched(value, set()):
            return value
        made = self._copies[id(value)] = replace(value)
        object.__setattr__(made, "scope", self._scope(value.scope))  # known by then: its own name is in that scope
        return made

    def _scope(self, scope: Scope) -> Scope:
        known = self.renamed.get(scope.number) or self._copies.get(scope.number)
        if known is not None or not self._is_own(scope.number):
            return known or scope
        parent = None if scope.parent is None else self._scope(scope.parent)
        made = self._copies[scope.number] = self._m.scope(scope.kind, scope.file, parent, scope.owner)
        made.declared = scope.declared
        made.names = {key: self.copy(one) for key, one in scope.names.items()}
        return made

    def bound(self, value: Bound) -> Bound:
        function, receiver = self.function(value.function), self.copy(value.receiver)
        same = function is value.function and receiver is value.receiver
        return value if same else Bound(function, receiver)

    def partial(self, value: Partial) -> Partial:
        if not self._is_touched(value, set()):
            return value
        return Partial(self.copy(value.function), self._arguments(value.arguments))

    def with_receiver(self, value: Any) -> Any:
        receiver = self.copy(value.receiver)
        return value if receiver is value.receiver else replace(value, receiver=receiver)

    # -- what is touched --

    def _is_touched(self, value: Any, seen: set[int]) -> bool:
        """Does it lead to something that is renamed?"""
        number = value.number if isinstance(value, Heap | Scope) else id(value)
        if number in self.renamed:
            return True
        if number in seen or number in self._untouched:
            return False
        seen.add(number)
        return any(self._is_touched(one, seen) for one in self._inside(value))

    def _inside(self, value: Any) -> list[Any]:
        if isinstance(value, Function):
            return [value.scope]
        if isinstance(value, Bound):
            return [value.function, value.receiver]
        if isinstance(value, Partial):
            return [value.function, *value.arguments.all()]
        if isinstance(value, Union):
            return list(value.values)
        if isinstance(value, LibMethod | Method | Super):
            return [value.receiver]
        if not isinstance(value, Heap | Scope) or not self._is_own(value.number):
            return []
        if isinstance(value, Scope):
            return [*value.names.values(), *([value.parent] if value.parent is not None else [])]
        if isinstance(value, LibObject):
            inner = [*value.arguments.all(), *(one for _, one in value.held), *value.attributes.values()]
            return [*inner, *([value.receiver] if value.receiver is not None else [])]
        if isinstance(value, Instance):
            return list(value.attributes.values())
        if isinstance(value, Mapped):
            return [*value.items.values(), *([value.rest] if value.rest is not None else [])]
        if isinstance(value, Sequence):
            return [*value.items, *([value.rest] if value.rest is not None else [])]
        return []


def _is(one: object, other: object) -> bool:
    return one is other


_COPIERS: dict[type[Any], Any] = {
    Instance: Renaming.object, Sequence: Renaming.object, Mapped: Renaming.object, Union: Renaming.union,
    LibObject: Renaming.library_object, Function: Renaming.function, Bound: Renaming.bound,
    Partial: Renaming.partial, LibMethod: Renaming.with_receiver, Method: Renaming.with_receiver,
    Super: Renaming.with_receiver,
}  # fmt: skip
