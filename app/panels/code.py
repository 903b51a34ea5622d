"""The code pane: the file behind the selection, evidence marked, crumbs above, a step through the evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import PurePosixPath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from ...resources.architecture import Span
from ..tasks import Tasks
from ..widgets.buttons import Button, IconButton
from ..widgets.frames import Area, boxed, clear, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, Text
from .code_places import Place
from .code_view import CodeView
from .highlight import LARGE, pieces

TextOf = Callable[[str], str]


class CodePane(Area):
    """`open_wanted` carries a Span for the person's own editor, `moved` the line that the reader is at."""

    open_wanted = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tasks = Tasks()
        self._text_of: TextOf = lambda _file: ""
        self._place: Place | None = None
        self._file, self._text = "", ""
        self._added: dict[str, frozenset[int]] = {}
        self.view = CodeView()
        self._crumbs: QHBoxLayout = row(spacing=6)
        self._count = Text("", "secondary", "text_2")
        self._up = IconButton("caret-up", self.tr("Previous line of evidence"), 20, lambda: self.step(-1))
        self._down = IconButton("caret-down", self.tr("Next line of evidence"), 20, lambda: self.step(1))
        self._open = Button(self.tr("Open in editor"), "open_in_editor", "quiet", self._open_editor)
        crumbs = boxed(self._crumbs)
        bar = row(crumbs, None, self._count, self._up, self._down, 8, self._open, margins=(16, 0, 8, 0), spacing=2)
        header = Area(bar, rule="bottom")
        header.setFixedHeight(28)
        self._page = Area(column(header, self.view))
        empty = Paragraph(self.tr("Nothing selected. Click a card or a line to see the code behind it."))
        self._pages = QStackedWidget()
        self._pages.addWidget(Area(column(empty, None, margins=(16, 16, 16, 16)), surface="code_bg"))
        self._pages.addWidget(self._page)
        self.setLayout(column(self._pages))

    @property
    def place(self) -> Place | None:
        return self._place

    @property
    def file(self) -> str:
        return self._file

    def set_source(self, text_of: TextOf) -> None:
        """Where the text of a file comes from: the open project."""
        self._text_of = text_of
        self.show_place(None)

    def show_place(self, place: Place | None) -> None:
        self._place = place if place and place.span.file else None
        self._pages.setCurrentIndex(1 if self._place else 0)
        if self._place:
            self._load(self._place.span.file)
            self._show_marks()
            self.view.go_to(self._place.span.line)

    def show_span(self, span: Span) -> None:
        """Go to a line; it stays among the marks of what is shown when it is one of them."""
        known = self._place and any(mark.span == span for mark in self._place.marks)
        place = self._place if known and self._place else None
        self.show_place(Place(span, place.crumb if place else "", place.marks if place else ()))

    def read_again(self) -> None:
        """The file may have changed."""
        if self._place and self._text_of(self._file) != self._text:
            position = self.view.verticalScrollBar().value()
            self._file = ""
            self._load(self._place.span.file)
            self._show_marks()
            self.view.scroll_to(position)

    def show_added(self, added: dict[str, frozenset[int]]) -> None:
        """Lines by file that were just written; the last of them comes into sight."""
        self._added = added
        if self._place:
            self._show_marks()
            if lines := added.get(self._file):
                self.view.go_to(max(lines))

    def step(self, by: int) -> None:
        """To the next or previous marked line, in whatever file it is."""
        if self._place and self._place.marks:
            spans = [mark.span for mark in self._place.marks]
            at = spans.index(self._place.span) if self._place.span in spans else -1 if by > 0 else 0
            self.show_place(Place(spans[(at + by) % len(spans)], self._place.crumb, self._place.marks))

    def _load(self, file: str) -> None:
        text = self._text_of(file)
        if (file, text) == (self._file, self._text):
            return
        self._file, self._text = file, text
        self.view.show_text(text)
        if len(text) > LARGE:
            self._tasks.start(self._color_later(file, text))
        else:
            self.view.show_colors(pieces(text, file))

    async def _color_later(self, file: str, text: str) -> None:
        lines = await asyncio.get_running_loop().run_in_executor(None, pieces, text, file)
        if (file, text) == (self._file, self._text):
            self.view.show_colors(lines)

    def _show_marks(self) -> None:
        place = self._place
        assert place is not None
        marks = {mark.span.line: mark.words for mark in place.marks if mark.span.file == self._file}
        if not marks and not place.marks:
            marks = {place.span.line: ""}
        self.view.set_marks(marks, self._added.get(self._file, ()), place.span.line)
        self._show_crumbs(place)
        spans = [mark.span for mark in place.marks]
        many = len(spans) > 1
        number = spans.index(place.span) + 1 if place.span in spans else 1
        self._count.setText(self.tr("Evidence {} of {}").format(number, len(spans)))
        for widget in (self._count, self._up, self._down):
            widget.setVisible(many)
        self.moved.emit(place.span)

    def _show_crumbs(self, place: Place) -> None:
        clear(self._crumbs)
        path = PurePosixPath(place.span.file)
        self._crumbs.addWidget(Icon("file-code", 16))
        parts = [*path.parts, place.crumb] if place.crumb else list(path.parts)
        for at, part in enumerate(parts):
            if at:
                self._crumbs.addWidget(Icon("caret-right", 10, "text_3"))
            strong = part == path.name
            self._crumbs.addWidget(
                Elided(part, "control" if strong else "row", "text" if at >= len(path.parts) - 1 else "text_2")
            )
        self._crumbs.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _open_editor(self) -> None:
        if self._place:
            self.open_wanted.emit(self._place.span)
