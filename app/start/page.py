"""The start page: open a folder, the recent projects, the examples with their pictures; a folder may be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget

from ...resources.version import VERSION
from .. import look
from ..bundled import Example
from ..preferences import Recent
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon, Mark
from ..widgets.text import Paragraph, Text
from .example_card import MIN_WIDTH, ExampleCard
from .recent_list import RecentList

if TYPE_CHECKING:
    from ...resources.architecture import Architecture

LEFT_WIDTH = 512


class StartPage(Area):
    """`example_wanted` carries an Example, `open_wanted` a path."""

    folder_wanted = Signal()
    open_wanted = Signal(str)
    example_wanted = Signal(object)
    clear_wanted = Signal()
    forget_wanted = Signal(str)

    def __init__(self, examples: Sequence[Example]) -> None:
        super().__init__()
        self.recent = RecentList()
        self.recent.opened.connect(self.open_wanted)
        self.recent.forgotten.connect(self.forget_wanted)
        self.cards = {example.name: ExampleCard(example, self.example_wanted.emit) for example in examples}
        self._clear = Button(self.tr("Clear"), kind="quiet", clicked=self.clear_wanted.emit)
        body = row(self._left(), self._right(), spacing=0)
        body.setAlignment(Qt.AlignmentFlag(0))
        body.setStretch(1, 1)
        self.setLayout(column(boxed(body), self._footer()))

    def show_recent(self, items: tuple[Recent, ...]) -> None:
        self.recent.show_recent(items, datetime.now())
        self._clear.setVisible(bool(items))

    def show_example(self, name: str, architecture: Architecture) -> None:
        self.cards[name].show_architecture(architecture)

    def _left(self) -> QWidget:
        title = column(
            Text("Archloom", "app_title"), Text(self.tr("The cloud behind your LangChain code"), "body", "text_2")
        )
        head = boxed(row(Mark(40), boxed(title), None, spacing=14))
        self.open = BigButton(self.tr("Open folder…"), "folder-open", "Ctrl+O", self.folder_wanted.emit)
        recent_head = boxed(row(Text(self.tr("Recent projects"), "control", "text_2"), None, self._clear))
        top = boxed(column(head, 36, self.open, 36, recent_head, margins=(12, 0, 12, 0)))
        foot = boxed(column(DropZone(), margins=(12, 0, 12, 0)))
        made = Area(column(top, 8, self.recent, None, foot, margins=(64, 64, 64, 40)), rule="right")
        made.setFixedWidth(LEFT_WIDTH)
        return made

    def _right(self) -> QWidget:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(24)
        head = row(Text(self.tr("Examples"), "page_title"),
                   Text(self.tr("open as they are and deploy to the sandbox on this computer"), "row", "text_2"), None,
                   spacing=10)  # fmt: skip
        content = Area(column(boxed(head), 12, boxed(self._grid), None, margins=(76, 62, 76, 40)), surface="canvas")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from card to card, which come into sight by themselves
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scroll = scroll
        return scroll

    def _footer(self) -> QWidget:
        made = Area(row(Text(f"Archloom {VERSION}", "secondary", "text_2"), None, margins=(12, 0, 12, 0)), rule="top")
        made.setFixedHeight(24)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - LEFT_WIDTH - 152
        count = max(1, min(3, (room + 24) // (MIN_WIDTH + 24)))
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // count, at % count)
        for column_ in range(3):
            self._grid.setColumnStretch(column_, int(column_ < count))


class BigButton(Button):
    """40 high, as wide as its column, with its keys at the right."""

    def __init__(self, text: str, icon: str, keys: str, clicked) -> None:
        super().__init__(text, icon, "main", clicked)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(40)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(look.color("on_accent"))
        painter.setOpacity(0.8)
        painter.drawText(
            self.rect().adjusted(0, 0, -16, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys
        )

    def _begin(self) -> float:
        return 16.0


class DropZone(QWidget):
    """Says what the whole window does: a folder that is dropped is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(96)
        words = Text(self.tr("Drop a folder anywhere in this window"), "row", "text_2")
        promise = Paragraph(
            self.tr("Opening reads the code. It runs nothing and writes nothing."), "secondary", "text_3"
        )
        promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(boxed(row(None, Icon("folder-simple", 20, "text_3"), None)), 4,
                              boxed(row(None, words, None)), 5, promise, margins=(12, 14, 12, 10)))  # fmt: skip

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color("border_strong"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 8, 8)
