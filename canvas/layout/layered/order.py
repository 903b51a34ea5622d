"""The order of the items in each rank: few crossings."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping

from .items import Item

_SWEEPS = 16
_LONG_COLUMN = 120


def depth_first(items: list[Item], start: Callable[[Item], float]) -> list[list[Item]]:
    """Depth first from the left, so that what hangs together stands together."""
    layers: list[list[Item]] = [[] for _ in range(max((item.rank for item in items), default=-1) + 1)]
    seen: set[int] = set()
    for root in sorted(items, key=lambda item: (item.rank, start(item))):
        stack = [root]
        while stack:
            item = stack.pop()
            if id(item) in seen:
                continue
            seen.add(id(item))
            layers[item.rank].append(item)
            stack.extend(joint.end for joint in sorted(item.right, key=lambda joint: -joint.drop))
    _number(layers)
    return layers


def by_hints(items: list[Item], hints: Mapping[str, float]) -> list[list[Item]]:
    """In the order of heights that another engine has found; a long line passes where it runs straight to its ends."""
    heights: dict[int, float] = {}
    for item in sorted(items, key=lambda item: item.rank):
        if item.height:
            heights[id(item)] = hints[item.id] + item.height / 2
            continue
        joint = item.left[0]
        start = heights[id(joint.start)] + (joint.drop - joint.start.height / 2 if joint.start.height else 0.0)
        rank, end = _goal(item, hints)
        heights[id(item)] = start + (end - start) * (item.rank - joint.start.rank) / (rank - joint.start.rank)
    layers: list[list[Item]] = [[] for _ in range(max((item.rank for item in items), default=-1) + 1)]
    for item in sorted(items, key=lambda item: heights[id(item)]):
        layers[item.rank].append(item)
    _number(layers)
    _transpose(layers)
    return layers


def _goal(item: Item, hints: Mapping[str, float]) -> tuple[int, float]:
    """Rank and mean height of the cards that a long line ends at."""
    todo, ends = [item], list[Item]()
    for point in todo:
        for joint in point.right:
            (ends if joint.end.height else todo).append(joint.end)
    height = sum(hints[end.id] + end.height / 2 for end in ends) / len(ends)
    return max(end.rank for end in ends), height


def _number(layers: list[list[Item]]) -> None:
    for layer in layers:
        for place, item in enumerate(layer):
            item.place = place


def improve(layers: list[list[Item]]) -> None:
    """Sweeps back and forth, and keeps the order with the fewest crossings."""
    best, kept, stalled = crossings(layers), [list(layer) for layer in layers], 0
    for turn in range(_SWEEPS):
        forward = turn % 2 == 0
        for layer in layers if forward else reversed(layers):
            layer.sort(key=_centre_left if forward else _centre_right)
            for place, item in enumerate(layer):
                item.place = place
        _transpose(layers)
        now = crossings(layers)
        if now < best:
            best, kept, stalled = now, [list(layer) for layer in layers], 0
        elif (stalled := stalled + 1) > 4:
            break
    layers[:] = kept
    _number(layers)


def _at(item: Item, drop: float) -> float:
    """A height in places instead of pixels: the port's place within its item."""
    return item.place + (drop / item.height if item.height else 0.5)


def _centre_left(item: Item) -> float:
    return sum(_at(j.start, j.drop) for j in item.left) / len(item.left) if item.left else item.place + 0.5


def _centre_right(item: Item) -> float:
    if not item.right:
        return item.place + 0.5
    return sum(_at(j.end, j.slot) - j.drop / 1e4 for j in item.right) / len(item.right)


def crossings(layers: list[list[Item]]) -> int:
    """How many pairs of joints cross."""
    total = 0
    for layer in layers[1:]:
        seen: list[float] = []
        for item in layer:
            sources = sorted(_at(joint.start, joint.drop) for joint in item.left)
            for source in sources:
                total += len(seen) - bisect_right(seen, source + 1e-9)
            for source in sources:
                insort(seen, source)
    return total


def _transpose(layers: list[list[Item]]) -> None:
    """Neighbours change places while that saves crossings."""
    for layer in layers:
        if len(layer) > _LONG_COLUMN:
            continue
        changed = True
        rounds = 0
        while changed and rounds < 6:
            changed, rounds = False, rounds + 1
            for place in range(len(layer) - 1):
                one, other = layer[place], layer[place + 1]
                if _pair(other, one) < _pair(one, other):
                    layer[place], layer[place + 1] = other, one
                    one.place, other.place = place + 1, place
                    changed = True


def _pair(upper: Item, lower: Item) -> int:
    """Crossings of the lines of two neighbours when UPPER stands above LOWER."""
    lefts = [_at(joint.start, joint.drop) for joint in lower.left]
    rights = [_at(joint.end, joint.slot) for joint in lower.right]
    total = sum(_at(joint.start, joint.drop) > other + 1e-9 for joint in upper.left for other in lefts)
    return total + sum(_at(joint.end, joint.slot) > other + 1e-9 for joint in upper.right for other in rights)
