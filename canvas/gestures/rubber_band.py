"""A rectangle that selects the cards that it touches; with Shift, besides what is selected."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsRectItem

from ..map_view import MapView
from ..selection import Picked
from .gesture import Gesture


class RubberBand(Gesture):
    def __init__(self, view: MapView, place: QPointF, spot: QPointF, *, add: bool) -> None:
        super().__init__(view, place, spot)
        self._before = self.stage.picked
        self._kept = self.stage.picked if add else Picked()
        theme = self.stage.theme
        self._band = QGraphicsRectItem()
        pen = QPen(theme.color("accent"), 1)
        pen.setCosmetic(True)
        self._band.setPen(pen)
        self._band.setBrush(theme.color("accent", 0.08))
        self.stage.float_item(self._band)

    def move(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        area = QRectF(self.start, place).normalized()
        self._band.setRect(area)
        inside = {key for key, item in self.stage.items_by_id.items() if item.rect.intersects(area)}
        self.view.pick(Picked(self._kept.cards | inside, self._kept.rows, self._kept.lines))

    def finish(self, place: QPointF, spot: QPointF) -> None:
        self.stage.drop_item(self._band)

    def cancel(self) -> None:
        self.stage.drop_item(self._band)
        self.view.pick(self._before)
