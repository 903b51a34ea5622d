"""A layered engine of our own: exact about ports, so that short pictures come out straight.

Long lines get a point in each rank that they pass. Order: barycentre sweeps over port heights, then neighbours change
places while that saves crossings; the order with the fewest crossings wins. Heights: each rank is fitted in turn to
its neighbours by isotonic regression with medians (pool adjacent violators), which makes as many lines straight as it
can while cards keep their gap.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..measures import HEAD_CENTRE, LANE, ROW_GAP
from ..routing.slots import offsets
from .graph import Graph

_FEW = 400
_LONG_COLUMN = 120
_SWEEPS = 16
_FITS = 14
_PASS = 14.0  # between a card and a line that passes it
_FAR = 120.0
_LONG = 6.0  # how much a long line wants to be straight


@dataclass(eq=False, slots=True)
class _Item:
    """A card, or the point where a long line passes a rank (height 0)."""

    id: str
    rank: int
    height: float
    place: int = 0
    top: float = 0.0
    left: list[_Joint] = field(default_factory=list)
    right: list[_Joint] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class _Joint:
    """A piece of a line between neighbouring ranks, with the heights of its ends below the items' tops."""

    start: _Item
    end: _Item
    drop: float
    slot: float
    weight: float


class Layered:
    """See the module's text. Deterministic; about 10 ms for 60 cards."""

    def heights(self, graph: Graph, ranks: Mapping[str, int]) -> dict[str, float]:
        best: tuple[float, dict[str, float]] | None = None
        for start in _STARTS:
            items = _expanded(graph, ranks)
            layers = _initial(items, start)
            _sweep(layers)
            for _ in range(_FITS):
                _set_slots(items)
                _fit(layers, forward=True)
                _set_slots(items)
                _fit(layers, forward=False)
            if len(items) <= _FEW:
                straighten(layers)
            cost = _cost(items, layers)
            if best is None or cost < best[0]:
                best = cost, {item.id: item.top for item in items if item.id in ranks}
        return best[1] if best else {}


def _busiest(item: _Item) -> float:
    return -len(item.right)


def _idlest(item: _Item) -> float:
    return len(item.right)


_STARTS = (_busiest, _idlest)


def _cost(items: list[_Item], layers: list[list[_Item]]) -> float:
    """Crossings, and lines that are not straight."""
    bends = sum(
        joint.weight
        for item in items
        for joint in item.left
        if abs(joint.start.top + joint.drop - joint.end.top - joint.slot) > 0.5
    )
    return 2.0 * _crossings(layers) + 0.5 * bends


def _expanded(graph: Graph, ranks: Mapping[str, int]) -> list[_Item]:
    items = {node.id: _Item(node.id, ranks[node.id], node.height) for node in graph.nodes if node.id in ranks}
    points: dict[tuple[str, int], _Item] = {}
    for wire in graph.wires:
        start, end = items[wire.start], items[wire.end]
        if start.rank >= end.rank:
            continue  # goes around below
        here, drop = start, wire.drop
        for rank in range(start.rank + 1, end.rank):
            point = points.setdefault((wire.bundle, rank), _Item(f"{wire.bundle}@{rank}", rank, 0.0))
            if not any(joint.start is here for joint in point.left):
                _joined(here, point, drop, 0.0, _LONG)
            here, drop = point, 0.0
        _joined(here, end, drop, HEAD_CENTRE, graph.weights.get(wire.key, 1.0))
    return [*items.values(), *points.values()]


def _joined(start: _Item, end: _Item, drop: float, slot: float, weight: float) -> None:
    joint = _Joint(start, end, drop, slot, weight)
    start.right.append(joint)
    end.left.append(joint)


def _initial(items: list[_Item], start: Callable[[_Item], float]) -> list[list[_Item]]:
    """Depth first from the left, so that what hangs together stands together."""
    layers: list[list[_Item]] = [[] for _ in range(max((item.rank for item in items), default=-1) + 1)]
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


def _number(layers: list[list[_Item]]) -> None:
    for layer in layers:
        for place, item in enumerate(layer):
            item.place = place


