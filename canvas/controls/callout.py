"""The callout at a card that failed: who refused, what, the next step, and links to act on it.

It is a child of the view, follows its card when the map moves, and hides where text could not be read anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme

WIDTH = 228
_PAD = 12.0
_NOSE = 8.0
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Failure:
    """What the callout says; `links` are (key, words), the key comes back with the click."""

    title: str
    text: str
    next_step: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Callout(QWidget):
    clicked = Signal(object)

    def __init__(self, theme: Theme, failure: Failure, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.failure, self._view = theme, failure, parent
        self._places: list[tuple[str, QRectF]] = []
        self._nose = _PAD + 18
        self._below = False
        self.setMouseTracking(True)
        self.setAccessibleName("\n".join([failure.title, failure.text, failure.next_step]))
        self.setFixedSize(WIDTH, round(self._height() + _NOSE))

    def _box(self, text: str, style: str) -> float:
        room = QRectF(0, 0, WIDTH - 2 * _PAD, 1000)
        return fonts.metrics(style).boundingRect(room, _WRAP, text).height() if text else 0.0

    def _height(self) -> float:
        failure = self.failure
        height = _PAD + 18 + self._box(failure.text, "secondary") + _PAD
        if failure.next_step:
            height += 8 + self._box(failure.next_step, "secondary")
        return height + (20 if failure.links else 0)

    def point_at(self, card: QRectF, others: list[QRectF]) -> None:
        """Stands above or below a card of the view, where it covers fewer others, its nose on the card."""
        room = self._view.rect()
        x = min(max(card.x(), 4.0), room.width() - WIDTH - 4.0)
        above = QRectF(x, card.y() - self.height() - 2, WIDTH, self.height())
        below = QRectF(x, card.bottom() + 2, WIDTH, self.height())
        self._below = _covered(below, others, room.height()) < _covered(above, others, room.height())
        self._nose = min(max(card.x() + 34 - x, 20.0), WIDTH - 20.0)
        self.move((below if self._below else above).topLeft().toPoint())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, failure = self.theme, self.failure
        painter.setPen(QPen(theme.state("failed").stroke, 1))
        painter.setBrush(theme.color("raised"))
        painter.drawPath(self._outline())
        top = _NOSE if self._below else 0.0
        y = self._write(painter, top + _PAD - 2, failure.title, "control", theme.state("failed").text)
        y = self._write(painter, y + 2, failure.text, "secondary", theme.color("text"))
        if failure.next_step:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(1, round(y) + 4.5), QPointF(WIDTH - 1, round(y) + 4.5))
            y = self._write(painter, y + 9, failure.next_step, "secondary", theme.color("text_2"))
        self._write_links(painter, y + 4)

    def _outline(self) -> QPainterPath:
        body, nose = QPainterPath(), QPainterPath()
        top, bottom = (_NOSE, float(self.height())) if self._below else (0.0, self.height() - _NOSE)
        body.addRoundedRect(QRectF(0.5, top + 0.5, WIDTH - 1, bottom - top - 1), 8, 8)
        base, tip = (top + 1, 2.0) if self._below else (bottom - 1, self.height() - 2.0)
        nose.moveTo(self._nose - _NOSE, base)
        nose.lineTo(self._nose, tip)
        nose.lineTo(self._nose + _NOSE, base)
        nose.closeSubpath()
        return body.united(nose)

    def _write(self, painter: QPainter, y: float, text: str, style: str, color: QColor) -> float:
        painter.setFont(fonts.font(style))
        painter.setPen(color)
        height = self._box(text, style)
        painter.drawText(QRectF(_PAD, y, WIDTH - 2 * _PAD, height + 2), _WRAP, text)
        return y + height

    def _write_links(self, painter: QPainter, y: float) -> None:
        self._places = []
        x = _PAD
        painter.setFont(fonts.font("line_label"))
        painter.setPen(self.theme.color("accent"))
        for key, words in self.failure.links:
            width = fonts.metrics("line_label").horizontalAdvance(words)
            painter.drawText(QPointF(x, y + 12), words)
            self._places.append((key, QRectF(x - 4, y - 2, width + 8, 20)))
            x += width + 16

    def _link_at(self, place: QPointF) -> str | None:
        return next((key for key, rect in self._places if rect.contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._link_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if key := self._link_at(event.position()):
            self.clicked.emit(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()


def _covered(place: QRectF, others: list[QRectF], height: float) -> float:
    """How much of other cards, and of itself beyond the view, a callout would hide here."""
    outside = max(0.0, -place.y()) + max(0.0, place.bottom() - height)
    hidden = (place.intersected(other) for other in others)
    return outside * WIDTH * 4 + sum(part.width() * part.height() for part in hidden)
