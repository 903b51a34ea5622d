"""Evidence: the lines of code behind a thing. A click shows the line, a double click opens the person's editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt

from ...resources.architecture import Span
from ..widgets.frames import boxed, column, row
from ..widgets.link import Link
from ..widgets.text import Elided, Text
from .facts import Facts
from .sections import Section

Show = Callable[[Span], object]
Line = tuple[Span, str]


def evidence_section(title: str, note: str, lines: Iterable[Line], facts: Facts, show: Show) -> Section:
    """LINES are places with the words that stand after them (`get`, `granted by`)."""
    section = Section(title, note)
    section.body.setSpacing(2)
    for span, words in lines:
        section.add(_line(span, words, facts, show))
    return section


def _line(span: Span, words: str, facts: Facts, show: Show) -> Link:
    place = Elided(str(span), "evidence", "accent", Qt.TextElideMode.ElideLeft)
    place.setCursor(Qt.CursorShape.PointingHandCursor)
    head = boxed(row(place, Text(words, "secondary", "text_2"), None, spacing=5))
    source = Elided(facts.line(span), "evidence", "text_2")
    made = Link(column(head, source, margins=(0, 1, 0, 3)), lambda: show(span), f"{span} {words}")
    made.setFixedHeight(36)
    return made
