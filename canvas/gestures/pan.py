"""Moving the map under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from ..map_view import MapView
from .gesture import Gesture


class Pan(Gesture):
    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = False

    def __init__(self, view: MapView, place: QPointF, spot: QPointF) -> None:
        super().__init__(view, place, spot)
        self._last = spot
        self._origin = view.centre()

    def move(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        delta, self._last = spot - self._last, spot
        self.view.pan_by(delta.x(), delta.y())

    def cancel(self) -> None:
        self.view.centerOn(self._origin)
