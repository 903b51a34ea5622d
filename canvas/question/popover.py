"""The popover of operations: what the new line may say, the usual ones ticked, and the code that will be written.

Keys: up and down move, Space ticks, Enter accepts, Escape cancels. It lies on the view and takes the focus; a click
beside it cancels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...resources.kinds import Operation
from ..look import fonts
from ..look.theme import Theme
from ..selection import ConnectRequest
from .code_preview import CodePreview
from .heading import End, Heading
from .operation_row import OperationRow
from .parts import PAD, KeyButton, text_at

_WIDTH = 374


class Popover(QWidget):
    """Emits one of its signals, once, and closes."""

    accepted = Signal(object)
    resized = Signal()
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        request: ConnectRequest,
        start: End,
        end: End,
        operations: Sequence[Operation],
        preview_of: Callable[[ConnectRequest], str] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.theme, self._request, self._preview_of = theme, request, preview_of
        self._done = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_WIDTH)
        words = self.tr("may, on") if request.flow == "permission" else self.tr("starts")
        widths = [fonts.metrics("row_code").horizontalAdvance(operation.name) for operation in operations]
        column = max([48.0, *widths]) + 12
        self.rows = [OperationRow(theme, operation, column, self) for operation in operations]
        self._preview = CodePreview(theme, self)
        self._accept = KeyButton(theme, self.tr("Connect"), self.tr("Enter"), self, main=True)
        self._build(Heading(theme, start, words, end, self))
        self._current = 0
        self._exclusive = request.flow == "trigger"
        for row in self.rows:
            row.clicked.connect(lambda _=False, row=row: self._ticked(row))
        if self.rows and not any(row.isChecked() for row in self.rows):
            self.rows[0].setChecked(True)
        self._set_current(0)
        self._changed()

    def _build(self, heading: Heading) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addSpacing(4)
        for row in self.rows:
            column.addWidget(row)
        column.addSpacing(6)
        column.addWidget(self._preview)
        column.addWidget(self._footer())

    def _footer(self) -> QWidget:
        footer = QWidget(self)
        footer.setFixedHeight(44)
        row = QHBoxLayout(footer)
        row.setContentsMargins(PAD, 0, PAD, 0)
        row.setSpacing(8)
        cancel = KeyButton(self.theme, self.tr("Cancel"), self.tr("Esc"), footer, main=False)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._accept)
        cancel.clicked.connect(self.cancel)
        self._accept.clicked.connect(self.accept)
        return footer

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(row.operation.name for row in self.rows if row.isChecked())

    @property
    def request(self) -> ConnectRequest:
        return ConnectRequest(self._request.start, self._request.end, self.chosen, self._request.flow)

    def _ticked(self, row: OperationRow) -> None:
        if self._exclusive:
            for other in self.rows:
                other.setChecked(other is row)
        self._set_current(self.rows.index(row))
        self._changed()

    def refresh(self) -> None:
        """What `preview_of` answers may be known only later: ask it again."""
        self._changed()

    def _changed(self) -> None:
        self._accept.setEnabled(bool(self.chosen))
        text = self._preview_of(self.request) if self._preview_of and self.chosen else ""
        self._preview.settext_at(text)
        height = self.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)
            self.resized.emit()
        self.update()

    def _set_current(self, index: int) -> None:
        if not self.rows:
            return
        self._current = index % len(self.rows)
        for place, row in enumerate(self.rows):
            row.current = place == self._current
            row.update()

    def accept(self) -> None:
        if self.chosen and not self._done:
            self._done = True
            self.accepted.emit(self.request)

    def cancel(self) -> None:
        if not self._done:
            self._done = True
            self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.accept()
            case Qt.Key.Key_Escape:
                self.cancel()
            case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                self._set_current(self._current + 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                self._set_current(self._current - 1)
            case Qt.Key.Key_Space if self.rows:
                self.rows[self._current].click()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._set_current(self._current + (1 if forward else -1))
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        rect = QRectF(self.rect())
        painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        bottom = self.height() - 48
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, bottom + 0.5), QPointF(self.width() - 1, bottom + 0.5))
        text_at(painter, QPointF(PAD, self.height() - 26), self.tr("Space ticks"), "secondary", theme.color("text_3"))
