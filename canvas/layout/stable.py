"""Keeping places: what stands somewhere stays there, and what is new finds a free place near what it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median

from ..measures import ROW_GAP
from ..routing.wires import Box, Point
from .graph import Graph

_SEARCH = 400
_STEP = 4.0


def settle(graph: Graph, wished: Mapping[str, Point], fixed: Mapping[str, Point]) -> dict[str, Point]:
    """Places for all cards. FIXED cards stay; the others stand as in WISHED, moved along with what they touch."""
    by_id = graph.by_id
    places = {key: place for key, place in fixed.items() if key in by_id}
    if not places:
        return dict(wished)
    taken = [_box(graph, key, place) for key, place in places.items()]
    shift = _shift(places, wished, places)
    for node in graph.nodes:
        if node.id in places:
            continue
        near = [key for key in (*graph.before.get(node.id, ()), *graph.after.get(node.id, ())) if key in fixed]
        dx, dy = _shift(near, wished, places) if near else shift
        x, y = wished[node.id]
        box = _free(_box(graph, node.id, (x + dx, y + dy)), taken)
        places[node.id] = (box.x, box.y)
        taken.append(box)
    return places


def _box(graph: Graph, key: str, place: Point) -> Box:
    node = graph.by_id[key]
    return Box(*place, node.width, node.height)


def _shift(keys: Iterable[str], wished: Mapping[str, Point], places: Mapping[str, Point]) -> Point:
    moves = [(places[key][0] - wished[key][0], places[key][1] - wished[key][1]) for key in keys if key in wished]
    if not moves:
        return 0.0, 0.0
    return median(dx for dx, _ in moves), median(dy for _, dy in moves)


def _free(box: Box, taken: list[Box]) -> Box:
    """The nearest place straight below or above that touches no other card."""
    column = [other for other in taken if other.x < box.right + ROW_GAP and box.x < other.right + ROW_GAP]
    for step in range(_SEARCH):
        for direction in (1, -1):
            moved = box.moved(0, direction * step * _STEP)
            if not any(_touch(moved, other) for other in column):
                return moved
    return box.moved(0, max(other.bottom for other in column) + ROW_GAP - box.y)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x < other.right + ROW_GAP
        and other.x < one.right + ROW_GAP
        and one.y < other.bottom + ROW_GAP
        and other.y < one.bottom + ROW_GAP
    )