def _sweep(layers: list[list[_Item]]) -> None:
    best, kept, stalled = _crossings(layers), [list(layer) for layer in layers], 0
    for turn in range(_SWEEPS):
        forward = turn % 2 == 0
        for layer in layers if forward else reversed(layers):
            layer.sort(key=_centre_left if forward else _centre_right)
            for place, item in enumerate(layer):
                item.place = place
        _transpose(layers)
        now = _crossings(layers)
        if now < best:
            best, kept, stalled = now, [list(layer) for layer in layers], 0
        elif (stalled := stalled + 1) > 4:
            break
    layers[:] = kept
    _number(layers)


def _at(item: _Item, drop: float) -> float:
    """A height in places instead of pixels: the port's place within its item."""
    return item.place + (drop / item.height if item.height else 0.5)


def _centre_left(item: _Item) -> float:
    return sum(_at(j.start, j.drop) for j in item.left) / len(item.left) if item.left else item.place + 0.5


def _centre_right(item: _Item) -> float:
    if not item.right:
        return item.place + 0.5
    return sum(_at(j.end, j.slot) - j.drop / 1e4 for j in item.right) / len(item.right)


def _crossings(layers: list[list[_Item]]) -> int:
    total = 0
    for layer in layers[1:]:
        seen: list[float] = []
        for item in layer:
            sources = sorted(_at(joint.start, joint.drop) for joint in item.left)
            for source in sources:
                total += len(seen) - _bisect_right(seen, source)
            for source in sources:
                insort(seen, source)
    return total


def _bisect_right(values: list[float], value: float) -> int:
    return bisect_left(values, value + 1e-9)


def _transpose(layers: list[list[_Item]]) -> None:
    """Neighbours change places while that saves crossings."""
    for layer in layers:
        if len(layer) > 120:
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


def _pair(upper: _Item, lower: _Item) -> int:
    """Crossings of the lines of two neighbours when UPPER stands above LOWER."""
    lefts = [_at(joint.start, joint.drop) for joint in lower.left]
    rights = [_at(joint.end, joint.slot) for joint in lower.right]
    total = sum(_at(joint.start, joint.drop) > other + 1e-9 for joint in upper.left for other in lefts)
    return total + sum(_at(joint.end, joint.slot) > other + 1e-9 for joint in upper.right for other in rights)


def _set_slots(items: list[_Item]) -> None:
    for item in items:
        if item.height and item.left:
            item.left.sort(key=lambda joint: joint.start.top + joint.drop)
            for joint, offset in zip(item.left, offsets(len(item.left)), strict=True):
                joint.slot = HEAD_CENTRE + offset


def _fit(layers: list[list[_Item]], *, forward: bool) -> None:
    for layer in layers if forward else reversed(layers):
        wants = [_wants(item, forward) for item in layer]
        tops = _isotonic(layer, wants)
        for item, top in zip(layer, tops, strict=True):
            item.top = top


def _wants(item: _Item, forward: bool) -> list[tuple[float, float]]:
    """(top, weight): where each neighbour would have this item, for a straight line."""
    left = [(joint.start.top + joint.drop - joint.slot, joint.weight) for joint in item.left]
    right = [(joint.end.top + joint.slot - joint.drop, joint.weight) for joint in item.right]
    near, far = (left, right) if forward else (right, left)
    return near + [(top, weight * 0.2) for top, weight in far] or [(item.top, 0.01)]


def _separation(upper: _Item, lower: _Item) -> float:
    if upper.height and lower.height:
        return upper.height + ROW_GAP
    if upper.height or lower.height:
        return upper.height + _PASS
    return LANE


def _isotonic(layer: list[_Item], wants: list[list[tuple[float, float]]]) -> list[float]:
    """Tops as near to the wishes as the order and the gaps allow: pool adjacent violators.

    Blocks are put at the weighted median of their wishes, which makes lines straight; in a long column, where medians
    of ever larger blocks would cost too much, at the mean.
    """
    below = [0.0]
    for upper, lower in itertools.pairwise(layer):
        below.append(below[-1] + _separation(upper, lower))
    shifted = [[(top - offset, weight) for top, weight in own] for offset, own in zip(below, wants, strict=True)]
    places = _medians(shifted) if len(layer) <= _LONG_COLUMN else _means(shifted)
    return [place + offset for place, offset in zip(places, below, strict=True)]


