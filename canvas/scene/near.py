"""The cards that some lines could meet: while a card is dragged only these are routed around."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsScene

from ..picture import Line
from ..routing.wires import Box
from .card_item import CardItem

_FEW = 150
_REACH = 120


def near_boxes(scene: QGraphicsScene, items: Mapping[str, CardItem], lines: Iterable[Line]) -> dict[str, Box]:
    """All of them in a small picture."""
    if len(items) <= _FEW:
        return {key: item.box for key, item in items.items()}
    ends = {key for line in lines for key in (line.start, line.end)}
    area = QRectF()
    for key in ends:
        area = area.united(items[key].rect)
    area.adjust(-_REACH, -_REACH, _REACH, _REACH)
    # by their rectangles: for the shape of a line Qt has to stroke its path
    near = scene.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
    found = {item.card.id for item in near if isinstance(item, CardItem)} | ends
    return {key: items[key].box for key in found if key in items}
