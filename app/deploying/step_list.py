"""What a deployment does, a row per card: state, name, what happens, a short bar while it runs, time.

A list that paints what is seen: of 2,000 rows as widgets, their layout alone would hold the window for half a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from ...canvas.look import fonts, icons
from .. import look
from ..widgets.spinner import draw_spinner
from .standing import Group
from .words import clock, progress_words

NameOf = Callable[[str], str]
ROW = 26
_ORDER = {"failed": 0, "running": 1, "done": 2, "waits": 3}
_Index = QModelIndex | QPersistentModelIndex


class StepList(QListView):
    """`chosen` carries the key of the card that was clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = _Steps(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.chosen.emit(self._model.groups[index.row()].key))

    def show_groups(self, groups: tuple[Group, ...], now: float, name_of: NameOf) -> None:
        """Failed ones first, then what runs. Without groups the list is empty."""
        self._model.take(sorted(groups, key=lambda group: _ORDER[group.state]), now, name_of)

    def words(self) -> list[str]:
        """What each row says, as it is read out."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [self._model.index(at, 0).data(role) for at in range(self._model.rowCount())]


class _Steps(QAbstractListModel):
    def __init__(self, parent: StepList) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []
        self.now = 0.0
        self._name_of: NameOf = str

    def take(self, groups: list[Group], now: float, name_of: NameOf) -> None:
        self.now, self._name_of = now, name_of
        if len(groups) != len(self.groups):
            self.beginResetModel()
            self.groups = groups
            self.endResetModel()
        elif groups:
            self.groups = groups
            self.dataChanged.emit(self.index(0, 0), self.index(len(groups) - 1, 0))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        group = self.groups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._name_of(group.key)
            case Qt.ItemDataRole.ToolTipRole:
                return group.main.message
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._name_of(group.key)}: {progress_words(group)}"
            case Qt.ItemDataRole.UserRole:
                return group, self.now
            case _:
                return None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        group, now = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        _icon(painter, group, now)
        _text(painter, 40, 130, index.data(), "control", "text_2" if group.state == "waits" else "text")
        right = _time(painter, group, now, rect.width() - 16)
        fraction = _fraction(group)
        if fraction is not None:
            right -= 78
            _bar(painter, right + 8, fraction)
        tone = "state:error" if group.state == "failed" else "text_2"
        _text(painter, 170, right - 178, progress_words(group), "row", tone)
        painter.restore()


def _icon(painter: QPainter, group: Group, now: float) -> None:
    box = QRectF(16, (ROW - 16) / 2, 16, 16)
    if group.state == "running":
        draw_spinner(painter, box, int(now * 400) % 360)
        return
    names = {"failed": ("x-circle-fill", "state:error"), "done": ("check-circle-fill", "state:success")}
    name, tone = names.get(group.state, ("circle-dashed", "text_3"))
    icons.draw(painter, box.adjusted(1, 1, -1, -1), name, look.color(tone))


def _time(painter: QPainter, group: Group, now: float, right: float) -> float:
    seconds = now - group.began if group.state == "running" and group.began else group.seconds
    if group.state == "waits":
        return right
    painter.setFont(fonts.font("row_code"))
    painter.setPen(look.color("text_2"))
    painter.drawText(
        QRectF(right - 50, 0, 50, ROW), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, clock(seconds)
    )
    return right - 56


def _bar(painter: QPainter, left: float, fraction: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for share, tone in ((1.0, "pressed"), (fraction, "accent")):
        painter.setBrush(look.color(tone))
        painter.drawRoundedRect(QRectF(left, ROW / 2 - 2, 64 * share, 4), 2, 2)


def _text(painter: QPainter, left: float, width: float, text: str, style: str, tone: str) -> None:
    painter.setFont(fonts.font(style))
    painter.setPen(look.color(tone))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 6)
    painter.drawText(QRectF(left, 0, width, ROW), Qt.AlignmentFlag.AlignVCenter, shown)


def _fraction(group: Group) -> float | None:
    if group.state != "running":
        return None
    done = sum(step.state == "done" for step in group.pending)
    extra = sum(step.fraction or 0.0 for step in group.pending if step.state == "running")
    return (done + extra) / len(group.pending)
