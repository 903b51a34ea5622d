"""A sample of a line style with its word, for the legend on the map and on exported sheets."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from ..look import fonts
from ..look.theme import Theme
from ..picture import Style
from .lines import body_and_stub, color_of, end_sign, pen_of
from .text import write


def paint_sample(
    painter: QPainter,
    place: QPointF,
    style: Style,
    text: str,
    theme: Theme,
    length: float,
    font: str = "secondary",
    ground: str = "raised",
) -> None:
    """A short line with its end sign, and its word 8 after it; PLACE is its left end."""
    y = round(place.y()) + 0.5
    points = ((place.x(), y), (place.x() + length, y))
    color = color_of(style, theme)
    body, stub = body_and_stub(points, style)
    painter.setPen(pen_of(style, color))
    painter.drawLine(QPointF(*body[0]), QPointF(*body[1]))
    if stub:
        painter.setPen(QPen(color, 1.25))
        painter.drawLine(QPointF(*stub[0]), QPointF(*stub[1]))
    if style == "setting":
        painter.setPen(QPen(color, 1.25))
        painter.setBrush(theme.color(ground))
    else:
        painter.setPen(QPen(color, 0.01))
        painter.setBrush(color)
    painter.drawPath(end_sign(points, style))
    metrics = fonts.metrics(font)
    corner = QPointF(place.x() + length + 8, place.y() + metrics.capHeight() / 2)
    write(painter, corner, text, fonts.font(font), theme.color("text_2"))
