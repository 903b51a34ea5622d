"""Changes: every edit of this session as a diff, newest first, each with Undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...resources.architecture import Span
from ..project import EditCommand
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, Text
from ..words import tr
from .diff_view import DiffView, diff_lines
from .edit_words import icon_of, title_of


class Changes(QScrollArea):
    """`undo_wanted` carries an EditCommand, `code_wanted` a Span."""

    undo_wanted = Signal(object)
    code_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.show_edits(())

    def show_edits(self, edits: Sequence[EditCommand]) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for edit in reversed(edits):
            layout.addWidget(self._edit(edit))
        if not edits:
            words = self.tr("No edits in this session. What you change in the picture is listed here as a diff.")
            layout.addWidget(boxed(column(Paragraph(words), margins=(16, 16, 16, 16))))
        layout.addStretch(1)
        self.setWidget(content)
        self.verticalScrollBar().setValue(0)

    def _edit(self, edit: EditCommand) -> QWidget:
        head = Area(
            row(Icon(icon_of(edit.change.edit), 16), Text(title_of(edit.change), "control"),
                Text(edit.change.summary, "evidence", "text_2"), None,
                Text(edit.time.strftime("%H:%M:%S"), "secondary", "text_3"), 8,
                Button(self.tr("Undo"), "undo", "link", lambda: self.undo_wanted.emit(edit)),
                margins=(16, 0, 16, 0)))  # fmt: skip
        head.setFixedHeight(32)
        made = column(head)
        for file in edit.change.files:
            made.addWidget(self._file(file))
        return Area(made, rule="bottom")

    def _file(self, file) -> QWidget:
        before, after = _text(file.before), _text(file.after)
        lines = diff_lines(before, after)
        first = next((line.number for line in lines if line.sign == "+"), 1)
        place = Button(file.path, "", "link", lambda: self.code_wanted.emit(Span(file.path, first)))
        ground = Area(column(DiffView(lines), margins=(0, 2, 0, 6)), surface="code_bg")
        words = Elided(_words(file), "secondary", "text_3")
        return boxed(column(boxed(row(place, words, None, margins=(40, 2, 16, 4))), ground))


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")


def _words(file) -> str:
    return tr("new file") if file.before is None else tr("removed") if file.after is None else ""
