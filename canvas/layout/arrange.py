"""A whole arrangement: ranks, heights, columns; cards without lines in rows below.

All cards share their columns while that can be read; otherwise parts that no line joins stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..measures import ROW_GAP
from ..routing.wires import Point
from .columns import columns
from .graph import Graph, LayoutEngine, Node
from .layered import Layered
from .parts import ROOM, parts, side_by_side, size, zoom
from .ranks import ranks

_ASIDE = 64.0
_MIN_ROW = 4
_READABLE = 0.75
_WORTH = 1.15
"""Columns in common are given up for this much more size."""
_BAND = 40.0


def arrange(graph: Graph, engine: LayoutEngine | None = None) -> dict[str, Point]:
    """Card id -> top left corner; the upper left card begins at 0, 0."""
    engine = engine or Layered()
    made = _together(graph, engine)
    if zoom(*size(graph, made)) < _READABLE and len(pieces := parts(graph)) > 1:
        apart = _apart(pieces, engine)
        if zoom(*size(graph, apart)) > _WORTH * zoom(*size(graph, made)):
            made = apart
    return made | _rows(graph, made)


def _together(graph: Graph, engine: LayoutEngine) -> dict[str, Point]:
    levels = ranks(graph)
    placed = columns(graph, levels, _closed_up(graph, engine.heights(graph, levels)))
    left = min((x for x, _ in placed.values()), default=0.0)
    top = min((y for _, y in placed.values()), default=0.0)
    return {key: (float(round(x - left)), float(round(y - top))) for key, (x, y) in placed.items()}


def _closed_up(graph: Graph, tops: Mapping[str, float]) -> dict[str, float]:
    """The same heights without wide bands where no card stands in any column."""
    made: dict[str, float] = {}
    lowest, shift = None, 0.0
    for key in sorted(tops, key=lambda key: tops[key]):
        if lowest is not None and tops[key] - lowest > _BAND:
            shift += tops[key] - lowest - _BAND
        made[key] = tops[key] - shift
        bottom = tops[key] + graph.by_id[key].height
        lowest = bottom if lowest is None else max(lowest, bottom)
    return made


def _apart(pieces: list[Graph], engine: LayoutEngine) -> dict[str, Point]:
    placed = [_together(piece, engine) for piece in pieces]
    corners = side_by_side([size(piece, places) for piece, places in zip(pieces, placed, strict=True)])
    return {
        key: (x + left, y + top)
        for (left, top), places in zip(corners, placed, strict=True)
        for key, (x, y) in places.items()
    }


def _rows(graph: Graph, placed: dict[str, Point]) -> dict[str, Point]:
    """Cards without lines, in rows as wide as the picture, or as the window when there is none."""
    width, height = size(graph, placed)
    right = max(width, ROOM[0]) if len(graph.alone) > _MIN_ROW else width
    y = height + _ASIDE if placed else 0.0
    made: dict[str, Point] = {}
    x, row = 0.0, list[Node]()
    for node in graph.alone:
        if len(row) >= _MIN_ROW and x + node.width > right:
            y, x, row = y + max(card.height for card in row) + ROW_GAP, 0.0, []
        made[node.id] = (x, y)
        row.append(node)
        x += node.width + ROW_GAP
    return made
