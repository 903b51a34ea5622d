"""From each entry to the operations that it can reach: a walk over the call graph that evaluation left.

Breadth first, so that the path kept as evidence is a shortest one; what is reached without any choice at run time
comes first, so that a sure path is preferred to a shorter one that may be taken. Each node is visited once per entry.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .scope import Choice, Node, Touch, Use
from .values import Place

if TYPE_CHECKING:
    from .fit.notes import Note

Noted = list[tuple["Note", tuple[Place, ...]]]
"""Notes with the call sites that lead to them."""

Led = Callable[[Node], Sequence[tuple[Place, Node, Choice]]]
"""The calls of a node that may lead to something."""
LONGEST = 12
"""Call sites of one path that are kept."""


@dataclass(unsafe_hash=True, slots=True)  # many are made: see `values`
class Reached:
    """A use with the call sites that lead to it, outermost first."""

    use: Use
    path: tuple[Place, ...]
    is_possible: bool = False
    """Something is chosen at run time on every way to it."""


class Ways:
    """The calls that lead to something, of a call graph that is finished: most lead to no use and nothing noticed."""

    def __init__(self, starts: Iterable[Node]) -> None:
        self._calls: dict[Node, Sequence[tuple[Place, Node, Choice]]] = {}
        self._fertile: set[Node] = set()
        callers: dict[Node, list[Node]] = {node: [] for node in starts}
        stack = list(callers)
        found: list[Node] = []
        while stack:
            node = stack.pop()
            if node.uses or node.notes:
                found.append(node)
            for _, callee in node.calls:
                known = callers.get(callee)
                if known is None:
                    callers[callee] = [node]
                    stack.append(callee)
                else:
                    known.append(node)
        while found:
            node = found.pop()
            if node not in self._fertile:
                self._fertile.add(node)
                found += callers[node]

    def of(self, node: Node) -> Sequence[tuple[Place, Node, Choice]]:
        known = self._calls.get(node)
        if known is None:
            fertile = self._fertile
            known = self._calls[node] = [
                (place, callee, choice) for (place, callee), choice in node.calls.items() if callee in fertile
            ]
        return known


def every_way(node: Node) -> Sequence[tuple[Place, Node, Choice]]:
    """All calls of a node, while the graph may still grow."""
    return [(place, callee, choice) for (place, callee), choice in node.calls.items()]


def reached(start: Node, skip: Container[Node] = frozenset(), noted: Noted | None = None,
            ways: Led = every_way) -> Iterator[Reached]:  # fmt: skip
    """Every use that START reaches. Nodes in SKIP belong to another entry, or cannot run there. NOTED gets what was
    noticed on the way.
    """
    seen = {start}
    queue: deque[tuple[Node, tuple[Place, ...]]] = deque([(start, ())])
    later: list[tuple[Node, tuple[Place, ...]]] = []
    possible = False
    while queue:
        node, path = queue.popleft()
        if node.notes and noted is not None:
            noted += [(one, path) for one in node.notes]
        for use in node.uses:
            yield Reached(use, path, possible or bool(use.choice))
        for place, callee, choice in ways(node):
            if callee not in seen and callee not in skip:
                longer = (path if path[-1:] == (place,) else (*path, place))[:LONGEST]
                if choice and not possible:
                    later.append((callee, longer))
                else:
                    seen.add(callee)
                    queue.append((callee, longer))
        if not queue and not possible:
            possible = True
            for callee, longer in later:
                if callee not in seen:
                    seen.add(callee)
                    queue.append((callee, longer))


Chosen = tuple[Choice, Touch | Node]


class Certain:
    """What a node reaches whatever is chosen on the way: on a sure way, or by every alternative of a choice.

    KEY gives the same for two mentions of one resource, so that two objects for one table are no choice.
    """

    def __init__(self, skip: Container[Node], key: Callable[[Touch], Hashable], ways: Led) -> None:
        self._skip = skip
        self._ways = ways
        self._key = key
        self._known: dict[Node, frozenset[Hashable]] = {}
        self._for_now: dict[Node, frozenset[Hashable]] = {}
        """The same of nodes in a circle of choices: what they reach depends on where the question began."""
        self._under_way: set[Node] = set()
        self._is_cut = False

    def of(self, start: Node) -> frozenset[Hashable]:
        known = self._known.get(start)
        if known is not None:
            return known
        if start in self._under_way or start in self._for_now:
            self._is_cut = True
            return self._for_now.get(start, frozenset())  # a circle adds nothing
        cut, self._is_cut = self._is_cut, False
        self._under_way.add(start)
        found = frozenset(self._walked(start))
        self._under_way.remove(start)
        (self._for_now if self._is_cut else self._known)[start] = found
        self._is_cut |= cut
        if not self._under_way:
            self._for_now.clear()
            self._is_cut = False
        return found

    def _walked(self, start: Node) -> set[Hashable]:
        found: set[Hashable] = set()
        seen = {start}
        stack = [start]
        while stack:
            node = stack.pop()
            if node in self._known:
                found |= self._known[node]
                continue
            found.update(self._key(use.touch) for use in node.uses if not use.choice)
            chosen: list[Chosen] = [(use.choice, use.touch) for use in node.uses if use.choice]
            for _, callee, choice in self._ways(node):
                if choice:
                    chosen.append((choice, callee))
                elif callee not in seen and callee not in self._skip:
                    seen.add(callee)
                    stack.append(callee)
            if chosen:
                found |= self._of_all(chosen)
        return found

    def _of_all(self, parts: list[Chosen]) -> set[Hashable]:
        """What comes of all these: those without a choice, and what the alternatives of each choice have in common."""
        found: set[Hashable] = set()
        choices: dict[tuple[Hashable, int], dict[int, list[Chosen]]] = {}
        for choice, part in parts:
            if choice:
                where, index, count = choice[0]
                choices.setdefault((where, count), {}).setdefault(index, []).append((choice[1:], part))
            elif isinstance(part, Touch):
                found.add(self._key(part))
            elif part not in self._skip:
                found |= self.of(part)
        for (_, count), by_index in choices.items():
            if len(by_index) == count:
                first, *others = map(self._of_all, by_index.values())
                found |= first.intersection(*others)
        return found
