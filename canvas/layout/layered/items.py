"""Cards and lines as the engine sees them: items in ranks, and joints between neighbouring ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...measures import HEAD_CENTRE, LANE, ROW_GAP
from ..graph import Graph

_PASS = 14.0  # between a card and a line that passes it
_LONG = 6.0  # how much a long line wants to be straight


@dataclass(eq=False, slots=True)
class Item:
    """A card, or the point where a long line passes a rank (height 0)."""

    id: str
    rank: int
    height: float
    place: int = 0
    top: float = 0.0
    left: list[Joint] = field(default_factory=list)
    right: list[Joint] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Joint:
    """A piece of a line between neighbouring ranks, with the heights of its ends below the items' tops."""

    start: Item
    end: Item
    drop: float
    slot: float
    weight: float


def expanded(graph: Graph, ranks: Mapping[str, int]) -> list[Item]:
    """The items of a graph with their joints; lines that go back are left out, they go around below."""
    items = {node.id: Item(node.id, ranks[node.id], node.height) for node in graph.nodes if node.id in ranks}
    points: dict[tuple[str, int], Item] = {}
    for wire in graph.wires:
        start, end = items[wire.start], items[wire.end]
        if start.rank >= end.rank:
            continue  # goes around below
        here, drop = start, wire.drop
        for rank in range(start.rank + 1, end.rank):
            point = points.setdefault((wire.bundle, rank), Item(f"{wire.bundle}@{rank}", rank, 0.0))
            if not any(joint.start is here for joint in point.left):
                _joined(here, point, drop, 0.0, _LONG)
            here, drop = point, 0.0
        _joined(here, end, drop, HEAD_CENTRE, graph.weights.get(wire.key, 1.0))
    return [*items.values(), *points.values()]


def _joined(start: Item, end: Item, drop: float, slot: float, weight: float) -> None:
    joint = Joint(start, end, drop, slot, weight)
    start.right.append(joint)
    end.left.append(joint)


def separation(upper: Item, lower: Item) -> float:
    """From the top of one item to the top of the next below it."""
    if upper.height and lower.height:
        return upper.height + ROW_GAP
    if upper.height or lower.height:
        return upper.height + _PASS
    return LANE
