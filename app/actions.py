"""Everything that a person can do in the window, as records in one registry.

Menus, toolbars, context menus and the command palette are made from it, so that a command has one title, one shortcut
and one rule for when it is enabled. A record becomes one QAction, shared by all the places that show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from . import look

SEPARATOR = "-"


def always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """`id` is what places name (`file.open`); `shortcut` is in Qt's portable form, several separated by `, `."""

    id: str
    title: str
    callback: Callable[[], object]
    shortcut: str = ""
    enabled: Callable[[], bool] = always
    icon: str = ""
    checked: Callable[[], bool] | None = None
    menu: str = ""
    """The menu that shows it in the menu bar; empty for an action that only places and palette show."""
    words: str = ""
    """Other words that a search for it may use."""


class Registry(QObject):
    """The actions of a window, in the order in which they were added."""

    ran = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._records: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}

    def add(self, actions: Iterable[Action]) -> None:
        for record in actions:
            if record.id in self._records:
                raise ValueError(f"two actions are called {record.id}")
            self._records[record.id] = record
            self._made[record.id] = self._make(record)

    def __iter__(self) -> Iterator[Action]:
        return iter(self._records.values())

    def __getitem__(self, action_id: str) -> Action:
        return self._records[action_id]

    def qt(self, action_id: str) -> QAction:
        return self._made[action_id]

    def run(self, action_id: str) -> None:
        """Run it as a click would: only when it is enabled."""
        self.refresh()
        self._made[action_id].trigger()

    def refresh(self) -> None:
        """Ask each record again whether it is enabled and checked."""
        for record in self._records.values():
            made = self._made[record.id]
            made.setEnabled(record.enabled())
            if record.checked is not None:
                made.setChecked(record.checked())

    def menu(self, parent: QWidget, action_ids: Iterable[str], *, only_enabled: bool = False) -> QMenu:
        """A menu of these actions; with `only_enabled` what does not apply is left out."""
        self.refresh()
        menu = QMenu(parent)
        look.dress(menu)
        self.fill(menu, action_ids, only_enabled=only_enabled)
        return menu

    def fill(self, menu: QMenu, action_ids: Iterable[str], *, only_enabled: bool = False) -> None:
        for action_id in action_ids:
            if action_id == SEPARATOR:
                menu.addSeparator()
            elif not only_enabled or self._made[action_id].isEnabled():
                menu.addAction(self._made[action_id])

    def menus(self) -> dict[str, list[str]]:
        """Menu title -> the ids that it shows."""
        titles: dict[str, list[str]] = {}
        for record in self._records.values():
            if record.menu:
                titles.setdefault(record.menu, []).append(record.id)
        return titles

    def _make(self, record: Action) -> QAction:
        made = QAction(record.title, self._window)
        made.setObjectName(record.id)
        made.setShortcuts([QKeySequence(text) for text in record.shortcut.split(", ") if text])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setCheckable(record.checked is not None)
        made.triggered.connect(lambda: (self.ran.emit(), record.callback()))
        self._window.addAction(made)
        return made


def shortcut_text(action: QAction) -> str:
    """`Ctrl+K` as the system writes it; empty without one."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
