"""The strip of tools at the top right. Each tells its name when it is clicked; the view and the window do the rest."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..look.theme import Theme
from .panel import FlatButton, Panel


class Tools(Panel):
    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.buttons: dict[str, FlatButton] = {}
        for key, icon, name, tip in (
            ("arrange", "tree-structure", self.tr("Arrange"), self.tr("Arrange all cards (Ctrl+Shift+L)")),
            ("focus", "crosshair", self.tr("Focus"), self.tr("Show only what the selection reaches (Alt+click)")),
            ("filter", "funnel-simple", self.tr("Filter"), self.tr("Filter the picture")),
            ("export", "export", self.tr("Export"), self.tr("Export the picture")),
        ):
            button = FlatButton(theme, self, name, icon, tip=tip)
            button.setCheckable(key in ("focus", "filter"))
            button.clicked.connect(lambda _=False, key=key: self.requested.emit(key))
            self.row.addWidget(button)
            self.buttons[key] = button
        self.row.setSpacing(2)
        self.adjustSize()
