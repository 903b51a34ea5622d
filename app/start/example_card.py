"""An example on the start page: its small picture, title, a line about it, how many resources it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...canvas.look import fonts
from .. import look
from ..bundled import Example

if TYPE_CHECKING:
    from ...resources.architecture import Architecture
    from .thumbnail import Thumbnail

PICTURE, HEIGHT, MIN_WIDTH = 164, 224, 260


class ExampleCard(QWidget):
    """The picture appears when the example has been read."""

    def __init__(self, example: Example, deed: Callable[[Example], object]) -> None:
        super().__init__()
        self.example, self._deed = example, deed
        self._thumbnail: Thumbnail | None = None
        self._count = ""
        self.setMinimumSize(MIN_WIDTH, HEIGHT)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{example.title}. {example.words}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_architecture(self, architecture: Architecture) -> None:
        from .thumbnail import Thumbnail  # with the layout engine: not needed to show the page

        self._thumbnail = Thumbnail(architecture)
        count = len(architecture.resources)
        self._count = self.tr("1 resource") if count == 1 else self.tr("{} resources").format(count)
        self.update()

    @property
    def has_picture(self) -> bool:
        return self._thumbnail is not None

    def sizeHint(self) -> QSize:
        return QSize(296, HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._deed(self.example)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._deed(self.example)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        self._ground(painter, frame)
        picture = QRectF(10, 12, self.width() - 20, PICTURE - 24)
        if self._thumbnail is not None:
            self._thumbnail.paint(painter, picture)
        self._words(painter)
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(look.color("accent" if lit else "border"), 1.5 if lit else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)

    def _ground(self, painter: QPainter, frame: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(frame, 8, 8)
        painter.setClipPath(path)
        painter.fillRect(frame, look.color("card"))
        painter.fillRect(QRectF(0, 0, self.width(), PICTURE), look.color("canvas"))
        painter.fillRect(QRectF(0, PICTURE, self.width(), 1), look.color("border"))
        painter.setClipping(False)

    def _words(self, painter: QPainter) -> None:
        painter.setFont(fonts.font("secondary"))
        painter.setPen(look.color("text_3"))
        line = QRectF(13, PICTURE + 11, self.width() - 26, 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
        room = line.width() - painter.fontMetrics().horizontalAdvance(self._count) - 12
        _elided(painter, QRectF(line.left(), line.top(), room, 18), self.example.title, "card_name", "text")
        _elided(painter, line.translated(0, 19), self.example.words, "row", "text_2")


def _elided(painter: QPainter, box: QRectF, text: str, style: str, tone: str) -> None:
    painter.setFont(fonts.font(style))
    painter.setPen(look.color(tone))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
