"""The bar at the top: menu, project, stack, target; search; state of the deployment, Preview and Deploy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from ..short import shortened
from ..widgets.buttons import Button, IconButton
from ..widgets.fields import Field, Select
from ..widgets.frames import Area, boxed, column, hairline, row
from ..widgets.icon import Icon, Mark
from ..widgets.spinner import Spinner
from ..widgets.text import Elided, Text

SEARCH_WIDTH, SEARCH_LEAST = 376, 140
_MARGIN, _GAP = 12, 16
_NAMES = 150
"""Name and path of the project; a long path gives way to the search field and is told by its tooltip."""


class TopBar(Area):
    """48 high. The search field stays in the middle of the window as long as there is room."""

    menu_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(rule="bottom")
        self.setFixedHeight(48)
        self.menu = IconButton("menu", self.tr("Menu"), 28, self.menu_wanted.emit)
        self._name = Elided("", "panel_title")
        self._path = Elided("", "secondary", "text_2", Qt.TextElideMode.ElideMiddle)
        self.stack = Select(self.tr("Stack"))
        self.target = Select(self.tr("Target"))
        self.search = Field(self.tr("Find a resource or run a command"), "search", "Ctrl+K", 28, "row")
        self._icon, self._spinner, self._state = Icon("", 16), Spinner(16), Text("", "row", "text_2")
        self.preview = Button(self.tr("Preview"), "preview")
        self.deploy = Button(self.tr("Deploy"), "deploy", "main")
        self._left, self._right = boxed(self._left_row()), boxed(self._right_row())
        for side in (self._left, self._right):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = row(margins=(_MARGIN, 0, _MARGIN, 0), spacing=_GAP)
        layout.addWidget(self._left, 1)
        layout.addWidget(self.search)
        layout.addWidget(self._right, 1)
        self.setLayout(layout)
        self.show_state("", "", "")

    def _left_row(self):
        names = boxed(column(None, self._name, self._path, None))
        names.setMaximumWidth(_NAMES)
        divider = hairline(vertical=True, length=20)
        return row(self.menu, 6, Mark(24), 4, names, 8, divider, 8, self.stack, self.target, None, spacing=4)

    def _right_row(self):
        return row(None, self._icon, self._spinner, self._state, 8, self.preview, self.deploy, spacing=8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """In a narrow window the search field gives way first, then its place in the middle."""
        left, right = self._left.sizeHint().width(), self._right.sizeHint().width()
        room = self.width() - 2 * (_MARGIN + _GAP)
        search = room - 2 * max(left, right)
        if search < SEARCH_LEAST:
            search = room - left - right
        self.search.setFixedWidth(min(max(search, SEARCH_LEAST), SEARCH_WIDTH))
        self._left.setMinimumWidth(max(0, min(left, room - self.search.width() - right)))

    def show_project(self, root: Path) -> None:
        self._name.setText(root.name)
        self._path.setText(shortened(root))
        self._share_room()

    def show_state(self, icon: str, state: str, words: str) -> None:
        """The deployment: `running` turns the spinner, an empty icon shows words alone."""
        self._spinner.setVisible(icon == "running")
        self._icon.setVisible(icon not in ("", "running"))
        if icon not in ("", "running"):
            self._icon.set(icon, f"state:{state}")
        self._state.setText(words)
        self._share_room()
