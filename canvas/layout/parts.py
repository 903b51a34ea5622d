"""Parts of a picture that no line joins, side by side: a tall picture becomes one that fills a window.

Each part is arranged for itself. They are stacked in one column, two, three …, and the number is taken at which the
whole is seen largest; the order is kept, so that the first part stands at the upper left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..routing.wires import Point
from .graph import Graph

ROOM = (980.0, 500.0)
"""What a window of the usual size shows of the map at 100 %."""

_BETWEEN, _BELOW = 104.0, 48.0
_MOST_COLUMNS = 8

Places = Mapping[str, Point]


def parts(graph: Graph) -> list[Graph]:
    """The parts of the cards that have lines, in the order of their first cards, the large ones first."""
    home: dict[str, int] = {}
    for index, node in enumerate(graph.linked):
        todo = [] if node.id in home else [node.id]
        while todo:
            key = todo.pop()
            if key not in home:
                home[key] = index
                todo += [*graph.after.get(key, ()), *graph.before.get(key, ())]
    found = [_part(graph, home, index) for index in sorted(set(home.values()))]
    return sorted(found, key=lambda part: -len(part.nodes))


def _part(graph: Graph, home: Mapping[str, int], index: int) -> Graph:
    nodes = tuple(node for node in graph.nodes if home.get(node.id) == index)
    return Graph(nodes, tuple(wire for wire in graph.wires if home[wire.start] == index), graph.weights)


def size(graph: Graph, places: Places) -> tuple[float, float]:
    """Width and height of the cards of a graph that have a place; its upper left is 0, 0."""
    by_id = graph.by_id
    right = max((x + by_id[key].width for key, (x, _) in places.items()), default=0.0)
    return right, max((y + by_id[key].height for key, (_, y) in places.items()), default=0.0)


def zoom(width: float, height: float) -> float:
    """How large a picture of this size is seen in the usual window; never above 100 %."""
    return min(ROOM[0] / max(width, 1.0), ROOM[1] / max(height, 1.0), 1.0)


def side_by_side(sizes: Sequence[tuple[float, float]]) -> list[Point]:
    """Where each part begins."""
    stacks = [_stacked(sizes, count) for count in range(1, min(len(sizes), _MOST_COLUMNS) + 1)]
    return max(stacks, key=lambda stack: zoom(*_extent(sizes, stack)))


def _extent(sizes: Sequence[tuple[float, float]], places: Sequence[Point]) -> tuple[float, float]:
    ends = [(x + width, y + height) for (x, y), (width, height) in zip(places, sizes, strict=True)]
    return max(x for x, _ in ends), max(y for _, y in ends)


def _stacked(sizes: Sequence[tuple[float, float]], count: int) -> list[Point]:
    """COUNT columns; each part goes to the column that is shortest so far."""
    filled, widths, homes = [0.0] * count, [0.0] * count, list[tuple[int, float]]()
    for width, height in sizes:
        column = filled.index(min(filled))
        homes.append((column, filled[column]))
        filled[column] += height + _BELOW
        widths[column] = max(widths[column], width)
    lefts = [sum(widths[:column]) + _BETWEEN * column for column in range(count)]
    return [(lefts[column], top) for column, top in homes]
