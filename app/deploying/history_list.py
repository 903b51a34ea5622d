"""The past deployments of a stack: when, who, what it did, how it ended. As many as the pane has room for, the rest by
scrolling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ..short import ago
from ..widgets.frames import Area, boxed, clear, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Text
from ..words import tr
from .words import clock

if TYPE_CHECKING:
    from ...deployer.history import Deployment

SHOWN, ROW = 50, 26
LOWEST = 28 + 3 * ROW
_ICONS = {
    "succeeded": ("check-circle-fill", "state:success"),
    "failed": ("x-circle-fill", "state:error"),
    "cancelled": ("circle-dashed", "text_2"),
}


class HistoryList(Area):
    """Hidden as long as nothing was deployed."""

    def __init__(self) -> None:
        super().__init__(rule="top")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 2, 12, 4)
        self._rows.setSpacing(0)
        self._count = Text("", "row", "text_3")
        head = Area(
            row(Text(self.tr("History"), "section", "text_2"), self._count, None, margins=(16, 0, 8, 0)), rule="bottom"
        )
        head.setFixedHeight(28)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(boxed(self._rows))
        self.setLayout(column(head, scroll))
        self.setMinimumHeight(LOWEST)
        self.hide()

    def show_past(self, past: Sequence[Deployment], now: float) -> None:
        """PAST is newest first; the newest of them are shown."""
        clear(self._rows)
        for deployment in past[:SHOWN]:
            self._rows.addWidget(_row(deployment, now))
        self._rows.addStretch(1)
        self._count.setText(str(len(past)))
        self.setVisible(bool(past))


def _row(deployment: Deployment, now: float) -> QWidget:
    icon, tone = _ICONS.get(deployment.result, ("circle-dashed", "text_2"))
    when = Text(ago(max(0.0, now - deployment.at)), "row")
    when.setFixedWidth(104)
    who = Elided(deployment.who, "row", "text_2")
    who.setFixedWidth(84)
    words = f"{what_words(deployment)} · {clock(deployment.seconds)}"
    layout = row(Icon(icon, 14, tone), when, who, spacing=8)
    layout.addWidget(Elided(words, "row", "text_2"), 1)
    made = boxed(layout)
    made.setFixedHeight(ROW)
    made.setAccessibleName(f"{when.text()}, {deployment.who}, {words}, {deployment.result}")
    made.setToolTip(f"{words} · {deployment.result}")
    return made


def what_words(deployment: Deployment) -> str:
    """`8 create, 1 delete`, or that nothing changed or everything went."""
    counts = [f"{count} {action}" for action, count in deployment.counts.items() if count]
    if deployment.what == "destroy":
        return tr("Destroyed") if deployment.result == "succeeded" else tr("Destroy")
    return ", ".join(counts) or tr("no change")
