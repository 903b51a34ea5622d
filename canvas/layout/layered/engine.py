"""The engine: items, order, heights, straightening, from two starts."""

from __future__ import annotations

from collections.abc import Mapping

from ..graph import Graph
from .heights import fit, set_slots
from .items import Item, expanded
from .order import crossings, first_order, improve
from .straight import straighten

_FEW = 400
_FITS = 14


class Layered:
    """The engine. Two starts are tried; the one with fewer crossings and bends is kept."""

    def heights(self, graph: Graph, ranks: Mapping[str, int]) -> dict[str, float]:
        best: tuple[float, dict[str, float]] | None = None
        for start in _STARTS:
            items = expanded(graph, ranks)
            layers = first_order(items, start)
            improve(layers)
            for _ in range(_FITS):
                set_slots(items)
                fit(layers, forward=True)
                set_slots(items)
                fit(layers, forward=False)
            if len(items) <= _FEW:
                straighten(layers)
            cost = _cost(items, layers)
            if best is None or cost < best[0]:
                best = cost, {item.id: item.top for item in items if item.id in ranks}
        return best[1] if best else {}


def _busiest(item: Item) -> float:
    return -len(item.right)


def _idlest(item: Item) -> float:
    return len(item.right)


_STARTS = (_busiest, _idlest)


def _cost(items: list[Item], layers: list[list[Item]]) -> float:
    """Crossings, and lines that are not straight."""
    bends = sum(
        joint.weight
        for item in items
        for joint in item.left
        if abs(joint.start.top + joint.drop - joint.end.top - joint.slot) > 0.5
    )
    return 2.0 * crossings(layers) + 0.5 * bends
