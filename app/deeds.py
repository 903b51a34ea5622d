"""What the actions of the window do, and when they may be done. Deeds of the window itself are asked for by signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from . import look
from .editor import open_in_editor
from .inspector.panel import place_of
from .preferences import ThemeChoice
from .session import Session
from .workbench.deploying import Deploying
from .workbench.editing import Editing
from .workbench.selecting import Selecting
from .workbench.workbench import Workbench

if TYPE_CHECKING:
    from ..resources.architecture import Span


class Deeds(QObject):
    open_wanted = Signal()
    start_wanted = Signal()
    quit_wanted = Signal()
    theme_wanted = Signal()

    def __init__(
        self, window: QWidget, session: Session, bench: Workbench, selecting: Selecting, deploying: Deploying,
        editing: Editing,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._session, self._bench = window, session, bench
        self._selecting, self._deploying, self._editing = selecting, deploying, editing

    # when

    def has_project(self) -> bool:
        return self._session.project is not None

    def has_one_selected(self) -> bool:
        return self.has_project() and len(self._selecting.subjects) == 1

    def has_several_selected(self) -> bool:
        return self.has_project() and len(self._selecting.subjects) > 1

    def can_undo(self) -> bool:
        return self._session.project is not None and self._session.project.history.canUndo()

    def can_redo(self) -> bool:
        return self._session.project is not None and self._session.project.history.canRedo()

    def can_deploy(self) -> bool:
        return self._deploying.ready

    def is_deploying(self) -> bool:
        return self._deploying.runs is not None and self._deploying.runs.busy

    def is_deployed(self) -> bool:
        return self._deploying.ready and self._deploying.held

    def is_theme(self, choice: ThemeChoice) -> bool:
        return self._session.preferences.theme == choice

    def asks_before_writing(self) -> bool:
        return self._session.preferences.confirm_writes

    # what

    def read_again(self) -> None:
        if self._session.project is not None:
            self._session.project.read_again()

    def undo(self) -> None:
        if self._session.project is not None:
            self._session.project.undo()

    def redo(self) -> None:
        if self._session.project is not None:
            self._session.project.redo()

    def add(self) -> None:
        self._editing.add()

    def rename(self) -> None:
        self._editing.rename()

    def remove(self) -> None:
        self._editing.remove_selection()

    def select_all(self) -> None:
        self._bench.view.select(self._bench.view.picture.card_by_id)

    def search(self) -> None:
        self._bench.top.search.setFocus()
        self._bench.top.search.selectAll()

    def filter_outline(self) -> None:
        self._bench.docks.left.show()
        self._bench.side.show_outline()
        self._bench.outline.filter.setFocus()

    def show_code(self) -> None:
        if len(self._selecting.subjects) == 1:
            self._selecting.show_code(place_of(self._selecting.subjects[0]))

    def open_editor(self, span: Span | None = None) -> None:
        place = span or (place_of(self._selecting.subjects[0]) if self._selecting.subjects else None)
        if self._session.project is not None and place is not None and place.file:
            open_in_editor(self._session.project.root, place, self._session.preferences.editor)

    def focus_selected(self) -> None:
        ids = self._bench.view.selection.ids
        self._bench.view.focus_on(ids[0] if ids else None)

    def choose_theme(self, choice: ThemeChoice) -> None:
        self._session.preferences.theme = choice
        self.theme_wanted.emit()

    def toggle_dock(self, name: str) -> None:
        docks = self._bench.docks
        dock = {"left": docks.left, "right": docks.right, "bottom": docks.bottom}[name]
        dock.setVisible(not dock.isVisible())

    def reset_layout(self) -> None:
        self._session.preferences.forget_window()
        self._bench.bottom.fold(False)
        self._bench.docks.reset()

    def toggle_confirm(self) -> None:
        preferences = self._session.preferences
        preferences.confirm_writes = not preferences.confirm_writes

    def cancel_deployment(self) -> None:
        if self._deploying.runs is not None:
            self._deploying.runs.cancel()

    def export(self) -> None:
        project, architecture = self._session.project, self._session.architecture
        if project is None or architecture is None:
            return
        from .dialogs.exporting import ExportDialog

        toast = self._bench.canvas.toast
        dialog = ExportDialog(
            self._window, architecture, self._bench.view.as_it_stands(), project.root, look.current().name,
            lambda words, good: toast.say(words, state="success" if good else "error"),
        )  # fmt: skip
        dialog.open()

    def copy_image(self) -> None:
        architecture = self._session.architecture
        if architecture is None:
            return
        from .dialogs.exporting import copy_image

        copy_image(self, architecture, self._bench.view.as_it_stands(), look.current().name, self._copied)

    def _copied(self, why_not: str) -> None:
        words = why_not or self.tr("The picture is on the clipboard")
        self._bench.canvas.toast.say(words, state="error" if why_not else "success")

    def about(self) -> None:
        from .dialogs.about import about

        about(self._window)
