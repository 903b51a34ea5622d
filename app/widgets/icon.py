"""Icons that stand by themselves: a plain one, the tinted tile of a kind, and the program's mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ...canvas.look import icons
from .. import look


class Icon(QWidget):
    def __init__(self, name: str, size: int = 16, tone: str = "text_2") -> None:
        super().__init__()
        self._name, self._tone = name, tone
        self.setFixedSize(size, size)

    def set(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            icons.draw(QPainter(self), QRectF(self.rect()), self._name, look.color(self._tone))


class Tile(QWidget):
    """The tinted square of a kind, 32 by default."""

    def __init__(self, icon: str, family: str, size: int = 32, icon_size: int = 20) -> None:
        super().__init__()
        self._icon, self._family, self._inner = icon, family, icon_size
        self.setFixedSize(size, size)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = look.current().family(self._family)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.tile)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        margin = (self.width() - self._inner) / 2
        icons.draw(painter, QRectF(margin, margin, self._inner, self._inner), self._icon, colors.icon)


class Mark(QWidget):
    """The program's mark, in the accent colour."""

    def __init__(self, size: int = 24) -> None:
        super().__init__()
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QRectF(self.rect()))


def draw_mark(painter: QPainter, rect: QRectF) -> None:
    """Two arches, the warp, and a thread that runs over one leg and under the next; on a grid of 24."""
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    painter.setPen(QPen(look.color("accent"), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_arch(3.6, 2.6))
    painter.drawPath(_arch(8.9, 9.0))
    for left, right in ((1.6, 6.2), (8.9, 11.4), (13.4, 16.6), (19.0, 22.4)):
        painter.drawLine(QPointF(left, 15.6), QPointF(right, 15.6))
    painter.restore()


def _arch(left: float, top: float) -> QPainterPath:
    width = 24 - 2 * left
    path = QPainterPath(QPointF(left, 21.8))
    path.lineTo(left, top + width / 2)
    path.arcTo(QRectF(left, top, width, width), 180, -180)
    path.lineTo(24 - left, 21.8)
    return path
