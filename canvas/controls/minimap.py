"""The minimap: every card a small rectangle, the window a frame that can be dragged.

Painted from cached rectangles; the map itself is never rendered for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ..look.theme import Theme
from ..look.tokens import tokens
from ..scene.overview import overview_color
from .panel import paint_panel

_PAD = 8.0
_MANY = 300


class Minimap(QWidget):
    moved = Signal(object)
    """The place of the map (QPointF) that is to be in the middle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._cards: list[tuple[str, QRectF]] = []
        self._bounds = QRectF()
        self._window = QRectF()
        self._ground: QPixmap | None = None
        self.setFixedSize(*tokens()["window"]["minimap"])
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Minimap"))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._ground = None
        self.update()

    def set_cards(self, cards: Iterable[tuple[str, QRectF]], bounds: QRectF) -> None:
        self._cards, self._bounds, self._ground = list(cards), bounds, None
        self.update()

    def set_window(self, window: QRectF) -> None:
        """The part of the map that can be seen."""
        self._window = window
        self.update()

    def _scale(self) -> float:
        if self._bounds.isEmpty():
            return 1.0
        room = self.rect().adjusted(int(_PAD), int(_PAD), -int(_PAD), -int(_PAD))
        return min(room.width() / self._bounds.width(), room.height() / self._bounds.height())

    def _origin(self) -> QPointF:
        scale, bounds = self._scale(), self._bounds
        left = (self.width() - bounds.width() * scale) / 2 - bounds.x() * scale
        return QPointF(left, (self.height() - bounds.height() * scale) / 2 - bounds.y() * scale)

    def _made_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_panel(painter, QRectF(0, 0, self.width(), self.height() - 1), self.theme)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_cards(painter)
        painter.end()
        return made

    def _paint_cards(self, painter: QPainter) -> None:
        """Of many, which are small, all of a family at once and with sharp corners: it takes a fifth of the time."""
        scale, origin = self._scale(), self._origin()
        painter.translate(origin)
        painter.scale(scale, scale)
        grouped: defaultdict[str, list[QRectF]] = defaultdict(list)
        for family, rect in self._cards:
            grouped[family].append(rect)
        for family, rects in grouped.items():
            painter.setBrush(overview_color(family, self.theme))
            if len(self._cards) > _MANY:
                painter.drawRects(rects)
                continue
            for rect in rects:
                painter.drawRoundedRect(rect, 1 / scale, 1 / scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None or self._ground.devicePixelRatio() != self.devicePixelRatioF():
            self._ground = self._made_ground()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, origin = self._scale(), self._origin()
        view = self._window
        frame = QRectF(view.x() * scale, view.y() * scale, view.width() * scale, view.height() * scale)
        frame = frame.translated(origin).intersected(QRectF(2, 2, self.width() - 4, self.height() - 5))
        painter.setPen(QPen(self.theme.color("accent"), 1.5))
        painter.setBrush(self.theme.color("accent", 0.05))
        painter.drawRoundedRect(frame, 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit((event.position() - self._origin()) / self._scale())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
