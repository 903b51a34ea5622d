"""The slim legend of line styles; it can be closed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme
from ..paint.sample import paint_sample
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
