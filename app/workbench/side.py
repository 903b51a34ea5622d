"""The left dock: the outline and the palette behind two tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ..panels.outline import Outline
from ..panels.palette import Palette
from ..widgets.buttons import IconButton
from ..widgets.frames import Area, column, row
from ..widgets.tabs import Tab, TabStrip


class Side(Area):
    more_wanted = Signal(object)
    """The button below which a menu is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.outline, self.palette_ = Outline(), Palette()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.outline)
        self._pages.addWidget(self.palette_)
        self.tabs = TabStrip((Tab("outline", self.tr("Outline")), Tab("add", self.tr("Add"))))
        self.tabs.changed.connect(lambda key: self._pages.setCurrentIndex(int(key == "add")))
        more = IconButton("more", self.tr("More"), 24)
        more.clicked.connect(lambda: self.more_wanted.emit(more))
        self.header = Area(row(self.tabs, None, more, margins=(8, 0, 8, 0)), rule="bottom")
        self.header.setFixedHeight(32)
        self.setLayout(column(self._pages))

    def show_outline(self) -> None:
        self.tabs.select("outline")

    def show_palette(self) -> None:
        self.tabs.select("add")
        self.palette_.filter.setFocus()
