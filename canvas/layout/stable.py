"""Keeping places: what stands somewhere stays there, and what is new finds a free place near what it touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from statistics import median

from ..measures import GAP_LABELLED, ROW_GAP
from ..routing.wires import Box, Point
from .graph import Graph, Node

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


def with_room(graph: Graph, places: Mapping[str, Point], yielding: Collection[str]) -> dict[str, Point]:
    """The same places; of those that are YIELDING one on which another has grown, by a new row, moves down."""
    made: dict[str, Box] = {}
    for key in sorted(places, key=lambda key: (places[key][1], places[key][0], key)):
        box = _box(graph, key, places[key])
        while key in yielding and (grown := [other for other in made.values() if _lies_on(other, box)]):
            box = box.moved(0, max(other.bottom for other in grown) + ROW_GAP - box.y)
        made[key] = box
    return {key: (made[key].x, made[key].y) for key in places}


def _lies_on(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def beside(graph: Graph, new: Iterable[Node], fixed: Mapping[str, Point]) -> dict[str, Point]:
    """Wishes of a few new cards: below a sibling, right of what uses them, left of what they use, or at the bottom."""
    places = dict(fixed)
    for node in new:
        before = [key for key in graph.before.get(node.id, ()) if key in places]
        after = [key for key in graph.after.get(node.id, ()) if key in places]
        siblings = [key for one in before for key in graph.after[one] if key in places and key not in after]
        places[node.id] = _wish(graph, node, siblings, before, after, places)
    return places


def _wish(
    graph: Graph, node: Node, siblings: list[str], before: list[str], after: list[str], places: Mapping[str, Point]
) -> Point:
    boxes = {key: _box(graph, key, places[key]) for key in {*siblings, *before, *after}}
    if siblings:
        lowest = max((boxes[key] for key in siblings), key=lambda box: box.bottom)
        return lowest.x, lowest.bottom + ROW_GAP
    if before:
        nearest = max((boxes[key] for key in before), key=lambda box: box.right)
        return nearest.right + GAP_LABELLED, nearest.y
    if after:
        nearest = min((boxes[key] for key in after), key=lambda box: box.x)
        return nearest.x - node.width - GAP_LABELLED, nearest.y
    everything = [_box(graph, key, place) for key, place in places.items() if key in graph.by_id]
    left, bottom = min(box.x for box in everything), max(box.bottom for box in everything)
    return left, bottom + 2 * ROW_GAP


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
