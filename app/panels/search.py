"""The search box at work: what is typed finds things of the picture and commands; Enter goes there or runs it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from ...resources.architecture import Architecture
from ..actions import Registry, shortcut_text
from ..widgets.fields import Field
from .finder import LIMIT, Found, find, things
from .results import Results


class Search(QObject):
    """`found` carries the id of a thing of the picture."""

    found = Signal(str)

    def __init__(self, field: Field, registry: Registry, window: QWidget) -> None:
        super().__init__(window)
        self._field, self._registry, self._window = field, registry, window
        self._architecture: Architecture | None = None
        self._things: tuple[Found, ...] | None = None
        self.results = Results(window)
        self.results.chosen.connect(self._choose)
        field.textEdited.connect(lambda _text: self._show())
        field.moved.connect(self.results.move_by)
        field.returnPressed.connect(lambda: self.results.accept())
        field.installEventFilter(self)

    def begin(self) -> None:
        """Another project."""
        self.set_architecture(None)
        self._field.clear()
        self.results.hide()

    def set_architecture(self, architecture: Architecture | None) -> None:
        self._architecture, self._things = architecture, None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._field.selectAll()
            self._show()
        elif event.type() == QEvent.Type.FocusOut:
            self.results.hide()
        return False

    def _show(self) -> None:
        text = self._field.text()
        if self._things is None:
            self._things = things(self._architecture) if self._architecture else ()
        found = find(text, self._things)[: LIMIT // 2] + find(text, self._commands())
        nothing = self.tr("Nothing named “{}”. Enter runs a command, / adds a resource.").format(text)
        self.results.setFixedWidth(max(self._field.width(), 376))
        self.results.show_found(found[:LIMIT], nothing)
        self.results.move(self._field.mapTo(self._window, QPoint(0, self._field.height() + 4)))
        self.results.show()
        self.results.raise_()

    def _commands(self) -> tuple[Found, ...]:
        self._registry.refresh()
        made = []
        for record in self._registry:
            action = self._registry.qt(record.id)
            if action.isEnabled() and record.title:
                note = record.menu or self.tr("Command")
                title = record.title.replace("&", "")
                icon = record.icon or "command"
                made.append(Found(title, note, icon, "text_2", action=record.id, keys=shortcut_text(action)))
        return tuple(made)

    def _choose(self, found: Found) -> None:
        self._field.clear()
        self.results.hide()
        self._window.setFocus()
        if found.action:
            self._registry.run(found.action)
        else:
            self.found.emit(found.id)
