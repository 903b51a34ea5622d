"""Which cards are in the way: a grid of buckets over the cards, so that a question looks at a few cards only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..measures import CLEARANCE
from .wires import Box

_CELL_W, _CELL_H = 256.0, 128.0


class Obstacles:
    """The cards, each with the clearance that lines keep from it. Cards never move here; make a new one instead."""

    def __init__(self, boxes: Mapping[str, Box], clearance: float = CLEARANCE) -> None:
        # a hair less than the clearance, so that a line exactly at it is clear
        self._margin = clearance - 0.01
        self._cells: defaultdict[tuple[int, int], list[tuple[str, Box]]] = defaultdict(list)
        for key, box in boxes.items():
            for cell in self._cells_of(
                box.x - clearance, box.y - clearance, box.right + clearance, box.bottom + clearance
            ):
                self._cells[cell].append((key, box))
        self.bottom = max((box.bottom for box in boxes.values()), default=0.0)

    @staticmethod
    def _cells_of(left: float, top: float, right: float, bottom: float) -> Iterable[tuple[int, int]]:
        for column in range(int(left // _CELL_W), int(right // _CELL_W) + 1):
            for row in range(int(top // _CELL_H), int(bottom // _CELL_H) + 1):
                yield column, row

    def within(self, left: float, top: float, right: float, bottom: float, skip: tuple[str, ...] = ()) -> list[Box]:
        """The cards that a rectangle comes too close to."""
        margin = self._margin
        found: dict[str, Box] = {}
        for cell in self._cells_of(left, top, right, bottom):
            for key, box in self._cells.get(cell, ()):
                if (
                    key not in skip
                    and box.x - margin < right
                    and box.right + margin > left
                    and box.y - margin < bottom
                    and box.bottom + margin > top
                ):
                    found[key] = box
        return list(found.values())

    def clear(self, left: float, top: float, right: float, bottom: float, skip: tuple[str, ...] = ()) -> bool:
        margin = self._margin
        for cell in self._cells_of(left, top, right, bottom):
            for key, box in self._cells.get(cell, ()):
                if (
                    key not in skip
                    and box.x - margin < right
                    and box.right + margin > left
                    and box.y - margin < bottom
                    and box.bottom + margin > top
                ):
                    return False
        return True
