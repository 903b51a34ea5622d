"""Moving among cards by keys: the next card in a direction, and reading order. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping

from .routing.wires import Box


def towards(boxes: Mapping[str, Box], key: str, dx: int, dy: int) -> str | None:
    """The nearest card to the left, right, above or below; what lies straight ahead is nearer than what lies aside."""
    here = boxes[key]
    x, y = here.x + here.width / 2, here.y + here.height / 2
    best: tuple[float, str] | None = None
    for other, box in boxes.items():
        across, down = box.x + box.width / 2 - x, box.y + box.height / 2 - y
        ahead, aside = (across * dx, abs(down)) if dx else (down * dy, abs(across))
        if other == key or ahead <= 1:
            continue
        candidate = (ahead + 2.5 * aside, other)
        best = min(best, candidate) if best else candidate
    return best[1] if best else None


def reading_order(boxes: Mapping[str, Box]) -> list[str]:
    """Column by column from the left, each from the top."""
    return sorted(boxes, key=lambda key: (round(boxes[key].x / 40), boxes[key].y, key))