def _medians(wants: list[list[tuple[float, float]]]) -> list[float]:
    blocks: list[tuple[float, list[tuple[float, float]], int]] = []
    for own in wants:
        wishes, count = own, 1
        place = _median(wishes)
        while blocks and blocks[-1][0] > place:
            _, more, others = blocks.pop()
            wishes, count = more + wishes, others + count
            place = _median(wishes)
        blocks.append((place, wishes, count))
    return [place for place, _, count in blocks for _ in range(count)]


def _means(wants: list[list[tuple[float, float]]]) -> list[float]:
    blocks: list[tuple[float, float, int]] = []
    for own in wants:
        total, weight, count = sum(top * share for top, share in own), sum(share for _, share in own), 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / weight:
            more, other, others = blocks.pop()
            total, weight, count = total + more, weight + other, count + others
        blocks.append((total, weight, count))
    return [total / weight for total, weight, count in blocks for _ in range(count)]


def straighten(layers: list[list[_Item]]) -> None:
    """Moves groups of cards that are straight already by the little that makes one more line straight."""
    for _ in range(4):
        moved = False
        for group in _straight_groups(layers):
            moved = _shift_group(group, layers) or moved
        if not moved:
            return


def _is_straight(joint: _Joint) -> bool:
    return abs(joint.start.top + joint.drop - joint.end.top - joint.slot) < 0.5


def _straight_groups(layers: list[list[_Item]]) -> list[list[_Item]]:
    """Items that hang together by straight lines."""
    seen: set[int] = set()
    groups: list[list[_Item]] = []
    for item in (item for layer in layers for item in layer):
        if id(item) in seen:
            continue
        seen.add(id(item))
        group = [item]
        for member in group:
            ends = [j.start for j in member.left if _is_straight(j)] + [j.end for j in member.right if _is_straight(j)]
            for other in ends:
                if id(other) not in seen:
                    seen.add(id(other))
                    group.append(other)
        groups.append(group)
    return groups


def _shift_group(group: list[_Item], layers: list[list[_Item]]) -> bool:
    inside = {id(item) for item in group}
    wishes: dict[float, float] = {}
    for item in group:
        for joint in item.left:
            if id(joint.start) not in inside:
                delta = round(joint.start.top + joint.drop - joint.end.top - joint.slot, 2)
                wishes[delta] = wishes.get(delta, 0.0) + joint.weight
        for joint in item.right:
            if id(joint.end) not in inside:
                delta = round(joint.end.top + joint.slot - joint.start.top - joint.drop, 2)
                wishes[delta] = wishes.get(delta, 0.0) + joint.weight
    low, high = _freedom(group, inside, layers)
    fitting = [(weight, -abs(delta), delta) for delta, weight in wishes.items() if low <= delta <= high]
    if not fitting or wishes.get(0.0):
        return False
    delta = max(fitting)[2]
    for item in group:
        item.top += delta
    return abs(delta) > 0.5


def _freedom(group: list[_Item], inside: set[int], layers: list[list[_Item]]) -> tuple[float, float]:
    """How far the whole group may move up (negative) and down."""
    low, high = -_FAR, _FAR
    for item in group:
        layer = layers[item.rank]
        if item.place and id(above := layer[item.place - 1]) not in inside:
            low = max(low, above.top + _separation(above, item) - item.top)
        if item.place < len(layer) - 1 and id(below := layer[item.place + 1]) not in inside:
            high = min(high, below.top - _separation(item, below) - item.top)
    return min(low, 0.0), max(high, 0.0)


def _median(wishes: list[tuple[float, float]]) -> float:
    wishes = sorted(wishes)
    half = sum(weight for _, weight in wishes) / 2
    total = 0.0
    for top, weight in wishes:
        total += weight
        if total >= half:
            return top
    return wishes[-1][0]
