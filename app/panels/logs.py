"""Logs: what the deployed functions write, with a filter by function and text. The newest line stays in sight."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget

from ...canvas.look import fonts
from .. import look
from ..widgets.buttons import Button
from ..widgets.fields import Field
from ..widgets.frames import Area, column, row
from ..widgets.text import Paragraph

LogRow = tuple[str, str, str, str]
"""Time, function, text, and a state when the line is an error or a warning."""
LIMIT = 5_000


class Logs(Area):
    def __init__(self) -> None:
        super().__init__()
        self._rows: deque[LogRow] = deque(maxlen=LIMIT)
        self.filter = Field(self.tr("Filter the lines"), "filter", height=24)
        self.filter.setMaximumWidth(280)
        self.filter.textChanged.connect(self._show_all)
        clear = Button(self.tr("Clear"), "", "quiet", self.clear)
        bar = Area(row(self.filter, None, clear, margins=(16, 0, 8, 0)), rule="bottom")
        bar.setFixedHeight(32)
        self.text = QPlainTextEdit()
        self.text.setProperty("bare", True)
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(LIMIT)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(fonts.font("evidence"))
        self.text.document().setDocumentMargin(16)
        self.text.setAccessibleName(self.tr("Logs"))
        self._empty = Paragraph(self.tr("Logs appear after a deployment."))
        self._pages = QStackedWidget()
        self._pages.addWidget(Area(column(self._empty, None, margins=(16, 16, 16, 16))))
        self._pages.addWidget(Area(column(bar, self.text)))
        self.setLayout(column(self._pages))

    def wait_for_lines(self, deployed: bool) -> None:
        """What an empty pane says."""
        waiting = self.tr("Nothing was logged yet. A request to an endpoint shows here.")
        self._empty.setText(waiting if deployed else self.tr("Logs appear after a deployment."))

    def add(self, rows: Sequence[LogRow]) -> None:
        self._rows.extend(rows)
        if rows:
            self._pages.setCurrentIndex(1)
        for line in rows:
            if self._wanted(line):
                self._append(line)

    def clear(self) -> None:
        self._rows.clear()
        self.text.clear()
        self._pages.setCurrentIndex(0)

    def _show_all(self) -> None:
        self.text.clear()
        for line in self._rows:
            if self._wanted(line):
                self._append(line)

    def _wanted(self, line: LogRow) -> bool:
        words = self.filter.text().casefold()
        return not words or words in " ".join(line).casefold()

    def _append(self, line: LogRow) -> None:
        append_log(self.text, line)


def append_log(view: QPlainTextEdit, line: LogRow) -> None:
    """A line in three columns; it scrolls along when the end was in sight."""
    bar = view.verticalScrollBar()
    at_end = bar.value() >= bar.maximum() - 2
    cursor = QTextCursor(view.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if view.document().characterCount() > 1:
        cursor.insertBlock()
    time, source, text, state = line
    cursor.insertText(f"{time}  {source[:18]:<18}  ", _format("text_3"))
    cursor.insertText(text, _format(f"state:{state}" if state else "text"))
    if at_end:
        bar.setValue(bar.maximum())


def _format(tone: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(look.color(tone))
    return made
