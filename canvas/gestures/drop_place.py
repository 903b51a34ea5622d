"""Where a kind that is dragged from the palette would land: a dashed outline of a card under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from ..measures import CARD_MIN, HEAD, HEAD_CENTRE, TEXT_LEFT
from ..scene.stage import Stage

_RADIUS = 8


class DropPlace:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._item: QGraphicsPathItem | None = None

    def show(self, place: QPointF) -> None:
        if self._item is None:
            self._item = self._made()
            self._stage.float_item(self._item)
        self._item.setPos(corner_at(place))

    def _made(self) -> QGraphicsPathItem:
        path = QPainterPath()
        path.addRoundedRect(0, 0, CARD_MIN, HEAD, _RADIUS, _RADIUS)
        item = QGraphicsPathItem(path)
        pen = QPen(self._stage.theme.color("accent"), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        item.setPen(pen)
        item.setBrush(self._stage.theme.color("accent", 0.08))
        return item

    def hide(self) -> None:
        item, self._item = self._item, None
        if item is not None:
            self._stage.drop_item(item)


def corner_at(place: QPointF) -> QPointF:
    """The top left corner of a card whose tile is under the pointer."""
    return place - QPointF(TEXT_LEFT / 2, HEAD_CENTRE)
