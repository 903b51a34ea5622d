"""The heading of the popover: who may do what with whom."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..look import fonts, icons
from ..look.theme import Theme
from .parts import PAD, text_at


@dataclass(frozen=True, slots=True)
class End:
    """How one end of the line is shown in the heading."""

    icon: str
    family: str
    text: str
    method: str = ""


class Heading(QWidget):
    """`POST /chat may, on conversations`."""

    def __init__(self, theme: Theme, start: End, words: str, end: End, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._start, self._words, self._end = theme, start, words, end
        self.setFixedHeight(40)
        self.setAccessibleName(f"{start.method} {start.text} {words} {end.text}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        x = self._paint_end(painter, float(PAD), self._start)
        text_at(painter, QPointF(x + 8, 20), self._words, "body", theme.color("text_2"))
        x += 8 + fonts.metrics("body").horizontalAdvance(self._words) + 8
        self._paint_end(painter, x, self._end)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, 39.5), QPointF(self.width() - 1, 39.5))

    def _paint_end(self, painter: QPainter, x: float, end: End) -> float:
        theme = self.theme
        if end.method:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.state("neutral").soft)
            painter.drawRoundedRect(QRectF(x, 12, 32, 16), 4, 4)
            width = fonts.metrics("method").horizontalAdvance(end.method)
            text_at(painter, QPointF(x + 16 - width / 2, 20), end.method, "method", theme.color("text_2"))
            text_at(painter, QPointF(x + 40, 20), end.text, "row_code", theme.color("text"))
            return x + 40 + fonts.metrics("row_code").horizontalAdvance(end.text)
        icons.draw(painter, QRectF(x, 12, 16, 16), end.icon, theme.family(end.family).icon)
        text_at(painter, QPointF(x + 22, 20), end.text, "card_name", theme.color("text"))
        return x + 22 + fonts.metrics("card_name").horizontalAdvance(end.text)
