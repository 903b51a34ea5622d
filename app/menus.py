"""The menus of the window: the bar that Alt shows, the same behind the menu button, and those of what was clicked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QWidget

from ..canvas.selection import ContextRequest
from . import look
from .actions import Registry
from .widgets.fields import popup_below
from .window_actions import CANVAS_MENU, CARD_MENU, MORE


class Menus:
    def __init__(self, window: QMainWindow, registry: Registry) -> None:
        self._window, self._registry = window, registry
        self.bar = QMenuBar()
        look.dress(self.bar)
        for title, ids in registry.menus().items():
            menu = self.bar.addMenu(window.tr(title))
            registry.fill(menu, ids)
            menu.aboutToShow.connect(registry.refresh)
        window.setMenuBar(self.bar)
        self.bar.setVisible(self.bar.isNativeMenuBar())  # macOS has its own, at the top of the screen

    def toggle_bar(self) -> None:
        if not self.bar.isNativeMenuBar():
            self.bar.setVisible(not self.bar.isVisible())

    def open_all(self, button: QWidget) -> None:
        """Everything, below the menu button."""
        menu = self._new()
        self._registry.refresh()
        for title, ids in self._registry.menus().items():
            self._registry.fill(menu.addMenu(self._window.tr(title)), ids)
        popup_below(menu, button)

    def open_more(self, button: QWidget) -> None:
        """What the outline offers beside its rows."""
        popup_below(self._of(MORE), button)

    def open_for(self, request: ContextRequest) -> None:
        """What applies to the thing that was clicked on the map, or to the map itself."""
        self.open_at(CARD_MENU if request.selection else CANVAS_MENU, QPoint(request.x, request.y))

    def open_of_card(self, place: QPoint) -> None:
        self.open_at(CARD_MENU, place)

    def open_at(self, ids: Sequence[str], place: QPoint) -> None:
        self._of(ids).popup(place)

    def _of(self, ids: Sequence[str]) -> QMenu:
        menu = self._registry.menu(self._window, ids, only_enabled=True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _new(self) -> QMenu:
        menu = QMenu(self._window)
        look.dress(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
