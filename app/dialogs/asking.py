"""A question with its consequences: a title, sentences, lines of code, and two buttons. Never blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QScrollArea, QWidget

from .. import look
from ..panels.diff_view import DiffView, diff_lines
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, Text

WIDTH = 480


class Question(QDialog):
    """`ask` opens it; the deed is done when the person says so. `typed` must be typed first, when it is given."""

    def __init__(
        self, parent: QWidget, title: str, text: str, yes: str, *, danger: bool = False, typed: str = ""
    ) -> None:
        super().__init__(parent)
        look.dress(self)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._typed = typed
        self.body = column(spacing=6)
        icon, tone = ("warning-fill", "state:error") if danger else ("question", "accent")
        head = boxed(row(Icon(icon, 18, tone), Text(title, "page_title"), None, spacing=10))
        self.body.addWidget(head)
        self.body.addSpacing(4)
        self.body.addWidget(Paragraph(text, "body", "text"))
        self.yes = Button(yes, "", "grave" if danger else "main", self.accept)
        self.no = Button(self.tr("Cancel"), "", "plain", self.reject)
        self.typed_line = QLineEdit()
        buttons = Area(row(None, self.no, self.yes, margins=(20, 10, 20, 10)), rule="top")
        content = boxed(self.body)
        content.setContentsMargins(20, 18, 20, 16)
        self.setLayout(column(content, buttons))
        self._careful = danger and not typed
        # else Enter in the line that is typed would press the first button, Cancel
        (self.no if self._careful else self.yes).setDefault(True)
        if typed:
            self._ask_for(typed)

    def add_lines(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        """Places in the code with what stands there."""
        if not lines:
            return
        self.body.addSpacing(4)
        self.body.addWidget(Text(title, "section", "text_2"))
        content = column(margins=(0, 0, 0, 0), spacing=2)
        for place, text in lines:
            line = row(Elided(place, "evidence", "accent", Qt.TextElideMode.ElideMiddle), spacing=10)
            line.addWidget(Elided(text, "evidence", "text_2"), 1)
            content.addWidget(boxed(line))
        self.body.addWidget(boxed(content))

    def add_diff(self, path: str, before: str, after: str) -> None:
        self.body.addSpacing(4)
        self.body.addWidget(Elided(path, "evidence", "accent", Qt.TextElideMode.ElideMiddle))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        view = DiffView(diff_lines(before, after))
        scroll.setWidget(view)
        scroll.setFixedHeight(min(260, view.sizeHint().height() + 4))
        self.body.addWidget(scroll)

    def ask(self, deed: Callable[[], object]) -> None:
        self.accepted.connect(lambda: deed())
        self.open()
        (self.typed_line if self._typed else self.no if self._careful else self.yes).setFocus()

    def _ask_for(self, typed: str) -> None:
        self.body.addSpacing(4)
        self.body.addWidget(Text(self.tr("Type {} to allow").format(typed), "row", "text_2"))
        self.typed_line.setFixedHeight(26)
        self.typed_line.setAccessibleName(self.tr("Type {} to allow").format(typed))
        self.body.addWidget(self.typed_line)
        self.yes.setEnabled(False)
        self.typed_line.textChanged.connect(lambda text: self.yes.setEnabled(text.strip() == typed))
