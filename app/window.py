"""The window: the start page or an open project, and the way from one to the other."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from . import look
from .bundled import Example, copy_of, examples
from .preferences import Preferences, ThemeChoice
from .session import Session
from .start.page import StartPage
from .widgets.frames import Area

if TYPE_CHECKING:
    from .actions import Registry
    from .inspector.facts import Facts
    from .parts import Parts
    from .project import Project
    from .start.examples import ExampleReader
    from .tasks import Tasks
    from .workbench.deploying import Deploying
    from .workbench.editing import Editing
    from .workbench.selecting import Selecting
    from .workbench.workbench import Workbench
    from .worker_client import Worker

SIZE = (1600, 1000)


class MainWindow(QMainWindow):
    """`open_project` may be called again and again.

    Only the start page is made at once. `parts` are the rest, made in steps by who starts the program, or when first
    asked for.
    """

    _alt_alone = False

    def __init__(self, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.session = Session(preferences or Preferences())
        self._parts: Parts | None = None
        self._made: Parts | None = None  # the same, once all of it is there
        self._examples = examples()
        self._set_up()
        self.start = StartPage(self._examples)
        look.dress(self.start)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        self._connect()

    # its parts

    @property
    def preferences(self) -> Preferences:
        return self.session.preferences

    @property
    def project(self) -> Project | None:
        return self.session.project

    @property
    def worker(self) -> Worker:
        return self.session.worker

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
            from .parts import Parts

            self._parts = Parts(self, self.session)
        if self._made is None and not self._parts.step():
            self._take_parts(self._parts)
        return self._made is None

    @property
    def is_whole(self) -> bool:
        """Are all the parts there?"""
        return self._made is not None

    @property
    def parts(self) -> Parts:
        while self._made is None:
            self.make_part()
        return self._made

    def _take_parts(self, parts: Parts) -> None:
        """All are made: put them into the window."""
        self._made = parts
        self._pages.addWidget(parts.bench)
        parts.registry.ran.connect(self._ran)
        parts.bench.restore(self.preferences)
        parts.bench.view.set_theme(look.current())
        self._connect_parts(parts)

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

    def facts(self) -> Facts | None:
        return self.parts.facts()

    # projects

    def open_project(self, path: Path) -> None:
        """Open a folder. One that is not there (any more) is said on the start page."""
        if not path.is_dir():
            self._say_missing(path)
            return
        self._leave_project()
        parts, project = self.parts, self.session.begin(path, self)
        parts.following.set_project(project)
        parts.editing.set_project(project)
        parts.deploying.set_project(project)
        self.setWindowTitle(f"{project.root.name} — Archloom")
        self._pages.setCurrentWidget(parts.bench)
        parts.bench.view.setFocus()
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

    def choose_theme(self, choice: ThemeChoice) -> None:
        self.preferences.theme = choice
        self.wear_theme()

    def wear_theme(self) -> None:
        """Dress everything anew, the canvas too."""
        theme = look.wear(look.chosen(self.preferences.theme))
        if self._made is not None:
            self._made.bench.view.set_theme(theme)

    def _system_theme_changed(self) -> None:
        if self.preferences.theme == "system":
            self.wear_theme()

    # events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_folder(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if folder := _dropped_folder(event):
            self.open_project(folder)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Alt alone shows the menu bar, and hides it again."""
        if event.key() == Qt.Key.Key_Alt and not event.modifiers() and self._alt_alone:
            self.parts.menus.toggle_bar()
        super().keyReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange:  # Alt+Tab went elsewhere
            self._alt_alone = False
        super().changeEvent(event)

    def _ran(self) -> None:
        """A shortcut: its Alt was not alone, though its other key never came here."""
        self._alt_alone = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running deployment is asked about first; then everything is ended and remembered."""
        runs = self._made.deploying.runs if self._made is not None and self._made.deploying.is_changing else None
        if runs is not None:
            from .leaving import ask_to_leave

            event.ignore()
            ask_to_leave(self, runs)
            return
        self._keep_window()
        self._leave_project()
        if self._made is not None:
            self._made.bench.view.close()  # it has a process of its own
        self._tasks.cancel()
        self.session.close()
        event.accept()

    # how it is made

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

    def _connect_parts(self, parts: Parts) -> None:
        bench, deeds, menus = parts.bench, parts.deeds, parts.menus
        deeds.open_wanted.connect(self.ask_folder)
        deeds.start_wanted.connect(self.close_project)
        deeds.quit_wanted.connect(self.close)
        deeds.theme_wanted.connect(self.wear_theme)
        bench.top.menu_wanted.connect(lambda: menus.open_all(bench.top.menu))
        bench.side.more_wanted.connect(menus.open_more)
        bench.view.context_requested.connect(menus.open_for)
        bench.outline.menu_wanted.connect(lambda _id, place: menus.open_of_card(place))
        parts.following.close_wanted.connect(self.close_project)
        parts.deploying.state_known.connect(self._deployment_known)

    def _leave_project(self) -> None:
        self.session.leave()
        if self._made is not None:
            self._made.deploying.close()
            self._made.editing.forget()
            self._made.selecting.clear()
            self._made.bench.canvas.toast.hide()

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
