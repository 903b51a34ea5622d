"""The ground of the map: the canvas colour and its dots, 24 apart; further apart when the map is far away."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTransform

from .look.theme import Theme
from .measures import GRID

_CLOSEST = 15.0


class Ground:
    """The dots are one polygon of a pitch of 1, scaled when it is painted."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._dots = QPolygonF()

    def paint(self, painter: QPainter, exposed: QRectF, theme: Theme) -> None:
        """EXPOSED is in places of the map, as Qt hands it to drawBackground."""
        painter.fillRect(exposed, theme.color("canvas"))
        world = QTransform(painter.worldTransform())
        pitch = GRID * world.m11()
        while pitch < _CLOSEST:
            pitch *= 2
        area = world.mapRect(exposed)
        dots = self._polygon(math.ceil(area.width() / pitch) + 2, math.ceil(area.height() / pitch) + 2)
        origin = world.map(QPointF(0, 0))
        left = math.floor((area.x() - origin.x()) / pitch) * pitch + origin.x()
        top = math.floor((area.y() - origin.y()) / pitch) * pitch + origin.y()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setWorldTransform(QTransform(pitch, 0, 0, pitch, left, top))
        pen = QPen(theme.color("grid"), 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPoints(dots)
        painter.restore()

    def _polygon(self, across: int, down: int) -> QPolygonF:
        if self._size[0] < across or self._size[1] < down or self._size[0] * self._size[1] > 3 * across * down:
            self._size = (across, down)
            self._dots = QPolygonF([QPointF(x, y) for x in range(across) for y in range(down)])
        return self._dots
