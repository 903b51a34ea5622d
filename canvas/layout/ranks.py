"""Ranks: the column of each card. Entry points to the left, what code uses to the right, work between them.

Longest path after the lines that go back (cycles) are turned around. What code uses ends in the last column, so that
data and models stand together, unless there are too many of them for one column.
What stands between is drawn to the right, next to what it uses.

A long chain would make a picture that can be read only from afar. It is broken where work waits: a queue, a bucket or a
topic begins at the left again, and the lines into it go around below. As few lines as possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .graph import Graph

_ONE_COLUMN = 36
_MOST_COLUMNS = 5


def ranks(graph: Graph) -> dict[str, int]:
    """Card id -> rank from 0, for the cards that have lines."""
    found, broken = _ranked(graph, frozenset()), frozenset[str]()
    while _depth(found) > _MOST_COLUMNS:
        tried = [(broken | {key}, _ranked(graph, broken | {key})) for key in _breaks(graph) if key not in broken]
        better = [(_depth(other), _entering(graph, cut), sorted(cut), cut, other) for cut, other in tried]
        best = min(better, default=None)
        if best is None or best[0] >= _depth(found):
            break
        broken, found = best[3], best[4]
    return found


def _depth(found: Mapping[str, int]) -> int:
    return max(found.values(), default=-1) + 1


def _breaks(graph: Graph) -> list[str]:
    """Cards where work waits between what sends it and what does it."""
    return [node.id for node in graph.nodes if node.leaf and node.id in graph.after and node.id in graph.before]


def _entering(graph: Graph, keys: Iterable[str]) -> int:
    return sum(len(graph.before[key]) for key in keys)


def _ranked(graph: Graph, broken: frozenset[str]) -> dict[str, int]:
    ids = [node.id for node in graph.linked]
    ahead = {key: [other for other in graph.after.get(key, ()) if other not in broken] for key in ids}
    after = _acyclic(ids, ahead)
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
