"""The code that the answer will write: where it goes, and the lines that a diff adds."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme
from .parts import PAD, text_at

_LINE = 18
_MOST_LINES = 6


class CodePreview(QWidget):
    """Where the code goes, and the lines that will be added."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._place, self._lines = "", tuple[str, ...]()

    def settext_at(self, text: str) -> None:
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
            text_at(painter, QPointF(PAD, y + 9), lead, "secondary", theme.color("text_2"))
            x = PAD + fonts.metrics("secondary").horizontalAdvance(lead) + 4
            text_at(painter, QPointF(x, y + 9), self._place, "evidence", theme.color("accent"))
            y += _LINE + 2
        box = QRectF(PAD, y, self.width() - 2 * PAD, _LINE * len(self._lines))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("add_bg"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setClipRect(box)
        for index, line in enumerate(self._lines):
            middle = y + _LINE * index + _LINE / 2
            shown = fonts.metrics("evidence").elidedText(line, Qt.TextElideMode.ElideMiddle, box.width() - 12)
            text_at(painter, QPointF(PAD + 6, middle), shown, "evidence", theme.color("text"))


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
