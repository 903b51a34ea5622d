"""The ground of the map: the canvas colour and its dots, 24 apart; further apart when the map is far away."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from .look.theme import Theme
from .measures import GRID

_CLOSEST = 15.0


class Ground:
    """The dots are kept as one polygon per zoom and window size."""

    def __init__(self) -> None:
        self._key: tuple[float, int, int] = (0.0, 0, 0)
        self._dots = QPolygonF()

    def paint(self, painter: QPainter, exposed: QRectF, theme: Theme) -> None:
        """EXPOSED is in places of the map, as Qt hands it to drawBackground."""
        painter.fillRect(exposed, theme.color("canvas"))
        world = painter.worldTransform()
        zoom = world.m11()
        pitch = GRID * zoom
        while pitch < _CLOSEST:
            pitch *= 2
        area = world.mapRect(exposed)
        dots = self._polygon(pitch, math.ceil(area.width() / pitch) + 2, math.ceil(area.height() / pitch) + 2)
        origin = world.map(QPointF(0, 0))
        left = math.floor((area.x() - origin.x()) / pitch) * pitch + origin.x()
        top = math.floor((area.y() - origin.y()) / pitch) * pitch + origin.y()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.translate(left, top)
        painter.setPen(QPen(theme.color("grid"), 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawPoints(dots)
        painter.restore()

    def _polygon(self, pitch: float, across: int, down: int) -> QPolygonF:
        if self._key[0] != pitch or self._key[1] < across or self._key[2] < down:
            self._key = (pitch, across, down)
            self._dots = QPolygonF([QPointF(x * pitch, y * pitch) for x in range(across) for y in range(down)])
        return self._dots
