"""All lines at once: slots, then shapes, then lanes, then corners.

Wires of a bundle are shaped together, short ones first. The work grows with the number of wires times the cards that
each of them passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .shapes import Shape, Shaper
from .slots import slots
from .tracks import assign
from .wires import Box, Point, Route, Wire


def route(boxes: Mapping[str, Box], wires: Iterable[Wire]) -> dict[str, Route]:
    """Wire key -> route. Every end of every wire is in BOXES."""
    wires = sorted(wires, key=lambda wire: wire.key)
    places, crowds = slots(wires, boxes)
    wires = [_crowded(wire) if crowds[wire.key] else wire for wire in wires]
    shaper = Shaper(boxes, wires, places)
    order = sorted(wires, key=lambda wire: (wire.bundle, boxes[wire.end].x, boxes[wire.end].y, wire.key))
    shapes = {wire.key: shaper.shape(wire) for wire in order}
    assign(shaper.verticals)
    assign(shaper.horizontals)
    return {key: Route(corners(shape), crowds[key]) for key, shape in shapes.items()}


def _crowded(wire: Wire) -> Wire:
    return replace(wire, bundle=crowd_bundle(wire.bundle, wire.end), crowd=True)


def crowd_bundle(bundle: str, end: str) -> str:
    """The bundle of the lines of one style that share a slot."""
    return f"{bundle.partition('|')[0]}>{end}"


def corners(shape: Shape) -> tuple[Point, ...]:
    """The points of a shape whose tracks have their positions; points that change nothing are left out."""
    (x, y), (end_x, end_y) = shape.start, shape.end
    points: list[Point] = [(x, y)]
    for index, track in enumerate(shape.runs):
        if index % 2 == 0:
            x = track.position
        else:
            y = track.position
        points.append((x, y))
    points.append((x, end_y))
    points.append((end_x, end_y))
    return tuple(_without_straights(points))


def _without_straights(points: list[Point]) -> list[Point]:
    kept = points[:1]
    for index in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], points[index], points[index + 1]
        same_x = abs(ax - bx) < 0.01 and abs(bx - cx) < 0.01
        same_y = abs(ay - by) < 0.01 and abs(by - cy) < 0.01
        if not (same_x or same_y):
            kept.append(points[index])
    return [*kept, points[-1]]
