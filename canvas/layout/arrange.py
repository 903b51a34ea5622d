"""A whole arrangement: ranks, heights, columns; cards without lines in rows below."""

from __future__ import annotations

from ..measures import ROW_GAP
from ..routing.wires import Point
from .columns import columns
from .graph import Graph, LayoutEngine, Node
from .layered import Layered
from .ranks import ranks

_ASIDE = 64.0
_MIN_ROW = 4


def arrange(graph: Graph, engine: LayoutEngine | None = None) -> dict[str, Point]:
    """Card id -> top left corner; the upper left card begins at 0, 0."""
    levels = ranks(graph)
    tops = (engine or Layered()).heights(graph, levels)
    placed = columns(graph, levels, tops)
    left = min((x for x, _ in placed.values()), default=0.0)
    top = min((y for _, y in placed.values()), default=0.0)
    made = {key: (float(round(x - left)), float(round(y - top))) for key, (x, y) in placed.items()}
    return made | _rows(graph, made)


def _rows(graph: Graph, placed: dict[str, Point]) -> dict[str, Point]:
    """Cards without lines, in rows as wide as the picture."""
    by_id = graph.by_id
    right = max((x + by_id[key].width for key, (x, _) in placed.items()), default=0.0)
    y = max((y + by_id[key].height + _ASIDE for key, (_, y) in placed.items()), default=0.0)
    made: dict[str, Point] = {}
    x, row = 0.0, list[Node]()
    for node in graph.alone:
        if len(row) >= _MIN_ROW and x + node.width > right:
            y, x, row = y + max(card.height for card in row) + ROW_GAP, 0.0, []
        made[node.id] = (x, y)
        row.append(node)
        x += node.width + ROW_GAP
    return made
