"""From each entry to the operations that it can reach: a walk over the call graph that evaluation left.

Breadth first, so that the path kept as evidence is a shortest one. Each node is visited once per entry.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from .scope import Node, Use
from .values import Place

LONGEST = 12
"""Call sites of one path that are kept."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A use with the call sites that lead to it, outermost first."""

    use: Use
    path: tuple[Place, ...]


def reached(start: Node, skip: frozenset[Node] = frozenset()) -> Iterator[Reached]:
    """Every use that START reaches. Nodes in SKIP belong to another entry."""
    seen = {start}
    queue: deque[tuple[Node, tuple[Place, ...]]] = deque([(start, ())])
    while queue:
        node, path = queue.popleft()
        for use in node.uses:
            yield Reached(use, path)
        for place, callee in node.calls:
            if callee not in seen and callee not in skip:
                seen.add(callee)
                longer = path if path[-1:] == (place,) else (*path, place)
                queue.append((callee, longer[:LONGEST]))
