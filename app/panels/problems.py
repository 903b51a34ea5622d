"""Problems: what the code does not decide or what will not work, each with its place and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...resources.architecture import Problem
from ..inspector.sections import Link
from ..widgets.frames import boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph

_ORDER = {"error": 0, "warning": 1, "info": 2}
_ICONS = {"error": "warning-circle-fill", "warning": "warning-fill", "info": "info-fill"}
_TONES = {"error": "state:error", "warning": "state:warning", "info": "state:neutral"}


class Problems(QScrollArea):
    """`chosen` carries the Problem that was clicked."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.show_problems(())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(0)
        for problem in sorted(problems, key=lambda p: (_ORDER[p.severity], p.source)):
            layout.addWidget(self._problem(problem))
        if not problems:
            words = self.tr("No problems. Everything in the picture was read from the code.")
            layout.addWidget(boxed(column(Paragraph(words), margins=(8, 10, 8, 10))))
        layout.addStretch(1)
        self.setWidget(content)

    def _problem(self, problem: Problem) -> QWidget:
        place = Elided(str(problem.source), "evidence", "accent")
        message = Elided(problem.message, "row")
        first = boxed(row(message, None, place, spacing=12))
        texts = column(first, spacing=1)
        if problem.remedy:
            texts.addWidget(Elided(problem.remedy, "secondary", "text_2"))
        icon = Icon(_ICONS[problem.severity], 16, _TONES[problem.severity])
        layout = row(icon, boxed(texts), margins=(8, 5, 8, 5), spacing=10)
        return Link(layout, lambda: self.chosen.emit(problem), f"{problem.severity}: {problem.message}")


def worst(problems: Sequence[Problem]) -> str:
    """The state that colours a count of them; empty when there is nothing but information."""
    severities = {problem.severity for problem in problems}
    return next((known for known in ("error", "warning") if known in severities), "")
