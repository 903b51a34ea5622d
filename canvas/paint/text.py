"""Text in a box: elided, or centred. In an SVG it becomes outlines.

An SVG names fonts but does not carry them: with another font words grow into lines. A PDF embeds its fonts, so that its
text stays text.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtSvg import QSvgGenerator

from ..look import fonts

_NAMES = frozenset({"card_name", "row_code"})
"""Styles of names and routes."""


def write(painter: QPainter, place: QPointF, text: str, font: QFont, color: QColor) -> None:
    """A text with the left end of its baseline at PLACE."""
    if isinstance(painter.device(), QSvgGenerator):
        path = QPainterPath()
        path.addText(place, font, text)
        painter.fillPath(path, color)
        return
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(place, text)


def text_in(painter: QPainter, box: QRectF, text: str, style: str, color: QColor, font: QFont | None = None) -> None:
    """A text in the vertical middle of a box, elided where it is too long: names in their middle, as they often begin
    alike.
    """
    font = font or fonts.font(style)
    metrics = QFontMetricsF(font)
    mode = Qt.TextElideMode.ElideMiddle if style in _NAMES else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, mode, box.width() + 0.5)
    baseline = box.y() + (box.height() + metrics.capHeight()) / 2
    write(painter, QPointF(box.x(), round(baseline * 2) / 2), shown, font, color)


def centred(painter: QPainter, box: QRectF, text: str, style: str, color: QColor) -> None:
    metrics = fonts.metrics(style)
    x = box.center().x() - metrics.horizontalAdvance(text) / 2
    write(painter, QPointF(x, box.center().y() + metrics.capHeight() / 2), text, fonts.font(style), color)
