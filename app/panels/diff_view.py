"""A unified diff of one file: removed lines on red, added ones on green, with the line numbers of the new text."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...canvas.look import fonts
from .. import look

LINE, NUMBER = 18, 52


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`sign` is `+`, `-`, a blank, or `…` between two places; `number` counts in the new text."""

    sign: str
    text: str
    number: int = 0


def diff_lines(before: str, after: str, context: int = 2) -> tuple[DiffLine, ...]:
    skip, old, new = _apart(before.splitlines(), after.splitlines(), context)
    made: list[DiffLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(context):
        if made:
            made.append(DiffLine("…", ""))
        for tag, first, last, start, end in group:
            if tag == "equal":
                made += [DiffLine(" ", text, skip + start + at + 1) for at, text in enumerate(new[start:end])]
                continue
            made += [DiffLine("-", text) for text in old[first:last]]
            made += [DiffLine("+", text, skip + start + at + 1) for at, text in enumerate(new[start:end])]
    return tuple(made)


def _apart(old: list[str], new: list[str], context: int) -> tuple[int, list[str], list[str]]:
    """Both without the lines that they begin and end with alike, but for CONTEXT; and how many were left out in front.

    An edit changes a few lines; comparing each with every other takes seconds in a long file.
    """
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    head, tail = max(0, head - context), max(0, tail - context)
    return head, old[head : len(old) - tail], new[head : len(new) - tail]


def added_lines(before: str, after: str) -> frozenset[int]:
    """The numbers of the lines that AFTER has and BEFORE has not."""
    return frozenset(line.number for line in diff_lines(before, after, 0) if line.sign == "+")


class DiffView(QWidget):
    def __init__(self, lines: tuple[DiffLine, ...]) -> None:
        super().__init__()
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("\n".join(f"{line.sign} {line.text}" for line in lines))

    def sizeHint(self) -> QSize:
        return QSize(300, len(self._lines) * LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.font("code"))
        first, last = event.rect().top() // LINE, event.rect().bottom() // LINE + 1
        for at, line in enumerate(self._lines[first:last], first):
            self._paint(painter, QRectF(0, at * LINE, self.width(), LINE), line)

    def _paint(self, painter: QPainter, rect: QRectF, line: DiffLine) -> None:
        grounds = {"+": "add_bg", "-": "del_bg"}
        if line.sign in grounds:
            painter.fillRect(rect, look.color(grounds[line.sign]))
        painter.setPen(look.color("text_3"))
        number = str(line.number) if line.number else "…" if line.sign == "…" else ""
        box = QRectF(0, rect.top(), NUMBER - 10, LINE)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        signs = {"+": "state:create", "-": "state:delete"}
        painter.setPen(look.color(signs.get(line.sign, "text_3")))
        painter.drawText(QRectF(NUMBER - 4, rect.top(), 12, LINE), Qt.AlignmentFlag.AlignVCenter, line.sign.strip("… "))
        painter.setPen(look.color("text"))
        text = line.text.replace("\t", "    ")
        painter.drawText(rect.adjusted(NUMBER + 12, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
