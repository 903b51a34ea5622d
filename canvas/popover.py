"""The popover of operations: what the new line may say, the usual ones ticked, and the code that will be written.

Keys: up and down move, Space ticks, Enter accepts, Escape cancels. It lies on the view and takes the focus; a click
beside it cancels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from ..resources.kinds import Operation
from .look import fonts, icons
from .look.theme import Theme
from .look.tokens import tokens
from .selection import ConnectRequest

_ROW = tokens()["window"]["pop_row"]
_WIDTH = 374
_PAD = 12
_LINE = 18
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class End:
    """How one end of the line is shown in the heading."""

    icon: str
    family: str
    text: str
    method: str = ""


class OperationRow(QAbstractButton):
    """A check box with a name, what it does, and the action that it needs."""

    def __init__(self, theme: Theme, operation: Operation, name_width: float, parent: Popover) -> None:
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
        paint_check(painter, QRectF(_PAD, middle - 7, 14, 14), theme, on=self.isChecked())
        _text(painter, QPointF(_PAD + 22, middle), self.operation.name, "row_code", theme.color("text"))
        left = _PAD + 22 + self._name_width
        _text(painter, QPointF(left, middle), self.operation.help, "secondary", theme.color("text_2"))
        action = " ".join(action.rpartition(":")[2] for action in self.operation.actions[:1])
        x = self.width() - _PAD - fonts.metrics("evidence").horizontalAdvance(action)
        _text(painter, QPointF(x, middle), action, "evidence", theme.color("text_3"))


def paint_check(painter: QPainter, box: QRectF, theme: Theme, *, on: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen if on else QPen(theme.color("control"), 1))
    painter.setBrush(theme.color("accent" if on else "field"))
    painter.drawRoundedRect(box if on else box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        icons.draw(painter, box.adjusted(2, 2, -2, -2), "check-bold", theme.color("on_accent"))


def _text(painter: QPainter, place: QPointF, text: str, style: str, color: QColor) -> None:
    painter.setFont(fonts.font(style))
    painter.setPen(color)
    painter.drawText(QPointF(place.x(), place.y() + fonts.metrics(style).capHeight() / 2), text)


class KeyButton(QAbstractButton):
    """A button of 28 with its key in a small frame."""

    def __init__(self, theme: Theme, text: str, key: str, parent: QWidget, *, main: bool) -> None:
        super().__init__(parent)
        self.theme, self._key, self._main = theme, key, main
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        metrics = fonts.metrics("control")
        self._key_width = fonts.metrics("badge_text").horizontalAdvance(key) + 10
        self.setFixedSize(QSize(round(metrics.horizontalAdvance(text) + self._key_width + 34), 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect = self.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ready = self.isEnabled()
        if self._main:
            name = "accent_hover" if self.underMouse() else "accent"
            painter.setBrush(theme.color(name) if ready else theme.color("pressed"))
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setBrush(theme.color("hover" if self.underMouse() else "raised"))
            painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.drawRoundedRect(rect, 6, 6)
        color = theme.color("on_accent" if self._main else "text") if ready else theme.color("disabled")
        _text(painter, QPointF(12, self.height() / 2), self.text(), "control", color)
        frame = QRectF(self.width() - 12 - self._key_width, 7, self._key_width, 14).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        faint = theme.color("on_accent", 0.5) if self._main and ready else theme.color("border_strong")
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(frame, 3, 3)
        small = color if self._main else theme.color("text_3")
        _text(painter, QPointF(frame.x() + 5, self.height() / 2), self._key, "badge_text", small)


class Heading(QWidget):
    """`POST /chat may, on conversations`."""

    def __init__(self, theme: Theme, start: End, words: str, end: End, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._start, self._words, self._end = theme, start, words, end
        self.setFixedHeight(40)
        self.setAccessibleName(f"{start.method} {start.text} {words} {end.text}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        x = self._paint_end(painter, float(_PAD), self._start)
        _text(painter, QPointF(x + 8, 20), self._words, "body", theme.color("text_2"))
        x += 8 + fonts.metrics("body").horizontalAdvance(self._words) + 8
        self._paint_end(painter, x, self._end)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, 39.5), QPointF(self.width() - 1, 39.5))

    def _paint_end(self, painter: QPainter, x: float, end: End) -> float:
        theme = self.theme
        if end.method:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.state("neutral").soft)
            painter.drawRoundedRect(QRectF(x, 12, 32, 16), 4, 4)
            width = fonts.metrics("method").horizontalAdvance(end.method)
            _text(painter, QPointF(x + 16 - width / 2, 20), end.method, "method", theme.color("text_2"))
            _text(painter, QPointF(x + 40, 20), end.text, "row_code", theme.color("text"))
            return x + 40 + fonts.metrics("row_code").horizontalAdvance(end.text)
        icons.draw(painter, QRectF(x, 12, 16, 16), end.icon, theme.family(end.family).icon)
        _text(painter, QPointF(x + 22, 20), end.text, "card_name", theme.color("text"))
        return x + 22 + fonts.metrics("card_name").horizontalAdvance(end.text)


class Preview(QWidget):
    """Where the code goes, and the lines that will be added."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._place, self._lines = "", tuple[str, ...]()

    def set_text(self, text: str) -> None:
        self._place, lines = added_lines(text)
        self._lines = lines[:_MOST_LINES]
        self.setAccessibleName("\n".join([self._place, *lines]))
        self.setFixedHeight(0 if not lines else 10 + (_LINE + 2 if self._place else 0) + _LINE * len(self._lines) + 8)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lines:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, y = self.theme, 8.0
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, 0.5), QPointF(self.width() - 1, 0.5))
        if self._place:
            lead = self.tr("Writes to")
            _text(painter, QPointF(_PAD, y + 9), lead, "secondary", theme.color("text_2"))
            x = _PAD + fonts.metrics("secondary").horizontalAdvance(lead) + 4
            _text(painter, QPointF(x, y + 9), self._place, "evidence", theme.color("accent"))
            y += _LINE + 2
        box = QRectF(_PAD, y, self.width() - 2 * _PAD, _LINE * len(self._lines))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("add_bg"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setClipRect(box)
        for index, line in enumerate(self._lines):
            middle = y + _LINE * index + _LINE / 2
            _text(painter, QPointF(_PAD + 6, middle), line, "evidence", theme.color("text"))


def added_lines(text: str) -> tuple[str, tuple[str, ...]]:
    """From a unified diff `file:line` and the lines that it adds; any other text is taken as the lines themselves."""
    if "@@" not in text:
        return "", tuple(line for line in text.splitlines() if line.strip())
    file = re.search(r"^\+\+\+ (?:b/)?(\S+)", text, re.MULTILINE)
    added: list[tuple[int, str]] = []
    number = 0
    for line in text.splitlines():
        if found := re.match(r"@@ -\d+(?:,\d+)? \+(\d+)", line):
            number = int(found.group(1))
        elif line.startswith("+") and not line.startswith("+++"):
            added.append((number, line[1:]))
            number += 1
        elif not line.startswith("-"):
            number += 1
    telling = [pair for pair in added if not re.match(r"\s*(from|import)\s", pair[1])] or added
    place = f"{file.group(1)}:{telling[0][0]}" if file and telling else ""
    return place, tuple(line for _, line in added if line.strip())


class Popover(QWidget):
    """Emits one of its signals, once, and closes."""

    accepted = Signal(object)
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
        self._preview = Preview(theme, self)
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
        row.setContentsMargins(_PAD, 0, _PAD, 0)
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
        self._preview.set_text(text)
        self.setFixedHeight(self.sizeHint().height())
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
        _text(painter, QPointF(_PAD, self.height() - 26), self.tr("Space ticks"), "secondary", theme.color("text_3"))
