"""Code, Preview, Deployed: which state of the cloud the picture wears."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ..look.theme import Theme
from .panel import FlatButton, Panel


class OverlaySwitch(Panel):
    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, FlatButton] = {}
        for key, icon, text, tip in (
            ("code", "code", self.tr("Code"), self.tr("The picture as the code has it")),
            ("preview", "git-diff", self.tr("Preview"), self.tr("What a deployment would change")),
            ("deployed", "cloud-check", self.tr("Deployed"), self.tr("What the last deployment made")),
        ):
            button = FlatButton(theme, self, text, icon, text, tip)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.changed.emit(key))
            self._group.addButton(button)
            self.row.addWidget(button)
            self._buttons[key] = button
        self._buttons["code"].setChecked(True)
        self.adjustSize()

    def set_overlay(self, key: str) -> None:
        self._buttons[key].setChecked(True)
