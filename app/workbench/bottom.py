"""The bottom dock: code, changes, deployment, problems and logs behind tabs; it can be folded to its tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ..deploying.panel import DeploymentPanel
from ..panels.changes import Changes
from ..panels.code import CodePane
from ..panels.logs import Logs
from ..panels.problems import Problems
from ..widgets.buttons import IconButton
from ..widgets.frames import Area, column, row
from ..widgets.tabs import Tab, TabStrip

KEYS = ("code", "changes", "deployment", "problems", "logs")


class Bottom(Area):
    closed = Signal()
    folded = Signal(bool)
    shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.code, self.changes, self.deployment = CodePane(), Changes(), DeploymentPanel()
        self.problems, self.logs = Problems(), Logs()
        titles = (self.tr("Code"), self.tr("Changes"), self.tr("Deployment"), self.tr("Problems"), self.tr("Logs"))
        self.tabs = TabStrip(tuple(Tab(key, title) for key, title in zip(KEYS, titles, strict=True)))
        self._pages = QStackedWidget()
        self._pages.setMinimumHeight(60)  # else the tallest page would keep the dock from getting smaller
        self.pages = self.code, self.changes, self.deployment, self.problems, self.logs
        for page in self.pages:
            self._pages.addWidget(page)
        self.tabs.changed.connect(self._turn)
        self._fold = IconButton("caret-down", self.tr("Fold"), 24, lambda: self.fold(not self.is_folded))
        close = IconButton("close", self.tr("Close"), 24, self.closed.emit)
        self.header = Area(row(self.tabs, None, self._fold, close, margins=(8, 0, 8, 0), spacing=4), rule="bottom")
        self.header.setFixedHeight(32)
        self.is_folded = False
        self.setLayout(column(self._pages))

    def show_page(self, key: str) -> None:
        self.fold(False)
        self.tabs.select(key)

    def fold(self, folded: bool) -> None:
        if folded == self.is_folded:
            return
        self.is_folded = folded
        self._fold.set_icon("caret-up" if folded else "caret-down")
        self._fold.setToolTip(self.tr("Unfold") if folded else self.tr("Fold"))
        self.folded.emit(folded)

    def _turn(self, key: str) -> None:
        self._pages.setCurrentIndex(KEYS.index(key))
        self.fold(False)
        self.shown.emit(key)
