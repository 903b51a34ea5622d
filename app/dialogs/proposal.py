"""A proposal with the code that it would write: the choices, the word that it asks for, the diff of what is chosen.

The diff is worked out elsewhere; until it is there nothing can be written. What is refused says why in its place.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QScrollArea, QWidget

from ...codegen.edits import Edit
from ..fixes import Choice, Proposal
from ..panels.diff_view import DiffView, diff_lines
from ..widgets.frames import boxed, column, row
from ..widgets.radio import Radio
from ..widgets.text import Elided, Paragraph, Text
from .asking import Question

WIDTH, TALLEST = 620, 300


class ProposalDialog(Question):
    """`edit_chosen` carries the edit whose diff is to be shown; `written` the choice that was accepted."""

    edit_chosen = Signal(object)

    def __init__(self, parent: QWidget, proposal: Proposal) -> None:
        super().__init__(parent, self.tr(proposal.title), proposal.text, self.tr("Write"))
        self.setFixedWidth(WIDTH)
        self.proposal = proposal
        self.edit: Edit | None = None
        self.name_line = QLineEdit()
        self.choices = [Radio(self.tr(choice.label)) for choice in proposal.choices]
        self._group = QButtonGroup(self)
        if len(self.choices) > 1:
            self._add_choices()
        if proposal.asks:
            self._add_line(proposal.asks)
        self._shown = column(spacing=4)
        self.body.addSpacing(4)
        self.body.addWidget(boxed(self._shown))
        self.yes.setEnabled(False)

    @property
    def choice(self) -> Choice:
        return self.proposal.choices[max(self._group.checkedId(), 0)]

    def begin(self) -> None:
        """The first choice is worked out at once, unless a word is missing."""
        self._changed()
        (self.name_line if self.proposal.asks else self.no).setFocus()

    def show_change(self, edit: Edit, change: Any) -> None:
        """The files as they would be, each with its diff."""
        if edit != self.edit:
            return  # another choice was made meanwhile
        self._clear()
        for file in change.files:
            self._shown.addWidget(Elided(file.path, "evidence", "accent", Qt.TextElideMode.ElideMiddle))
            before, after = ((data or b"").decode("utf-8", "replace") for data in (file.before, file.after))
            self._shown.addWidget(_scrolled(DiffView(diff_lines(before, after))))
        if self.choice.afterwards:
            self._shown.addWidget(Paragraph(self.choice.afterwards, "row", "text_2"))
        self._fit()
        self.yes.setEnabled(True)
        self.yes.setFocus()

    def show_refusal(self, edit: Edit, words: str) -> None:
        if edit == self.edit:
            self._say(words)

    def _add_choices(self) -> None:
        self._group.setExclusive(True)
        line = row(spacing=20)
        for number, box in enumerate(self.choices):
            box.setChecked(number == 0)
            self._group.addButton(box, number)
            line.addWidget(box)
        self._group.idClicked.connect(lambda _number: self._changed())
        line.addStretch(1)
        self.body.addSpacing(4)
        self.body.addWidget(boxed(line))

    def _add_line(self, label: str) -> None:
        self.body.addSpacing(4)
        self.body.addWidget(Text(self.tr(label), "row", "text_2"))
        self.name_line.setFixedHeight(26)
        self.name_line.setObjectName("answer")
        self.name_line.setAccessibleName(self.tr(label))
        self.name_line.editingFinished.connect(self._changed)
        self.body.addWidget(self.name_line)

    def _changed(self) -> None:
        word = self.name_line.text().strip()
        self.yes.setEnabled(False)
        if self.proposal.asks and not word:
            return
        if refusal := self.proposal.refuses(word) if word else None:
            self._say(refusal)
            return
        edit = self.choice.edit_of(word)
        if edit != self.edit:
            self.edit = edit
            self._clear()
            self._shown.addWidget(Paragraph(self.tr("Working it out…"), "row", "text_3"))
        self.edit_chosen.emit(edit)

    def _say(self, words: str) -> None:
        self._clear()
        self._shown.addWidget(Paragraph(words, "row", "state:warning"))
        self._fit()

    def _clear(self) -> None:
        while (item := self._shown.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        """As tall as what it shows now: once the new widgets know how tall they are."""
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        self._shown.invalidate()
        self.body.invalidate()
        if (layout := self.layout()) is not None:
            height = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else 0
            self.resize(self.width(), max(height, layout.totalMinimumSize().height()))


def _scrolled(view: DiffView) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(view)
    scroll.setFixedHeight(min(TALLEST, view.sizeHint().height() + 4))
    return scroll
