"""The window: the start page or an open project, its menus and actions, and what happens between them."""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from . import look
from .bundled import Example, copy_of, examples
from .preferences import Preferences, ThemeChoice
from .start.page import StartPage
from .widgets.frames import Area

if TYPE_CHECKING:
    from ..resources.architecture import Span
    from .actions import Registry
    from .inspector.facts import Facts
    from .menus import Menus
    from .project import Project
    from .start.examples import ExampleReader
    from .tasks import Tasks
    from .workbench.deploying import Deploying
    from .workbench.editing import Editing
    from .workbench.following import Following
    from .workbench.parts import Parts
    from .workbench.selecting import Selecting
    from .workbench.workbench import Workbench
    from .worker_client import Worker

SIZE = (1600, 1000)


class MainWindow(QMainWindow):
    """`open_project` may be called again and again; `worker` serves all the projects of the window.

    Only the start page is made at once. `parts` are the rest, made in steps by who starts the program, or when first
    asked for.
    """

    def __init__(self, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.preferences = preferences or Preferences()
        self.project: Project | None = None
        self._parts: Parts | None = None
        self._made: Parts | None = None  # the same, once all of it is there
        self._alt_alone = False
        self._examples = examples()
        self._set_up()
        self.start = StartPage(self._examples)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        self._connect()

    # its parts

    @cached_property
    def worker(self) -> Worker:
        from .worker_client import Worker

        return Worker()

    @cached_property
    def _tasks(self) -> Tasks:
        from .tasks import Tasks

        return Tasks()

    @cached_property
    def _reader(self) -> ExampleReader:
        from .start.examples import ExampleReader

        return ExampleReader(self.worker, self._tasks)

    def make_part(self) -> bool:
        """The next part of what a project needs; False when all are there."""
        if self._parts is None:
            from .workbench.parts import Parts

            self._parts = Parts(self)
        return self._parts.step()

    @property
    def parts(self) -> Parts:
        while self._made is None:
            self.make_part()
        return self._made

    def take_parts(self, parts: Parts) -> None:
        """All are made: put them into the window."""
        self._made = parts
        self._pages.addWidget(parts.bench)
        parts.bench.restore(self.preferences)
        parts.bench.view.set_theme(look.current())
        self._connect_bench(parts)

    @property
    def registry(self) -> Registry:
        return self.parts.registry

    @property
    def bench(self) -> Workbench:
        return self.parts.bench

    @property
    def selecting(self) -> Selecting:
        return self.parts.selecting

    @property
    def deploying(self) -> Deploying:
        return self.parts.deploying

    @property
    def editing(self) -> Editing:
        return self.parts.editing

    @property
    def following(self) -> Following:
        return self.parts.following

    @property
    def menus(self) -> Menus:
        return self.parts.menus

    # what actions ask

    def has_project(self) -> bool:
        return self.project is not None

    def has_one_selected(self) -> bool:
        return self.has_project() and len(self.selecting.subjects) == 1

    def has_several_selected(self) -> bool:
        return self.has_project() and len(self.selecting.subjects) > 1

    def can_undo(self) -> bool:
        return self.project is not None and self.project.history.canUndo()

    def can_redo(self) -> bool:
        return self.project is not None and self.project.history.canRedo()

    def can_deploy(self) -> bool:
        return self.deploying.ready

    def is_deploying(self) -> bool:
        return self.deploying.runs is not None and self.deploying.runs.busy

    def is_deployed(self) -> bool:
        return self.deploying.ready and self.deploying.held

    # projects

    def open_project(self, path: Path) -> None:
        """Open a folder. One that is not there (any more) is said on the start page."""
        if not path.is_dir():
            self._say_missing(path)
            return
        from .project import Project

        self._leave_project()
        project = Project(path.resolve(), self.worker, self)
        self.project = project
        self.following.set_project(project)
        self.editing.set_project(project)
        self.deploying.set_project(project)
        self.preferences.remember(project.root)
        self.setWindowTitle(f"{project.root.name} — Archloom")
        self._pages.setCurrentWidget(self.bench)
        self.bench.view.setFocus()
        project.open()

    def close_project(self) -> None:
        self._leave_project()
        self.show_start()

    def show_start(self) -> None:
        self.setWindowTitle("Archloom")
        self.show_recent()
        self._pages.setCurrentWidget(self.start)
        self._reader.read(self._examples, self.start.show_example)

    def show_recent(self) -> None:
        self.start.show_recent(self.preferences.recent())

    def show_nothing(self) -> None:
        """An empty page, for the moment before a project is there."""
        self._pages.setCurrentIndex(self._pages.addWidget(Area()))

    def ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a project folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.open_project(Path(path)))
        dialog.open()

    def open_example(self, example: Example) -> None:
        """A copy of it, so that what ships stays as it is."""
        from .start.examples import folder_for_copies

        try:
            self.open_project(copy_of(example, folder_for_copies()))
        except OSError as error:
            self._say(self.tr("The example was not copied"), str(error))

    def facts(self) -> Facts | None:
        if self.project is None or self.project.architecture is None:
            return None
        from .inspector.facts import Facts

        shown = self.deploying.shown_architecture(self.project.architecture)
        return Facts(shown, self.project.text_of, self.deploying.stack, self.deploying.sentences())

    # deeds of the actions

    def read_again(self) -> None:
        if self.project is not None:
            self.project.read_again()

    def undo(self) -> None:
        if self.project is not None:
            self.project.undo()

    def redo(self) -> None:
        if self.project is not None:
            self.project.redo()

    def add(self) -> None:
        self.editing.add()

    def rename(self) -> None:
        self.editing.rename()

    def remove(self) -> None:
        self.editing.remove_selection()

    def select_all(self) -> None:
        self.bench.view.select(self.bench.view.picture.card_by_id)

    def search(self) -> None:
        self.bench.top.search.setFocus()
        self.bench.top.search.selectAll()

    def filter_outline(self) -> None:
        self.bench.docks.left.show()
        self.bench.side.show_outline()
        self.bench.outline.filter.setFocus()

    def show_code(self) -> None:
        from .inspector.panel import place_of

        if len(self.selecting.subjects) == 1:
            self.selecting.show_code(place_of(self.selecting.subjects[0]))

    def open_editor(self, span: Span | None = None) -> None:
        from .editor import open_in_editor
        from .inspector.panel import place_of

        place = span or (place_of(self.selecting.subjects[0]) if self.selecting.subjects else None)
        if self.project is not None and place is not None and place.file:
            open_in_editor(self.project.root, place, self.preferences.editor)

    def focus_selected(self) -> None:
        ids = self.bench.view.selection.ids
        self.bench.view.focus_on(ids[0] if ids else None)

    def choose_theme(self, choice: ThemeChoice) -> None:
        self.preferences.theme = choice
        self.wear_theme()

    def wear_theme(self) -> None:
        """Dress everything anew, the canvas too."""
        theme = look.wear(look.chosen(self.preferences.theme))
        if self._made is not None:
            self._made.bench.view.set_theme(theme)

    def toggle_dock(self, name: str) -> None:
        dock = {"left": self.bench.docks.left, "right": self.bench.docks.right, "bottom": self.bench.docks.bottom}[name]
        dock.setVisible(not dock.isVisible())

    def reset_layout(self) -> None:
        self.preferences.forget_window()
        self.bench.bottom.fold(False)
        self.bench.docks.reset()

    def toggle_confirm(self) -> None:
        self.preferences.confirm_writes = not self.preferences.confirm_writes

    def cancel_deployment(self) -> None:
        if self.deploying.runs is not None:
            self.deploying.runs.cancel()

    def export(self) -> None:
        if self.project is None or self.project.architecture is None:
            return
        from .dialogs.exporting import ExportDialog

        toast = self.bench.canvas.toast
        dialog = ExportDialog(
            self, self.project.architecture, self.bench.view.all_positions(), self.project.root,
            look.current().name, lambda words, good: toast.say(words, state="success" if good else "error"),
        )  # fmt: skip
        dialog.open()

    def copy_image(self) -> None:
        if self.project is None or self.project.architecture is None:
            return
        from .dialogs.exporting import copy_image

        with tempfile.TemporaryDirectory() as folder:
            positions = self.bench.view.all_positions()
            copy_image(self.project.architecture, positions, look.current().name, Path(folder))
        self.bench.canvas.toast.say(self.tr("The picture is on the clipboard"))

    def about(self) -> None:
        from .dialogs.about import about

        about(self)

    # the window itself

    def _system_theme_changed(self) -> None:
        if self.preferences.theme == "system":
            self.wear_theme()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_folder(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if folder := _dropped_folder(event):
            self.open_project(folder)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Alt alone shows the menu bar, and hides it again."""
        if event.key() == Qt.Key.Key_Alt and not event.modifiers() and self._alt_alone:
            self.menus.toggle_bar()
        super().keyReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running deployment is asked about first; then everything is ended and remembered."""
        if self._made is not None and self._made.deploying.is_changing:
            event.ignore()
            self._ask_to_leave()
            return
        self._keep_window()
        self._leave_project()
        self._tasks.cancel()
        self.worker.close()
        event.accept()

    def _set_up(self) -> None:
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.setWindowTitle("Archloom")
        self._restore_window()
        self.wear_theme()

    def _connect(self) -> None:
        start = self.start
        start.folder_wanted.connect(self.ask_folder)
        start.open_wanted.connect(lambda path: self.open_project(Path(path)))
        start.example_wanted.connect(self.open_example)
        start.clear_wanted.connect(lambda: (self.preferences.forget_recent(), self.show_start()))
        start.forget_wanted.connect(lambda path: (self.preferences.forget(path), self.show_start()))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def _connect_bench(self, parts: Parts) -> None:
        bench = parts.bench
        bench.top.menu_wanted.connect(lambda: parts.menus.open_all(bench.top.menu))
        bench.side.more_wanted.connect(lambda button: parts.menus.open_more(button))
        bench.canvas.empty_link.connect(lambda _link: self.bench.side.show_palette())
        bench.view.context_requested.connect(parts.menus.open_for)
        bench.view.tool_requested.connect(lambda key: self.export() if key == "export" else self.filter_outline())
        bench.outline.menu_wanted.connect(lambda _id, place: parts.menus.open_of_card(place))
        bench.bottom.code.open_wanted.connect(self.open_editor)
        parts.following.close_wanted.connect(self.close_project)
        parts.deploying.told.connect(parts.selecting.refresh)
        parts.deploying.state_known.connect(self._deployment_known)

    def _leave_project(self) -> None:
        project, self.project = self.project, None
        if self._made is not None:
            self._made.deploying.close()
            self._made.editing.forget()
            self._made.selecting.clear()
        if project is not None:
            project.blockSignals(True)
            project.close()
            project.deleteLater()

    def _deployment_known(self, state: str) -> None:
        if self.project is not None:
            self.preferences.remember(self.project.root, state)

    def _say_missing(self, path: Path) -> None:
        what = self.tr("{} is a file.") if path.exists() else self.tr("{} is not there.")
        words = what.format(path) + " " + self.tr("Choose the folder that holds the project.")
        if self.project is None:
            self.show_start()
        self._say(self.tr("Nothing to open"), words)

    def _say(self, title: str, words: str) -> None:
        from .dialogs.asking import Question

        question = Question(self, title, words, self.tr("Open folder…"))
        question.ask(self.ask_folder)

    def _ask_to_leave(self) -> None:
        from .dialogs.asking import Question

        text = self.tr(
            "The deployment stops after the running steps. What was made is kept; Resume goes on from there."
        )
        question = Question(self, self.tr("A deployment is running"), text, self.tr("Stop and close"), danger=True)
        question.ask(self._leave)

    def _leave(self) -> None:
        """Stop the deployment, and close once it has: what is where then stands in its state."""
        runs = self.deploying.runs
        if runs is None or not runs.busy:
            self.close()
            return
        runs.changed.connect(lambda standing: standing.busy or self.close())
        runs.cancel()

    def _restore_window(self) -> None:
        geometry = self.preferences.bytes("geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(SIZE[0], screen.width()), min(SIZE[1], screen.height()))

    def _keep_window(self) -> None:
        self.preferences.keep_bytes("geometry", QByteArray(self.saveGeometry()))
        if self._made is not None:
            self._made.bench.keep(self.preferences)


def _dropped_folder(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The folder that is dragged, or the folder of the file that is."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.exists():
            return path if path.is_dir() else path.parent
    return None
