"""Ranks: the column of each card. Entry points to the left, what code uses to the right, work between them.

Longest path after the lines that go back (cycles) are turned around. What code uses ends in the last column, so that
data and models stand together, unless there are too many of them for one column.
What stands between is drawn to the right, next to what it uses.
"""

from __future__ import annotations

from collections.abc import Iterable

from .graph import Graph

_ONE_COLUMN = 36


def ranks(graph: Graph) -> dict[str, int]:
    """Card id -> rank from 0, for the cards that have lines."""
    ids = [node.id for node in graph.linked]
    after = _acyclic(ids, {key: list(graph.after.get(key, ())) for key in ids})
    before: dict[str, list[str]] = {key: [] for key in ids}
    for key, others in after.items():
        for other in others:
            before[other].append(key)
    order = _topological(ids, after, before)
    found: dict[str, int] = {}
    for key in order:
        found[key] = max((found[other] + 1 for other in before[key]), default=0)
    leaves = [key for key in found if not after[key] and graph.by_id[key].leaf]
    _leaves_last(found, leaves, before)
    _drawn_right(found, reversed(order), after, before)
    return _dense(found)


def _acyclic(ids: list[str], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same lines with those turned around that close a cycle."""
    state: dict[str, int] = {}
    made: dict[str, list[str]] = {key: [] for key in ids}
    entered = {other for others in after.values() for other in others}
    for root in sorted(ids, key=lambda key: key in entered):
        stack = [(root, iter(after[root]))] if root not in state else []
        state.setdefault(root, 1)
        while stack:
            key, others = stack[-1]
            other = next(others, None)
            if other is None:
                state[key] = 2
                stack.pop()
            elif state.get(other) == 1:
                made[other].append(key)
            else:
                made[key].append(other)
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(after[other])))
    return made


def _topological(ids: list[str], after: dict[str, list[str]], before: dict[str, list[str]]) -> list[str]:
    missing = {key: len(before[key]) for key in ids}
    ready = [key for key in ids if not missing[key]]
    for key in ready:
        for other in after[key]:
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return ready


def _leaves_last(found: dict[str, int], leaves: list[str], before: dict[str, list[str]]) -> None:
    last = max(found.values(), default=0)
    if len(leaves) <= _ONE_COLUMN:
        for key in leaves:
            found[key] = last
        return
    for key in leaves:
        found[key] = max((found[other] + 1 for other in before[key]), default=0)


def _drawn_right(
    found: dict[str, int], order: Iterable[str], after: dict[str, list[str]], before: dict[str, list[str]]
) -> None:
    for key in order:
        if before[key] and after[key]:
            found[key] = min(found[other] for other in after[key]) - 1


def _dense(found: dict[str, int]) -> dict[str, int]:
    """Without empty ranks."""
    used = {rank: index for index, rank in enumerate(sorted(set(found.values())))}
    return {key: used[rank] for key, rank in found.items()}
