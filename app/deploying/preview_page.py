"""The preview: counts, the tree of changes, and Apply, which is locked until every loss of data was allowed by name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from ...deployer.plan import Action
from ..widgets.buttons import Button
from ..widgets.chips import Chip
from ..widgets.frames import Area, clear, column, row
from ..widgets.text import Elided, Paragraph, Text
from .preview_tree import PreviewTree
from .standing import Standing
from .tree_rows import Describe, changing, preview_rows

_CHIPS: dict[Action, str] = {"create": "plus", "update": "pencil-simple", "replace": "swap", "delete": "minus"}


class PreviewPage(Area):
    apply_wanted = Signal(bool)
    """True when a loss of data was allowed."""
    refresh_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tree = PreviewTree()
        self.apply = Button(self.tr("Apply"), "deploy", "main", self._apply)
        self._refresh = Button(self.tr("Refresh"), "refresh", clicked=self.refresh_wanted.emit)
        self._where = Elided("", "row", "text_2")
        self._chips = row(spacing=8)
        header = Area(rule="bottom")
        bar = row(Text(self.tr("Preview"), "panel_title"), self._where, 12, margins=(16, 0, 12, 0), spacing=8)
        bar.addLayout(self._chips)
        bar.addStretch(1)
        bar.addWidget(self._refresh)
        bar.addWidget(self.apply)
        header.setLayout(bar)
        header.setFixedHeight(44)
        self._notes = Paragraph("", "secondary", "text_2")
        self._notes.setContentsMargins(16, 6, 16, 6)
        self._nothing = Paragraph("", "row", "text_2")
        self._nothing.setContentsMargins(16, 16, 16, 16)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setLayout(column(header, self._nothing, self.tree, self._notes))
        self.tree.confirmed.connect(self._lock)
        self._count = 0

    def show_standing(self, standing: Standing, describe: Describe, where: str, stack: str) -> None:
        groups = changing(standing)
        self._count = len(groups)
        self._where.setText(where)
        self.tree.show_rows(preview_rows(groups, describe), asking=sum(bool(group.loses) for group in groups))
        self.tree.setVisible(bool(groups))
        self._nothing.setVisible(not groups)
        self._nothing.setText(self.tr("{} is in step with the code.").format(stack))
        self._show_counts(standing)
        notes = standing.plan.notes if standing.plan else ()
        self._notes.setText("\n".join(dict.fromkeys(note.message for note in notes)))
        self._notes.setVisible(bool(notes))
        self._lock()

    def _show_counts(self, standing: Standing) -> None:
        clear(self._chips)
        counts = standing.counts()
        for action, icon in _CHIPS.items():
            if count := counts[action]:
                self._chips.addWidget(Chip(f"{count} {action}", action, icon, style="control"))
        if counts["same"]:
            self._chips.addWidget(Text(self.tr("{} unchanged").format(counts["same"]), "row", "text_2"))

    def take_focus(self) -> None:
        """To Apply, or to what has to be typed before it."""
        (self.tree.first_question() or self.apply).setFocus()

    def _lock(self) -> None:
        missing = self.tree.unconfirmed()
        words = self.tr("Apply 1 change") if self._count == 1 else self.tr("Apply {} changes").format(self._count)
        self.apply.setText(words if self._count else self.tr("Apply"))
        self.apply.set_icon("lock-simple" if missing else "deploy")
        self.apply.setEnabled(bool(self._count) and not missing)
        self.apply.setToolTip(self.tr("Type the names of what loses data first.") if missing else "")

    def _apply(self) -> None:
        self.apply_wanted.emit(bool(self.tree.loses()))
