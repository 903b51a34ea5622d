"""One of several choices, drawn from the tokens: a ring, and a dot in the one that is taken."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton

from ...canvas.look import fonts
from .. import look


class Radio(QRadioButton):
    """The ring is 14; the text follows at 8."""

    def __init__(self, text: str = "", style: str = "row") -> None:
        super().__init__(text)
        self.setFont(fonts.font(style))

    def sizeHint(self) -> QSize:
        return QSize(23 + self.fontMetrics().horizontalAdvance(self.text()), 20)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ring(painter, QRectF(0.5, (self.height() - 14) / 2 + 0.5, 13, 13))
        painter.setPen(look.color("text" if self.isEnabled() else "disabled"))
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(23, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())

    def _draw_ring(self, painter: QPainter, ring: QRectF) -> None:
        taken = look.color("accent" if self.isEnabled() else "disabled")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 1.5))
            painter.drawEllipse(ring.adjusted(-2, -2, 2, 2))
        painter.setPen(QPen(taken if self.isChecked() else look.color("control"), 1))
        painter.setBrush(look.color("card"))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(taken)
            painter.drawEllipse(ring.adjusted(3.5, 3.5, -3.5, -3.5))
