"""The calls of a kept evaluation in the order of their time: who called whom, what is within what, what came later.

What is evaluated again takes the place of what was there, so a call that was made while something was evaluated again
stands where that stood.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .scope import Node, StandIn

if TYPE_CHECKING:
    from .entries import Draft
    from .evaluate import Machine


class Timeline:
    """An index of the nodes of an evaluation."""

    def __init__(self, m: Machine) -> None:
        self._frozen = m.numbered()
        self._calls: dict[int, list[Node]] = {}
        self._callers: dict[Node, set[Node]] = {}
        self._inner: dict[Node, list[Node]] = {}
        self.entries: dict[Node, Draft] = {node: draft for draft, node in m.roots}
        self.modules = frozenset(state.node for state in m.modules.values())
        for node in m.nodes:
            self.add(node)
        for node in (*self.entries, *self.modules):
            self.add_calls(node)
        starts = list(self.entries)
        self._starts = [node.start for node in starts]
        self._ends = {one: other.begun for one, other in pairwise(starts)}
        self._clock = m.clock
        self._changed: dict[int, int] = {owner.number: clock for clock, (owner, _) in enumerate(m.log, 1)}
        self._numbers = sorted(self._changed)

    def close(self) -> None:
        """Forgets all calls: an evaluation that broke off holds it."""
        self.__dict__.clear()

    # -- changes of the index --

    def add(self, node: Node) -> None:
        """A call was evaluated."""
        if node.function is not None:
            self._calls.setdefault(id(node.function.facts), []).append(node)
        if node.standing is not None:
            self._inner.setdefault(node.standing.within, []).append(node)
        self.add_calls(node)

    def add_calls(self, node: Node) -> None:
        for _, callee in node.calls:
            self._callers.setdefault(callee, set()).add(node)

    def drop_calls(self, node: Node, calls: dict[Any, Any]) -> None:
        for _, callee in calls:
            self._callers[callee].discard(node)

    def move(self, node: Node, within: Node) -> None:
        """A call is made within another one than before."""
        standing = node.standing
        if standing is not None and standing.within is not within:
            self._inner[standing.within].remove(node)
            self._inner.setdefault(within, []).append(node)
            node.standing = standing._replace(within=within)

    def drop(self, node: Node) -> None:
        """A call is no longer made."""
        if node.function is not None:
            self._calls[id(node.function.facts)].remove(node)
        if node.standing is not None:
            self._inner[node.standing.within].remove(node)
        self.drop_calls(node, node.calls)

    # -- questions --

    def is_there(self, node: Node) -> bool:
        """Is it still evaluated?"""
        return node.standing is None or node in self._inner.get(node.standing.within, ())

    def calls_of(self, facts: object) -> list[Node]:
        """The evaluated calls of a function."""
        return self._calls.get(id(facts), [])

    def calls_by_id(self, facts_id: int) -> list[Node]:
        return self._calls.get(facts_id, [])

    def callers(self, node: Node) -> set[Node]:
        return self._callers.get(node, set())

    def inner(self, node: Node) -> Iterator[Node]:
        """All that was evaluated within a call."""
        for one in self._inner.get(node, ()):
            yield one
            yield from self.inner(one)

    def entries_above(self, nodes: Iterable[Node]) -> Iterator[Draft]:
        """The entries that reach any of these calls."""
        seen = set(nodes)
        stack = list(seen)
        while stack:
            node = stack.pop()
            if (draft := self.entries.get(node)) is not None:
                yield draft
            more = self.callers(node) - seen
            seen |= more
            stack += more

    def position(self, node: Node) -> int:
        """When a call was made."""
        while node.start > self._frozen and node.standing is not None:
            node = node.standing.within
        return node.start

    def was_there(self, known: StandIn, node: Node) -> bool:
        """Had something that stands for a parameter been made before a call?"""
        if known.born <= self._frozen:
            return known.born < self.position(node)
        return self.position(known.within) < self.position(node) and not is_within(node, known.within)

    def run_of(self, node: Node) -> int:
        """The run in which a call was made; 0 before the entries."""
        return bisect_right(self._starts, self.position(node))

    def end_of(self, node: Node) -> int:
        """The clock when it had been evaluated."""
        return node.clock if node.standing is not None else self._ends.get(node, self._clock)

    def was_changed(self, first: int, last: int, since: int) -> bool:
        """Was anything with one of these numbers changed later than that?"""
        numbers = self._numbers[bisect_left(self._numbers, first) : bisect_right(self._numbers, last)]
        return any(self._changed[one] > since for one in numbers)


def is_within(node: Node, outer: Node) -> bool:
    """Was it evaluated within the other one, or is it that?"""
    while node is not outer:
        if node.standing is None:
            return False
        node = node.standing.within
    return True


def around(node: Node) -> Iterator[Node]:
    """The call, and those that were under way when it was made."""
    yield node
    while node.standing is not None:
        node = node.standing.within
        yield node
