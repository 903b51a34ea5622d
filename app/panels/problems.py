"""Problems: what the code does not decide or what will not work, each with its place and what would help.

A list of painted rows: a thousand of them cost a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedWidget, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from ...canvas.look import fonts, icons
from ...resources.architecture import Problem
from .. import look
from ..fixes import can_fix
from ..widgets.frames import Area, boxed, column
from ..widgets.list_row import draw_ground
from ..widgets.text import Paragraph, plain

_ORDER = {"error": 0, "warning": 1, "info": 2}
_ICONS = {"error": "warning-circle-fill", "warning": "warning-fill", "info": "info-fill"}
_TONES = {"error": "state:error", "warning": "state:warning", "info": "state:neutral"}
_DATA = Qt.ItemDataRole.UserRole
FIX = "Fix…"
PLACE = 0.36
"""How much of a row its place may take; the sentence has the rest, and the tooltip both."""
Index = QModelIndex | QPersistentModelIndex


class Problems(Area):
    """`chosen` carries the Problem that was clicked, or taken with Enter; `fix_wanted` one whose Fix was clicked."""

    chosen = Signal(object)
    fix_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListView()
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.setItemDelegate(_Painter(self.list))
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self._pressed = QPointF()
        self.list.viewport().installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(lambda index: self.chosen.emit(index.data(_DATA)))
        words = self.tr("No problems. Everything in the picture was read from the code.")
        self._pages = QStackedWidget()
        self._pages.addWidget(boxed(column(Paragraph(words), None, margins=(16, 16, 16, 16))))
        self._pages.addWidget(self.list)
        self.setLayout(column(self._pages))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._pressed = event.position()
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        problem = index.data(_DATA)
        at_fix = can_fix(problem) and _fix_box(QRectF(self.list.visualRect(index))).contains(self._pressed)
        (self.fix_wanted if at_fix else self.chosen).emit(problem)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._model.clear()
        for problem in sorted(problems, key=lambda p: (_ORDER[p.severity], p.source)):
            item = QStandardItem(f"{problem.severity}: {problem.message} {problem.source}")
            item.setData(problem, _DATA)
            item.setToolTip("\n".join(filter(None, (problem.message, problem.remedy, str(problem.source)))))
            self._model.appendRow(item)
        self._pages.setCurrentIndex(1 if problems else 0)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: Option, index: Index) -> QSize:
        return QSize(200, 40 if index.data(_DATA).remedy else 26)

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        draw_ground(painter, rect, option.state)
        self._problem(painter, rect, index.data(_DATA))
        painter.restore()

    def _problem(self, painter: QPainter, rect: QRectF, problem: Problem) -> None:
        icon = QRectF(rect.left() + 16, rect.top() + 6, 14, 14)
        icons.draw(painter, icon, _ICONS[problem.severity], look.color(_TONES[problem.severity]))
        metrics = fonts.metrics("evidence")
        place = metrics.elidedText(str(problem.source), Qt.TextElideMode.ElideMiddle, int(rect.width() * PLACE))
        width = metrics.horizontalAdvance(place)
        right = rect.right() - 16 - width
        _draw(painter, QRectF(right, rect.top() + 4, width + 2, 18), place, "evidence", "accent")
        room = right - rect.left() - 54
        _draw(painter, QRectF(rect.left() + 40, rect.top() + 4, room, 18), problem.message, "row", "text")
        if can_fix(problem):
            _draw(painter, _fix_box(rect), FIX, "control", "accent")
        if problem.remedy:
            _draw(painter, QRectF(rect.left() + 40, rect.top() + 20, room, 16), problem.remedy, "secondary", "text_2")


def _fix_box(rect: QRectF) -> QRectF:
    """Where a row says that its problem can be fixed: at the right, below the place."""
    width = fonts.metrics("control").horizontalAdvance(FIX)
    return QRectF(rect.right() - 16 - width, rect.top() + 20, width + 2, 18)


def _draw(painter: QPainter, box: QRectF, text: str, style: str, tone: str) -> None:
    painter.setFont(fonts.font(style))
    painter.setPen(look.color(tone))
    shown = painter.fontMetrics().elidedText(plain(text), Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


def worst(problems: Sequence[Problem]) -> str:
    """The state that colours a count of them; empty when there is nothing but information."""
    severities = {problem.severity for problem in problems}
    return next((known for known in ("error", "warning") if known in severities), "")
