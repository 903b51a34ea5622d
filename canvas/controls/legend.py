"""The slim legend of line styles; it can be closed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme
from ..paint.lines import body_and_stub, color_of, end_sign, pen_of
from ..picture import Style
from .panel import HEIGHT, FlatButton, Panel

_SAMPLE = 28.0


class Sample(QWidget):
    """One line style and its word."""

    def __init__(self, panel: Panel, style: Style, text: str) -> None:
        super().__init__(panel)
        self._style: Style = style
        self._text = text
        self.setAccessibleName(text)
        self.setFixedSize(
            QSize(round(_SAMPLE + 10 + fonts.metrics("secondary").horizontalAdvance(text)) + 18, HEIGHT - 4)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        panel = self.parentWidget()
        if isinstance(panel, Panel):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_sample(painter, QPointF(8, self.height() / 2), self._style, self._text, panel.theme, _SAMPLE)


def paint_sample(
    painter: QPainter, place: QPointF, style: Style, text: str, theme: Theme, length: float, font: str = "secondary"
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
        painter.setBrush(theme.color("raised"))
    else:
        painter.setPen(QPen(color, 0.01))
        painter.setBrush(color)
    painter.drawPath(end_sign(points, style))
    metrics = fonts.metrics(font)
    painter.setFont(fonts.font(font))
    painter.setPen(theme.color("text_2"))
    painter.drawText(QPointF(place.x() + length + 8, place.y() + metrics.capHeight() / 2), text)


class Legend(Panel):
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        styles: tuple[tuple[Style, str], ...] = (
            ("trigger", self.tr("Trigger")),
            ("permission", self.tr("Permission")),
            ("declared", self.tr("Declared only")),
            ("possible", self.tr("Possible")),
            ("setting", self.tr("Setting")),
        )
        for style, text in styles:
            self.row.addWidget(Sample(self, style, text))
        close = FlatButton(theme, self, self.tr("Hide the legend"), "x")
        close.clicked.connect(self.closed)
        self.row.addWidget(close)
        self.adjustSize()


__all__ = ["Legend", "paint_sample"]
