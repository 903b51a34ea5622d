"""The preview as a tree of three columns: resource, change, before → after. What loses data asks for its name."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)  # fmt: skip

from ...canvas.look import fonts, icons
from ...canvas.slices import Slices, Steps
from .. import look
from ..widgets.frames import boxed, row
from ..widgets.list_row import draw_ground
from ..widgets.text import Text
from .tree_rows import Part, TreeRow
from .words import ACTIONS

ROW = 22
_AT_ONCE = 40
INDENT = 18
_DATA = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_ICONS = {"create": "plus", "update": "pencil-simple", "replace": "swap", "delete": "minus"}


class PreviewTree(QTreeView):
    """`chosen` carries the id of a card, `confirmed` is said whenever a typed name changes."""

    chosen = Signal(str)
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self._asked: dict[str, tuple[str, QLineEdit]] = {}
        self._filling = Slices(self)
        self.setModel(self._model)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setMouseTracking(True)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What a deployment changes"))
        self.header().setFont(fonts.font("secondary"))
        self.header().setFixedHeight(ROW)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_rows(self, rows: Iterator[TreeRow], *, asking: int = 0) -> None:
        """The first ASKING rows ask for a name; they are there on return, as Apply waits for it. Of many rows the
        others follow."""
        self._filling.cancel()
        self._asked = {}
        self._model.clear()
        self._model.setHorizontalHeaderLabels([self.tr("Resource"), self.tr("Change"), self.tr("Before → after")])
        first = list(itertools.islice(rows, max(_AT_ONCE, asking)))
        for data in first:
            self._model.appendRow(_items(data))
        header = self.header()
        for column, width in ((0, 306), (1, 90)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, width)
        header.setStretchLastSection(True)
        for at, data in enumerate(first):
            self._open(at, data, alone=len(first) == 1)
        self._filling.run(self._fill(len(first), rows))

    def _fill(self, first: int, rows: Iterator[TreeRow]) -> Steps:
        for at, data in enumerate(rows, first):
            self._model.appendRow(_items(data))
            self._open(at, data, alone=False)
            yield

    def first_question(self) -> QLineEdit | None:
        """The first field that waits for a name."""
        return next((line for name, line in self._asked.values() if line.text().strip() != name), None)

    def unconfirmed(self) -> int:
        """How many typed names are still missing."""
        return sum(line.text().strip() != name for name, line in self._asked.values())

    def loses(self) -> bool:
        """Does something in it lose data?"""
        return bool(self._asked)

    def select(self, subject: str) -> None:
        for at in range(self._model.rowCount()):
            if self._model.item(at).data(_DATA).subject == subject:
                self.setCurrentIndex(self._model.index(at, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint()).siblingAtColumn(0)
        depth = _depth(index)
        if index.isValid() and self._model.rowCount(index) and event.position().x() < 30 + depth * INDENT:
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def drawBranches(self, *_arguments: object) -> None:
        """The painter draws the carets."""

    def _open(self, at: int, data: TreeRow, *, alone: bool) -> None:
        """What is drastic, or the only thing, is open from the start."""
        index = self._model.index(at, 0)
        self.setExpanded(index, bool(data.loses) or alone or (at < 2 and data.action == "update"))
        for inner in range(self._model.rowCount(index)):
            self.setExpanded(self._model.index(inner, 0, index), True)
        if data.loses:
            self._ask(at, data)

    def _ask(self, at: int, data: TreeRow) -> None:
        line = QLineEdit()
        line.setFixedSize(112, 20)
        line.setFont(fonts.font("evidence"))
        line.setPlaceholderText(data.title)
        line.setAccessibleName(self.tr("Type {} to allow").format(data.title))
        line.textChanged.connect(lambda _text: self.confirmed.emit())
        words = Text(self.tr("Type its name to allow"), "secondary", "text_2")
        self._asked[data.subject] = (data.title, line)
        self.setIndexWidget(self._model.index(at, 2), boxed(row(None, words, line, margins=(0, 0, 12, 0))))

    def _tell(self, index: QModelIndex) -> None:
        while index.parent().isValid():
            index = index.parent()
        data = index.siblingAtColumn(0).data(_DATA)
        if isinstance(data, TreeRow) and data.subject:
            self.chosen.emit(data.subject)


def _items(data: TreeRow) -> list[QStandardItem]:
    words = "".join(f" {part.text}" for part in data.parts)
    items = [
        QStandardItem(f"{data.title} {data.note}".strip()),
        QStandardItem(_word(data)),
        QStandardItem(words.strip()),
    ]
    for item in items:
        item.setData(data, _DATA)
        item.setEditable(False)
    items[2].setToolTip(words.strip())
    for inner in data.rows:
        items[0].appendRow(_items(inner))
    return items


def _word(data: TreeRow) -> str:
    return data.word or ACTIONS[data.action]


def _depth(index: _Index) -> int:
    depth = 0
    while index.parent().isValid():
        index, depth = index.parent(), depth + 1
    return depth


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._columns: tuple[Callable[[QPainter, QRectF, TreeRow, _Index], None], ...] = (
            self._resource, self._change, self._parts,
        )  # fmt: skip

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        draw_ground(painter, rect, option.state)
        painter.setClipRect(rect)
        self._columns[index.column()](painter, rect, index.data(_DATA), index)
        painter.restore()

    def _resource(self, painter: QPainter, rect: QRectF, data: TreeRow, index: _Index) -> None:
        left = rect.left() + 12 + _depth(index) * INDENT
        middle = rect.center().y()
        if data.rows:
            caret = "caret-down" if self._view.isExpanded(index) else "caret-right"
            icons.draw(painter, QRectF(left, middle - 5, 10, 10), caret, look.color("text_2"))
        left += 16
        if data.icon:
            tone = look.color(f"family:{data.family}" if data.family else "text_2")
            icons.draw(painter, QRectF(left, middle - 7, 14, 14), data.icon, tone)
            left += 20
        room = rect.right() - left - 8
        style = "row_code" if data.mono and not data.note else "control" if data.family else "row"
        title = fonts.metrics(style).elidedText(data.title, Qt.TextElideMode.ElideMiddle, room)
        left = _draw(painter, QPointF(left, rect.top()), title, style, "text") + 5
        _draw(
            painter,
            QPointF(left, rect.top()),
            data.note,
            "row" if data.family else "row_code",
            "text_2" if data.family else "text",
        )

    def _change(self, painter: QPainter, rect: QRectF, data: TreeRow, _index: _Index) -> None:
        tone = "text_3" if data.action == "same" else f"state:{data.action}"
        if data.action in _ICONS:
            icons.draw(
                painter, QRectF(rect.left() + 8, rect.center().y() - 6, 12, 12), _ICONS[data.action], look.color(tone)
            )
        _draw(painter, QPointF(rect.left() + 24, rect.top()), _word(data), "line_label", tone)

    def _parts(self, painter: QPainter, rect: QRectF, data: TreeRow, _index: _Index) -> None:
        left = rect.left() + 8
        for part in data.parts:
            left = _draw_part(painter, left, rect, part) + 7


def _draw_part(painter: QPainter, left: float, rect: QRectF, part: Part) -> float:
    grounds = {"before": ("del_bg", "state:delete"), "after": ("add_bg", "state:create")}
    if part.look in grounds:
        ground, tone = grounds[part.look]
        width = fonts.metrics("evidence").horizontalAdvance(part.text) + 10
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(ground))
        painter.drawRoundedRect(QRectF(left, rect.center().y() - 8, width, 16), 4, 4)
        _draw(painter, QPointF(left + 5, rect.top()), part.text, "evidence", tone)
        return left + width
    tones = {"added": "state:create", "removed": "state:delete", "code": "text_2", "code_strong": "text"}
    style = "evidence" if part.look in tones else "row"
    return _draw(painter, QPointF(left, rect.top()), part.text, style, tones.get(part.look, part.look))


def _draw(painter: QPainter, at: QPointF, text: str, style: str, tone: str) -> float:
    """Draws a text in a row; the answer is where it ends."""
    painter.setFont(fonts.font(style))
    painter.setPen(look.color(tone))
    width = fonts.metrics(style).horizontalAdvance(text)
    painter.drawText(QRectF(at.x(), at.y(), width + 4, ROW), Qt.AlignmentFlag.AlignVCenter, text)
    return at.x() + width
