"""How a row of the outline is painted: group with count, resource with icon, route with method, badges at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ...canvas.look import fonts, icons
from .. import look
from ..widgets.chips import draw_method
from ..widgets.list_row import draw_ground
from ..widgets.spinner import draw_spinner
from .outline_model import ID, THING
from .outline_rows import Group, Row

GROUP, ROW = 24, 26


@dataclass(frozen=True, slots=True)
class Badge:
    """What the deployment says about a row: an icon in a tone, or a spinner (`icon` is then `running`)."""

    icon: str
    tone: str
    words: str
    struck: bool = False


class OutlinePainter(QStyledItemDelegate):
    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.badges: Mapping[str, Badge] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if not index.parent().isValid():  # a group; asked for thousands of rows, so not by what hangs on it
            return QSize(100, GROUP + (6 if index.row() else 0))
        return QSize(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        rect.setLeft(0)
        thing = index.data(THING)
        if isinstance(thing, Group):
            self._group(painter, rect, thing, self._view.isExpanded(index))
        else:
            state: QStyle.StateFlag = option.state
            self._ground(painter, rect, state)
            self._row(painter, rect, thing, self.badges.get(index.data(ID)))
        painter.restore()

    def _group(self, painter: QPainter, rect: QRect, group: Group, expanded: bool) -> None:
        rect = rect.adjusted(0, rect.height() - GROUP, 0, 0)
        middle = rect.center().y() + 0.5
        caret = "caret-down" if expanded else "caret-right"
        icons.draw(painter, QRectF(8, middle - 5, 10, 10), caret, look.color("text_2"))
        painter.setFont(fonts.font("section"))
        painter.setPen(look.color("text_2"))
        painter.drawText(rect.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, group.title)
        left = 22 + painter.fontMetrics().horizontalAdvance(group.title) + 5
        painter.setFont(fonts.font("secondary"))
        painter.setPen(look.color("text_3"))
        painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(len(group.rows)))

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        box = QRectF(rect).adjusted(8, 0, -8, 0)
        draw_ground(painter, box, state, 6)
        if state & QStyle.StateFlag.State_HasFocus and self._view.property("keyboard"):
            painter.setPen(QPen(look.color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def _row(self, painter: QPainter, rect: QRect, row: Row, badge: Badge | None) -> None:
        right = self._badges(painter, rect, row, badge)
        middle = rect.center().y() + 0.5
        inner = row.inner
        if inner and row.method:
            draw_method(painter, QRectF(49, middle - 8, 32, 16), row.method)
        elif inner:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("text_3"))
            painter.drawEllipse(QRectF(62, middle - 2, 4, 4))
        else:
            icons.draw(painter, QRectF(25, middle - 8, 16, 16), row.icon, look.color(f"family:{row.family}"))
        self._title(painter, rect.adjusted(89 if inner else 50, 0, right - rect.right(), 0), row, inner, badge)

    def _title(self, painter: QPainter, box: QRect, row: Row, inner: bool, badge: Badge | None) -> None:
        font = fonts.font("row_code" if inner else "body")
        struck = badge is not None and badge.struck
        font.setStrikeOut(struck)
        painter.setFont(font)
        painter.setPen(look.color("text_2" if struck else "text"))
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)

    def _badges(self, painter: QPainter, rect: QRect, row: Row, badge: Badge | None) -> int:
        """Paints them from the right; the answer is where the room for the title ends."""
        middle, right = rect.center().y() + 0.5, rect.right() - 14
        if badge is not None:
            box = QRectF(right - 14, middle - 7, 14, 14)
            if badge.icon == "running":
                draw_spinner(painter, box)
            else:
                icons.draw(painter, box, badge.icon, look.color(badge.tone))
            right -= 22
        if row.problem:
            icon = "warning-fill" if row.problem == "warning" else "warning-circle-fill"
            icons.draw(painter, QRectF(right - 14, middle - 7, 14, 14), icon, look.color(f"state:{row.problem}"))
            right -= 22
        return right
