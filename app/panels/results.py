"""A floating list under a field: the search results, the kinds of quick add. The field keeps the focus and the keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...canvas.look import fonts, icons
from .. import look
from ..widgets.chips import draw_method
from ..widgets.fields import draw_keys
from ..widgets.frames import Area, column
from ..widgets.list_row import draw_ground
from ..widgets.text import Paragraph
from .finder import Found

ROW = 30
_DATA = Qt.ItemDataRole.UserRole


class Results(Area):
    """`chosen` carries a Found."""

    chosen = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(surface="")
        self.setParent(over)
        look.dress(self)
        self.setProperty("float", True)
        self._list = QListView()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setMouseTracking(True)
        self._list.setStyleSheet("background: transparent;")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_Painter(self._list))
        self._model = QStandardItemModel(self)
        self._list.setModel(self._model)
        self._list.clicked.connect(lambda index: self.chosen.emit(index.data(_DATA)))
        self._nothing = Paragraph("", "row", "text_2")
        self.setLayout(column(self._nothing, self._list, margins=(5, 5, 5, 5)))
        self.hide()

    def show_found(self, found: tuple[Found, ...], nothing: str = "") -> None:
        self._model.clear()
        for thing in found:
            item = QStandardItem(f"{thing.method} {thing.title}".strip())
            item.setData(thing, _DATA)
            self._model.appendRow(item)
        self._nothing.setText(nothing)
        self._nothing.setContentsMargins(8, 6, 8, 6)
        self._nothing.setVisible(bool(nothing) and not found)
        self._list.setVisible(bool(found))
        self._list.setFixedHeight(max(1, len(found)) * ROW)
        if found:
            self._list.setCurrentIndex(self._model.index(0, 0))
        self.adjustSize()

    def found(self) -> tuple[Found, ...]:
        return tuple(self._model.item(at).data(_DATA) for at in range(self._model.rowCount()))

    def move_by(self, step: int) -> None:
        count = self._model.rowCount()
        if count:
            at = (self._list.currentIndex().row() + step) % count
            self._list.setCurrentIndex(self._model.index(at, 0))

    def accept(self) -> bool:
        """Choose the current one; False when there is none."""
        found = self._list.currentIndex().data(_DATA)
        if found is None:
            return False
        self.chosen.emit(found)
        return True

    def sizeHint(self) -> QSize:
        rows = max(1, self._model.rowCount())
        return QSize(self.width(), rows * ROW + 12)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        draw_ground(painter, rect, option.state, 5)
        self._thing(painter, rect, index.data(_DATA))
        painter.restore()

    def _thing(self, painter: QPainter, rect: QRectF, found: Found) -> None:
        middle = rect.center().y()
        if found.method:
            draw_method(painter, QRectF(rect.left() + 6, middle - 8, 32, 16), found.method)
        elif found.icon:
            icons.draw(painter, QRectF(rect.left() + 14, middle - 8, 16, 16), found.icon, look.color(found.tone))
        right = rect.right() - 8
        if found.keys:
            right = draw_keys(painter, right, middle, found.keys) - 8
        box = QRectF(rect.left() + 46, rect.top(), right - rect.left() - 46, rect.height())
        painter.setFont(fonts.font("row_code" if found.method else "row"))
        painter.setPen(look.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, found.title)
        if found.note:
            painter.setFont(fonts.font("secondary"))
            painter.setPen(look.color("text_3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, found.note)
