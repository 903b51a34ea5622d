"""Text in a box: elided at the end, or centred."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ..look import fonts


def text_in(painter: QPainter, box: QRectF, text: str, style: str, color: QColor, font: QFont | None = None) -> None:
    font = font or fonts.font(style)
    painter.setFont(font)
    painter.setPen(color)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    baseline = box.y() + (box.height() + metrics.capHeight()) / 2
    painter.drawText(QPointF(box.x(), round(baseline * 2) / 2), shown)


def centred(painter: QPainter, box: QRectF, text: str, style: str, color: QColor) -> None:
    font = fonts.font(style)
    painter.setFont(font)
    painter.setPen(color)
    metrics = QFontMetricsF(font)
    x = box.center().x() - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(x, box.center().y() + metrics.capHeight() / 2), text)
