"""The turning arc of running work (900 ms a turn), and a bar of parts for a deployment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from .. import look

_STEP_MS, _STEP = 50, 20


class Spinner(QWidget):
    """It turns only while it is shown."""

    def __init__(self, size: int = 16) -> None:
        super().__init__()
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(size, size)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_spinner(QPainter(self), QRectF(self.rect()), self._angle)

    def _turn(self) -> None:
        self._angle = (self._angle - _STEP) % 360
        self.update()


def draw_spinner(painter: QPainter, rect: QRectF, angle: int = 0) -> None:
    """A pale ring with an accent arc that begins at ANGLE degrees."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = rect.adjusted(2, 2, -2, -2)
    painter.setPen(QPen(look.color("border_strong"), 2))
    painter.drawEllipse(ring)
    painter.setPen(QPen(look.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(ring, (angle + 90) * 16, -100 * 16)
    painter.restore()


class PartsBar(QWidget):
    """A bar of coloured parts: (state, share of the whole)."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[tuple[str, float]] = ()
        self.setFixedHeight(6)

    def set_parts(self, parts: Sequence[tuple[str, float]]) -> None:
        self._parts = parts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("pressed"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        left = 0.0
        for state, share in self._parts:
            width = share * self.width()
            painter.setBrush(look.current().state(state).text)
            painter.drawRect(QRectF(left, 0, max(0.0, width - 2), self.height()))
            left += width
