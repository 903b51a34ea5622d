"""Aligning and distributing cards: boxes in, places out. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping

from .routing.wires import Box, Point


def aligned(boxes: Mapping[str, Box], edge: str) -> dict[str, Point]:
    """All cards with one edge in line: `left`, `right`, `top` or `bottom`."""
    left, right = min(box.x for box in boxes.values()), max(box.right for box in boxes.values())
    top, bottom = min(box.y for box in boxes.values()), max(box.bottom for box in boxes.values())
    match edge:
        case "left":
            return {key: (left, box.y) for key, box in boxes.items()}
        case "right":
            return {key: (right - box.width, box.y) for key, box in boxes.items()}
        case "top":
            return {key: (box.x, top) for key, box in boxes.items()}
        case "bottom":
            return {key: (box.x, bottom - box.height) for key, box in boxes.items()}
    raise ValueError(f"{edge!r} is not left, right, top or bottom")


def distributed(boxes: Mapping[str, Box], *, vertical: bool) -> dict[str, Point]:
    """The same gap between all neighbours; the outer two stay where they are."""
    order = sorted(boxes, key=lambda key: boxes[key].y if vertical else boxes[key].x)
    starts = [boxes[key].y if vertical else boxes[key].x for key in order]
    sizes = [boxes[key].height if vertical else boxes[key].width for key in order]
    gap = (starts[-1] - starts[0] - sum(sizes[:-1])) / (len(order) - 1)
    places: dict[str, Point] = {}
    at = starts[0]
    for key, size in zip(order, sizes, strict=True):
        places[key] = (boxes[key].x, at) if vertical else (at, boxes[key].y)
        at += size + gap
    return places
