"""The engine: items, order, heights, straightening, from several starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..graph import Graph, LayoutEngine
from .heights import fit, set_slots
from .items import Item, expanded
from .order import by_hints, crossings, depth_first, improve
from .straight import straighten

_SMALL, _MIDDLE, _LARGE = 40, 120, 600

Layers = list[list[Item]]
Start = Callable[[list[Item]], Layers]


class Layered:
    """Tries several starts and keeps the one with the fewest crossings and bends.

    HINTS is another engine that is good at crossings; its order is one of the starts, and the only one in a picture of
    middle size. In a large one it is not asked: its time grows with the square of a column.
    """

    def __init__(self, hints: LayoutEngine | None = None) -> None:
        self._hints = hints

    def heights(self, graph: Graph, ranks: Mapping[str, int]) -> dict[str, float]:
        best: tuple[float, dict[str, float]] | None = None
        for start in self._starts(graph, ranks):
            items = expanded(graph, ranks)
            layers = start(items)
            _place(items, layers)
            cost = _cost(items, layers)
            if best is None or cost < best[0]:
                best = cost, {item.id: item.top for item in items if item.id in ranks}
        return best[1] if best else {}

    def _starts(self, graph: Graph, ranks: Mapping[str, int]) -> Iterable[Start]:
        count = len(ranks)
        if self._hints is not None and count <= _LARGE:
            hints = self._hints.heights(graph, ranks)
            yield lambda items: by_hints(items, hints)
            if count > _MIDDLE:
                return
        yield _own(_busiest)
        if count <= _SMALL:
            yield _own(_idlest)


def _own(key: Callable[[Item], float]) -> Start:
    def start(items: list[Item]) -> Layers:
        layers = depth_first(items, key)
        improve(layers)
        return layers

    return start


def _busiest(item: Item) -> float:
    return -len(item.right)


def _idlest(item: Item) -> float:
    return len(item.right)


def _place(items: list[Item], layers: Layers) -> None:
    for _ in range(14 if len(items) <= _MIDDLE else 6):
        set_slots(items)
        fit(layers, forward=True)
        set_slots(items)
        fit(layers, forward=False)
    if len(items) <= 2 * _MIDDLE:
        straighten(layers)


def _cost(items: list[Item], layers: Layers) -> float:
    """Crossings, and lines that are not straight."""
    bends = sum(
        joint.weight
        for item in items
        for joint in item.left
        if abs(joint.start.top + joint.drop - joint.end.top - joint.slot) > 0.5
    )
    return 2.0 * crossings(layers) + 0.5 * bends
