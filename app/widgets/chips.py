"""Chips: a word on a soft ground. `StateChip` has the icon of its state, `MethodChip` is GET or POST in a row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...canvas.look import fonts, icons
from ...canvas.picture import SHORT_METHODS
from .. import look


class Chip(QWidget):
    """`state` colours it; `icon` stands before the word. 18 high by default, radius 4."""

    def __init__(
        self, text: str, state: str = "neutral", icon: str = "", height: int = 18, style: str = "line_label"
    ) -> None:
        super().__init__()
        self._text, self._state, self._icon, self._style = text, state, icon, style
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setAccessibleName(text)

    def set(self, text: str, state: str | None = None) -> None:
        self._text, self._state = text, state or self._state
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = fonts.metrics(self._style).horizontalAdvance(self._text)
        return QSize(round(width) + 12 + (14 if self._icon else 0), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = look.current().state(self._state)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.soft)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        left = 6
        if self._icon:
            icons.draw(painter, QRectF(5, (self.height() - 12) / 2, 12, 12), self._icon, colors.text)
            left += 13
        painter.setFont(fonts.font(self._style))
        painter.setPen(colors.text)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class MethodChip(QWidget):
    """GET, POST, … 32 × 16."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self._method = method
        self.setFixedSize(32, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_method(QPainter(self), QRectF(self.rect()), self._method)


def draw_method(painter: QPainter, rect: QRectF, method: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    colors = look.current().state("neutral")
    painter.setBrush(colors.soft)
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(colors.text)
    painter.setFont(fonts.font("method"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, SHORT_METHODS.get(method, method))
    painter.restore()


def draw_pill(painter: QPainter, rect: QRectF, text: str, ground: QColor, ink: QColor) -> None:
    """A count in a pill, as on a tab."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(ink)
    painter.setFont(fonts.font("badge_text"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def split_label(label: str) -> tuple[str, str]:
    """`POST /chat` -> its method and its path; a label without a method has an empty one."""
    method, _, path = label.partition(" ")
    if method.isupper() and path.startswith("/"):
        return method, path
    return "", label
