"""The x of each rank: as wide as its cards, with room between for labels and for every lane that is needed there.

Lanes are known only after routing: lines are routed once with columns far apart, the lanes in each gap are measured,
and the gaps are closed up to what they need.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..measures import CLEARANCE, GAP, GAP_LABELLED, LANE
from ..routing.router import route
from ..routing.shapes import zone_for
from ..routing.wires import Box, Route
from .graph import Graph

_FAR = 900.0
_FEW_LINES = 2
_FEW_LANES = 3  # more than these may need one lane more when they come close together


def columns(graph: Graph, ranks: Mapping[str, int], tops: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Card id -> top left corner."""
    count = max(ranks.values(), default=-1) + 1
    widths = [0.0] * count
    for key, rank in ranks.items():
        widths[rank] = max(widths[rank], graph.by_id[key].width)
    if not count:
        return {}
    far = _lefts(widths, [_FAR] * (count - 1))
    boxes = _boxes(graph, ranks, tops, far)
    wires = [wire for wire in graph.wires if wire.start in boxes and wire.end in boxes]
    gaps = _gaps(graph, ranks, far, widths, route(boxes, wires))
    lefts = _lefts(widths, gaps)
    return {key: (lefts[rank], tops[key]) for key, rank in ranks.items()}


def _lefts(widths: list[float], gaps: list[float]) -> list[float]:
    lefts = [0.0]
    for width, gap in zip(widths, gaps, strict=False):
        lefts.append(lefts[-1] + width + gap)
    return lefts


def _boxes(graph: Graph, ranks: Mapping[str, int], tops: Mapping[str, float], lefts: list[float]) -> dict[str, Box]:
    return {
        key: Box(lefts[rank], tops[key], graph.by_id[key].width, graph.by_id[key].height) for key, rank in ranks.items()
    }


def _gaps(
    graph: Graph, ranks: Mapping[str, int], lefts: list[float], widths: list[float], routes: Mapping[str, Route]
) -> list[float]:
    labels: list[list[float]] = [[] for _ in widths]
    for wire in graph.wires:
        labels[ranks[wire.end]].append(wire.label)
    gaps: list[float] = []
    for rank in range(len(widths) - 1):
        left, right = lefts[rank] + widths[rank], lefts[rank + 1]
        runs = {round(x, 1) for found in routes.values() for x in _verticals(found) if left < x < right}
        near = max((x - left for x in runs if x - left < _FAR / 2), default=0.0)
        far = max((right - x for x in runs if x - left >= _FAR / 2), default=0.0)
        smallest = _smallest(labels[rank + 1])
        spare = LANE if len(runs) > _FEW_LANES else 0
        gaps.append(max(smallest, near + far + 2 * CLEARANCE + spare))
    return gaps


def _smallest(labels: list[float]) -> float:
    """A gap as wide as a style guide has it: narrow without labels, wide with a column of them, or for one or two."""
    if not any(labels):
        return GAP
    if len(labels) <= _FEW_LINES:
        return max(GAP, zone_for(labels) + 3 * CLEARANCE)
    return max(GAP_LABELLED, zone_for(labels) + GAP)


def _verticals(found: Route) -> list[float]:
    return [one[0] for one, other in zip(found.points, found.points[1:], strict=False) if abs(one[0] - other[0]) < 0.01]
