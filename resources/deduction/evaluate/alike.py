"""Calls that are like an earlier one but for the objects that they are about, which need no evaluation of their own.

`Service(config).load()` on twenty routes makes twenty objects of one class, each with an identity of its own, so that
`Machine.memo` does not know the calls. A `Likeness` finds out whether the old arguments become the new ones by renaming
objects, as far as the old evaluation has read them: its cells say what was read, so an attribute that nobody looked at
tells nothing apart. If so, `replay` does again what it did to the objects, and the call graph leads to the same node.

What goes beyond the heap (routes that were registered, a graph that a rule built) cannot be renamed; `Machine.deeds`
counts it, and such a call is always evaluated. Comparing costs a few microseconds, evaluating a hundred and more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..prose import is_prose
from ..scope import Node, Scope, Touch
from ..shapes import matters
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
    Unknown,
    Value,
)  # fmt: skip
from .mentions import mentioned

if TYPE_CHECKING:
    from .machine import Machine

TRIES = 4
"""Earlier calls of one function that a new one is compared with."""
LOOKED_AT = 24
"""Earlier calls that are looked at for that."""
PAIRS = 200
"""Objects of one comparison."""


def find(m: Machine, function: Function, names: Mapping[str, Value]) -> Likeness | None:
    """The earlier call that this one is like, if there is one."""
    left = TRIES
    for node in reversed(m.alike.get(id(function.facts), ())[-LOOKED_AT:]):
        if _may_be(m, node, function, names):
            found = Likeness(m, node)
            if found.holds(function, names):
                return found
            left -= 1
            if not left:
                break
    return None


def _may_be(m: Machine, node: Node, function: Function, names: Mapping[str, Value]) -> bool:
    """Are the arguments of the same classes, as far as the function uses them? Most calls that differ do so here."""
    before = node.names
    for name, value in names.items():
        old = before[name]
        if old is not value and _differ_in_class(old, value) and _is_used(m, function, name):
            return False
    return True


def _differ_in_class(old: Value, new: Value) -> bool:
    if isinstance(old, Instance) and isinstance(new, Instance):
        return old.cls is not new.cls
    if isinstance(old, LibObject) and isinstance(new, LibObject):
        return old.path != new.path
    return old.__class__ is not new.__class__ and not (is_prose(new) and is_prose(old))


def joined(m: Machine, node: Node, names: Mapping[str, Value]) -> Likeness:
    """Takes the new arguments for those of a call without comparing what they are made of: there are very many."""
    made = Likeness(m, node)
    for name, value in names.items():
        known = node.names[name]
        if (
            known is not value
            and known.__class__ is value.__class__
            and isinstance(value, Instance | Sequence | Mapped)
        ):
            made.pair(known, value)
    return made


class Likeness:
    """The comparison of a new call with an evaluated one."""

    __slots__ = ("_left", "_m", "_queue", "_taken", "node", "renamed")

    def __init__(self, m: Machine, node: Node) -> None:
        self._m = m
        self.node = node
        self.renamed: dict[int, Heap | Scope] = {}
        """By the number of an old object, the new one that stands in its place."""
        self._taken: set[int] = set()
        self._queue: list[tuple[Any, Any]] = []
        self._left = PAIRS

    def holds(self, function: Function, names: Mapping[str, Value]) -> bool:
        """Would this call do and give the same, with objects renamed?"""
        old = self.node.function
        if old is None or not (old is function or self.functions(old, function)):
            return False
        before = self.node.names
        differing = [name for name, value in names.items() if before[name] is not value]
        differing.sort(key=lambda name: names[name].__class__ in _PARTS)  # what is compared at once comes first
        for name in differing:
            if not self._agree(before[name], names[name]) and _is_used(self._m, function, name):
                return False
        while self._queue:
            one, other = self._queue.pop()
            if not _PARTS[one.__class__](self, one, other):
                return False
        return self._is_fresh()

    def _agree(self, old: Value, new: Value) -> bool:
        """Are they the same? If not, what was taken for each other while they were compared is forgotten."""
        pairs, waiting = len(self.renamed), len(self._queue)
        if self.same(old, new):
            return True
        for number in list(self.renamed)[pairs:]:
            self._taken.discard(self.renamed.pop(number).number)
        del self._queue[waiting:]
        return False

    def _is_fresh(self) -> bool:
        """Is all that was read, besides the objects that are renamed, still as it was?"""
        node, m = self.node, self._m
        since = node.clock if node.run == m.run else node.begun
        return since == m.clock or all(one.stamp <= since or one.number in self.renamed for one in node.reads)

    def same(self, old: Value, new: Value) -> bool:
        if old is new:
            return True
        if old.__class__ is not new.__class__:
            return is_prose(new) and is_prose(old)
        compare = _SAME.get(old.__class__)
        if compare is None:
            return bool(old == new) or (is_prose(new) and is_prose(old))
        return compare(self, old, new)

    def all_same(self, old: Any, new: Any) -> bool:
        return len(old) == len(new) and all(map(self.same, old, new))

    def both(self, old: Value | None, new: Value | None) -> bool:
        return old is new or (old is not None and new is not None and self.same(old, new))

    def arguments(self, old: Arguments, new: Arguments) -> bool:
        if old is new:
            return True
        return [key for key, _ in old.named] == [key for key, _ in new.named] and self.all_same(old.all(), new.all())

    def pair(self, old: Any, new: Any) -> bool:
        """Takes the new object for the old one; their parts are compared later."""
        known = self.renamed.get(old.number)
        if known is not None:
            return known is new
        if new.number in self._taken or not self._left:
            return False
        self._left -= 1
        self.renamed[old.number] = new
        self._taken.add(new.number)
        self._queue.append((old, new))
        return True

    # -- values --

    def unions(self, old: Union, new: Union) -> bool:
        return self.all_same(old.values, new.values)

    def unknowns(self, old: Unknown, new: Unknown) -> bool:
        return self.both(old.hint, new.hint) and old.environment == new.environment and old.told == new.told

    def functions(self, old: Function, new: Function) -> bool:
        return (
            old.facts is new.facts
            and old.marks == new.marks
            and old.owner is new.owner
            and self.scopes(old.scope, new.scope)
            and self.both(old.wraps, new.wraps)
            and self.all_same(old.defaults.values(), new.defaults.values())
        )

    def scopes(self, old: Scope | None, new: Scope | None) -> bool:
        if old is new:
            return True
        if old is None or new is None or old.kind != "function" or new.kind != "function":
            return False  # another module, of which the text may even be the same
        return self.scopes(old.parent, new.parent) and self.pair(old, new)

    def bounds(self, old: Bound, new: Bound) -> bool:
        return self.same(old.function, new.function) and self.same(old.receiver, new.receiver)

    def partials(self, old: Partial, new: Partial) -> bool:
        return self.same(old.function, new.function) and self.arguments(old.arguments, new.arguments)

    def methods(self, old: Any, new: Any) -> bool:
        return old.name == new.name and self.same(old.receiver, new.receiver)

    def supers(self, old: Super, new: Super) -> bool:
        return old.after is new.after and self.same(old.receiver, new.receiver)

    def instances(self, old: Instance, new: Instance) -> bool:
        return old.cls is new.cls and "enum" not in old.cls.marks and self.pair(old, new)

    def containers(self, old: Any, new: Any) -> bool:
        return self.pair(old, new)

    def library_objects(self, old: LibObject, new: LibObject) -> bool:
        made_alike = (
            old.path == new.path
            and old.type == new.type
            and old.call is new.call
            and old.rule is new.rule is None
            and matters(old) == matters(new)
            and (old.place == new.place or not (old.type or old.held))  # else the place is evidence
        )
        return made_alike and self.pair(old, new)

    # -- parts of objects --

    def _read(self, old: Heap | Scope) -> list[Cell]:
        """The cells of an object that the old evaluation has read."""
        node = self.node
        if node.parts is None:
            node.parts = {}
            for one in node.reads:
                node.parts.setdefault(one.number, []).append(one)
        return node.parts.get(old.number, [])

    def _before(self, old: Heap | Scope, key: Any, now: Any) -> Any:
        """What a part was when the old evaluation began, if what it is NOW may be newer."""
        begun = self.node.begun
        if old.stamp > begun:
            changes = self._m.history.get(old.number, ())
            first = bisect_right(changes, begun, key=_clock)
            return next((before for _, part, before in changes[first:] if part == key), now)
        return now

    def _matters_not(self, old: Sequence | Mapped, new: Sequence | Mapped) -> bool:
        """Was the content of a container neither read nor changed, and does it lead nowhere?"""
        written = any(owner is old for owner, _, _ in self.node.writes or ())
        return not (written or self._read(old) or matters(old) or matters(new))

    def of_instances(self, old: Instance, new: Instance) -> bool:
        return self.both(old.rest, new.rest) and all(
            self.both(self._before(old, one.key, old.attributes.get(one.key)), new.attributes.get(one.key))
            for one in self._read(old)
        )

    def of_scopes(self, old: Scope, new: Scope) -> bool:
        return all(
            self.both(self._before(old, one.key, old.names.get(one.key)), new.names.get(one.key))
            for one in self._read(old)
        )

    def of_sequences(self, old: Sequence, new: Sequence) -> bool:
        if old.kind != new.kind:
            return False
        if self._matters_not(old, new):
            return True
        before = self._before(old, None, (old.items, old.rest, None))
        return before is not None and self.all_same(before[0], new.items) and self.both(before[1], new.rest)

    def of_mapped(self, old: Mapped, new: Mapped) -> bool:
        if self._matters_not(old, new):
            return True
        before = self._before(old, None, (old.items, old.rest, old.maybe))
        return (
            before is not None
            and list(before[0]) == list(new.items)
            and before[2] == new.maybe
            and self.all_same(before[0].values(), new.items.values())
            and self.both(before[1], new.rest)
        )

    def of_library_objects(self, old: LibObject, new: LibObject) -> bool:
        held = self._before(old, None, old.held)
        return (
            held is not None
            and len(held) == len(new.held)
            and self._stand_for_the_same(old, new)
            and self.arguments(old.arguments, new.arguments)
            and self.both(old.receiver, new.receiver)
            and all(a[0] == b[0] and self.same(a[1], b[1]) for a, b in zip(held, new.held, strict=True))
            and all(
                self.both(self._before(old, one.key, old.attributes.get(one.key)), new.attributes.get(one.key))
                for one in self._read(old)
                if one.key is not None
            )
        )

    def _stand_for_the_same(self, old: LibObject, new: LibObject) -> bool:
        one, other = self._m.stands_for(old), self._m.stands_for(new)
        return one is other or list(map(_plain, one)) == list(map(_plain, other))


_Compare = Callable[[Likeness, Any, Any], bool]
_SAME: Mapping[type[Any], _Compare] = {
    Union: Likeness.unions, Unknown: Likeness.unknowns, Function: Likeness.functions, Bound: Likeness.bounds,
    Partial: Likeness.partials, LibMethod: Likeness.methods, Method: Likeness.methods, Super: Likeness.supers,
    Instance: Likeness.instances, Sequence: Likeness.containers, Mapped: Likeness.containers,
    LibObject: Likeness.library_objects,
}  # fmt: skip
"""How values that are not the same object are compared; all others by content."""
_PARTS: Mapping[type[Any], _Compare] = {
    Instance: Likeness.of_instances, Scope: Likeness.of_scopes, Sequence: Likeness.of_sequences,
    Mapped: Likeness.of_mapped, LibObject: Likeness.of_library_objects,
}  # fmt: skip


def _clock(change: tuple[int, Any, Any]) -> int:
    return change[0]


def _plain(touch: Touch) -> tuple[object, ...]:
    """A resource without the object that stands for it."""
    return touch.kind, touch.service, touch.name, touch.env, touch.place, touch.chosen


def _is_used(m: Machine, function: Function, name: str) -> bool:
    """Does the body of a function name this parameter at all?"""
    facts = function.facts
    used = m.used.get(id(facts))
    if used is None:
        used = m.used[id(facts)] = mentioned(m, function.file, m.project.body(function.file, facts))
    return name in used or "super" in used or "locals" in used
