"""One sentence beside the pointer: why a card cannot be the end of a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme

_MAX = 380
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class Hint(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._ground = theme, parent
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    def show_at(self, text: str, spot: QPointF) -> None:
        """Shows the text below and right of a place of the parent, inside the parent."""
        self._text = text
        self.setAccessibleName(text)
        box = fonts.metrics("line_label").boundingRect(QRectF(0, 0, _MAX, 400), int(_FLAGS), text)
        self.setFixedSize(QSize(round(box.width()) + 18, round(box.height()) + 10))
        parent = self._ground.rect()
        x = min(spot.x() + 12, parent.width() - self.width() - 4)
        y = spot.y() + 18 if spot.y() + 18 + self.height() < parent.height() else spot.y() - self.height() - 8
        self.move(round(max(x, 4)), round(y))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("tooltip"))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setPen(self.theme.color("on_tooltip"))
        painter.setFont(fonts.font("line_label"))
        painter.drawText(QRectF(self.rect()).adjusted(9, 4, -8, -4), int(_FLAGS), self._text)
