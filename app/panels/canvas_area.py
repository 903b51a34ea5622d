"""The middle: the canvas, a strip above it, and what the window lays on it: quick add, toasts, words when empty."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...canvas.view import CanvasView
from ..widgets.buttons import Button
from ..widgets.frames import Area, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, plain
from ..widgets.toast import Toast
from .quick_add import QuickAdd


class CanvasArea(QWidget):
    """`empty_link` carries the link that was clicked in the words of an empty canvas."""

    empty_link = Signal(str)
    strip_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = CanvasView()
        self.strip = Strip()
        self.toast = Toast(self.view)
        self.quick_add = QuickAdd(self)
        self._empty = Paragraph("", "body", "text_2", rich=True)
        self._empty.setParent(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.linkActivated.connect(self.empty_link)
        self._empty.hide()
        self.setLayout(column(self.strip, self.view))
        self.strip.clicked.connect(self.strip_clicked)

    def say_empty(self, words: str) -> None:
        """Words in the middle of the canvas; none take them away."""
        self._empty.setText(words)
        self._empty.setVisible(bool(words))
        self._place()

    @property
    def empty_words(self) -> str:
        return "" if self._empty.isHidden() else self._empty.text()

    def middle(self) -> QPoint:
        """Where quick add opens when nobody pointed at a place."""
        return QPoint((self.width() - self.quick_add.width()) // 2, max(60, self.height() // 5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._empty.setFixedWidth(min(460, self.width() - 40))
        self._empty.adjustSize()
        self._empty.move((self.width() - self._empty.width()) // 2, max(80, self.height() // 3))
        self._empty.raise_()


class Strip(Area):
    """A line above the canvas: a file that does not parse, a project that is gone."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__(surface="state:error", rule="bottom")
        self._words = Elided("", "row", "text")
        self._button = Button("", kind="link", clicked=self.clicked.emit)
        layout: QHBoxLayout = row(Icon("warning-circle-fill", 14, "state:error"), self._words, self._button, None)
        layout.setContentsMargins(16, 0, 16, 0)
        self.setLayout(layout)
        self.setFixedHeight(32)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, button: str = "") -> None:
        self._words.setText(plain(words))
        self._button.setText(button)
        self._button.updateGeometry()
        self._button.setVisible(bool(button))
        self.setVisible(bool(words))
