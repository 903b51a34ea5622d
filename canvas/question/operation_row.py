"""One operation of the popover."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ...resources.kinds import Operation
from ..look import fonts
from ..look.theme import Theme
from ..look.tokens import tokens
from .parts import PAD, paint_check, text_at

_ROW = tokens()["window"]["pop_row"]


class OperationRow(QAbstractButton):
    """A check box with a name, what it does, and the action that it needs."""

    def __init__(self, theme: Theme, operation: Operation, name_width: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.operation, self._name_width = theme, operation, name_width
        self.current = False
        self.setCheckable(True)
        self.setChecked(operation.usual)
        self.setFixedHeight(_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(operation.name)
        self.setAccessibleName(f"{operation.name}: {operation.help}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle = self.theme, self.height() / 2
        if self.current:
            painter.fillRect(self.rect().adjusted(1, 0, -1, 0), theme.color("hover"))
        paint_check(painter, QRectF(PAD, middle - 7, 14, 14), theme, on=self.isChecked())
        text_at(painter, QPointF(PAD + 22, middle), self.operation.name, "row_code", theme.color("text"))
        left = PAD + 22 + self._name_width
        text_at(painter, QPointF(left, middle), self.operation.help, "secondary", theme.color("text_2"))
        action = " ".join(action.rpartition(":")[2] for action in self.operation.actions[:1])
        x = self.width() - PAD - fonts.metrics("evidence").horizontalAdvance(action)
        text_at(painter, QPointF(x, middle), action, "evidence", theme.color("text_3"))
