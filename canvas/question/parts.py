"""What the popover is painted with: text, check marks, buttons that show their key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..look import fonts, icons
from ..look.theme import Theme

PAD = 12


def paint_check(painter: QPainter, box: QRectF, theme: Theme, *, on: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen if on else QPen(theme.color("control"), 1))
    painter.setBrush(theme.color("accent" if on else "field"))
    painter.drawRoundedRect(box if on else box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        icons.draw(painter, box.adjusted(2, 2, -2, -2), "check-bold", theme.color("on_accent"))


def text_at(painter: QPainter, place: QPointF, text: str, style: str, color: QColor) -> None:
    """A text with its left end and the middle of its capitals at PLACE."""
    painter.setFont(fonts.font(style))
    painter.setPen(color)
    painter.drawText(QPointF(place.x(), place.y() + fonts.metrics(style).capHeight() / 2), text)


class KeyButton(QAbstractButton):
    """A button of 28 with its key in a small frame."""

    def __init__(self, theme: Theme, text: str, key: str, parent: QWidget, *, main: bool) -> None:
        super().__init__(parent)
        self.theme, self._key, self._main = theme, key, main
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        metrics = fonts.metrics("control")
        self._key_width = fonts.metrics("badge_text").horizontalAdvance(key) + 10
        self.setFixedSize(QSize(round(metrics.horizontalAdvance(text) + self._key_width + 34), 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect = self.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ready = self.isEnabled()
        if self._main:
            name = "accent_hover" if self.underMouse() else "accent"
            painter.setBrush(theme.color(name) if ready else theme.color("pressed"))
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setBrush(theme.color("hover" if self.underMouse() else "raised"))
            painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.drawRoundedRect(rect, 6, 6)
        color = theme.color("on_accent" if self._main else "text") if ready else theme.color("disabled")
        text_at(painter, QPointF(12, self.height() / 2), self.text(), "control", color)
        frame = QRectF(self.width() - 12 - self._key_width, 7, self._key_width, 14).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        faint = theme.color("on_accent", 0.5) if self._main and ready else theme.color("border_strong")
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(frame, 3, 3)
        small = color if self._main else theme.color("text_3")
        text_at(painter, QPointF(frame.x() + 5, self.height() / 2), self._key, "badge_text", small)
