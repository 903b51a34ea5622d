"""What a function may do once it is deployed: each statement as a sentence, with the lines of code that need it.

A click on a line shows the code. The document itself, as IAM reads it, can be copied.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from ...deployer.policy import Policy, Statement, sentence
from ...resources.architecture import Architecture, Span
from .. import look
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon
from ..widgets.link import Link
from ..widgets.text import Elided, Paragraph, Text

WIDTH, HEIGHT = 560, 520
Line = Callable[[Span], str]


class PolicyDialog(QDialog):
    """`code_wanted` carries the Span of a line that was clicked."""

    code_wanted = Signal(object)

    def __init__(self, parent: QWidget, policy: Policy, architecture: Architecture, line_of: Line) -> None:
        super().__init__(parent)
        look.dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Permissions of {}").format(policy.function))
        self.resize(WIDTH, HEIGHT)
        self.policy, self._architecture, self._line_of = policy, architecture, line_of
        self._copy = Button(self.tr("Copy as JSON"), "copy", clicked=self.copy)
        self._close = Button(self.tr("Close"), "", "main", self.accept)
        self.setLayout(column(self._content(), Area(row(self._copy, None, self._close, margins=(20, 10, 20, 10)),
                                                    rule="top")))  # fmt: skip

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(json.dumps(self.policy.document, indent=2))

    def _content(self) -> QWidget:
        body = column(margins=(20, 18, 20, 16), spacing=4)
        body.addWidget(boxed(row(Icon("lock-simple", 18, "accent"), Text(self.policy.function, "page_title"), None,
                                 spacing=10)))  # fmt: skip
        words = self.tr("The role of this function grants exactly this. Everything else is denied.")
        body.addWidget(Paragraph(words, "row", "text_2"))
        for statement in self.policy.statements:
            body.addSpacing(8)
            for widget in self._statement(statement):
                body.addWidget(widget)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(boxed(body))
        return scroll

    def _statement(self, statement: Statement) -> list[QWidget]:
        made: list[QWidget] = [Paragraph(sentence(statement, self._architecture), "row", "text")]
        made += [Elided(arn, "evidence", "text_3") for arn in statement.resources]
        spans = sorted({piece.span for link in statement.because.links for piece in link.evidence})
        return made + [self._place(span) for span in spans]

    def _place(self, span: Span) -> QWidget:
        place, text = Text(str(span), "evidence", "accent"), Elided(self._line_of(span), "evidence", "text_2")
        line = row(place, spacing=10)
        line.addWidget(text, 1)
        return Link(line, lambda: self.code_wanted.emit(span), str(span))
