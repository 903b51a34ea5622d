"""The project and the panels: a new architecture goes to all of them; what does not parse, or is gone, is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ...canvas import sidecar
from ...canvas.picture_cache import steps_for
from ...canvas.slices import Slices, Steps
from ...resources.architecture import Architecture, Problem, Span
from ..garbage import Garbage, settle
from ..last_good import broken
from ..panels.problems import worst
from ..project import Project, Update
from .deploying import Deploying, Positions
from .selecting import Selecting
from .workbench import Workbench

_SMALL = 150
"""Fewer resources are shown everywhere at once."""
_PATIENCE_MS = 300
"""What takes longer says what it does."""
_CANCEL = "cancel"


class Following(QObject):
    """`close_wanted`: the person wants to leave a project that is gone, or that takes long to read."""

    close_wanted = Signal()

    def __init__(self, bench: Workbench, selecting: Selecting, deploying: Deploying) -> None:
        super().__init__(bench)
        self._bench, self._selecting, self._deploying = bench, selecting, deploying
        self._project: Project | None = None
        self._broken: Problem | None = None
        self._slices = Slices(self)
        self._garbage = Garbage(self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_reading)
        bench.canvas.empty_link.connect(self._link)
        bench.canvas.strip_clicked.connect(self._strip_clicked)
        bench.view.positions_changed.connect(self._keep_positions)

    def set_project(self, project: Project) -> None:
        self._slices.cancel()
        self._project, self._broken = project, None
        project.opened.connect(self._opened)
        project.updated.connect(self._updated)
        project.went_wrong.connect(self._went_wrong)
        project.vanished.connect(self._vanished)
        project.not_watched.connect(self._not_watched)
        project.reading.connect(self._reading)
        bench = self._bench
        bench.top.show_project(project.root)
        bench.bottom.code.set_source(project.text_of)
        bench.canvas.strip.say("")
        bench.canvas.say_empty("")
        bench.status.show_architecture(None)
        bench.status.set_live("busy", self.tr("Reading"))
        bench.view.clear()
        bench.outline.begin()
        bench.search.begin()
        bench.bottom.tabs.select("code")
        self._patience.start()

    def _say_reading(self) -> None:
        if self._no_picture():
            self._bench.canvas.say_empty(self.tr("Reading the code… <a href='cancel'>Cancel</a>"))

    def _link(self, link: str) -> None:
        """What the words on the empty canvas offer."""
        if link == _CANCEL:
            self.close_wanted.emit()
        else:
            self._bench.side.show_palette()

    def _opened(self, architecture: Architecture) -> None:
        self._bench.canvas.say_empty("")
        try:
            places = sidecar.read(self._project.root) if self._project else {}
        except sidecar.LayoutFileError as error:
            places = {}
            self._bench.canvas.toast.say(str(error), state="warning")
        self._show(architecture, places)
        self._bench.view.when_shown(settle)

    def _updated(self, update: Update) -> None:
        if update.difference:
            self._show(update.architecture)
            self._bench.view.when_shown(settle)
            return
        self._bench.status.show_architecture(update.architecture)  # only lines and times are others
        self._bench.bottom.code.read_again()
        self._selecting.refresh()

    def _show(self, architecture: Architecture, positions: Positions | None = None) -> None:
        """All the panels, the picture first; of a large project one after the other, between frames."""
        self._slices.run(self._showing(architecture, positions))
        if len(architecture.resources) < _SMALL:
            self._slices.finish()

    def _showing(self, architecture: Architecture, positions: Positions | None) -> Steps:
        bench = self._bench
        self._deploying.take_architecture(architecture, positions)
        yield
        self._show_broken(architecture)
        bench.canvas.say_empty(self._empty_words(architecture))
        bench.status.show_architecture(architecture)
        bench.status.set_live("live", self.tr("Live"))
        yield from steps_for(architecture)
        bench.search.set_architecture(architecture)
        yield
        bench.bottom.problems.show_problems(architecture.problems)
        counted = [problem for problem in architecture.problems if problem.severity != "info"]
        bench.bottom.tabs.set_count("problems", len(counted), worst(counted))
        yield
        self._selecting.refresh()

    def _show_broken(self, architecture: Architecture) -> None:
        """`app/main.py:31` does not parse; what is drawn is the last good state, or all but that file."""
        faults = broken(architecture)
        self._broken = faults[0] if faults else None
        if self._broken is None:
            self._bench.canvas.strip.say("")
            return
        drawn = any(resource.source.file == self._broken.source.file for resource in architecture.resources)
        words = self.tr("The picture shows the last good state.") if drawn else self.tr("The rest is shown.")
        reason = self._broken.message.partition(": ")[2] or self._broken.message
        text = self.tr("{} does not parse: {}").format(self._broken.source, reason)
        self._bench.canvas.strip.say(f"{text.rstrip('.')}. {words}", self.tr("Show"))

    def _empty_words(self, architecture: Architecture) -> str:
        """What an empty canvas says, with the next step."""
        if architecture.resources:
            return ""
        if not architecture.project.python_files:
            return self.tr("There is no Python in this folder. Open another one, or press <b>/</b> to begin here.")
        found = len(architecture.entries)
        scripts = self.tr("1 script") if found == 1 else self.tr("{} scripts").format(found)
        return (
            self.tr("No cloud resources yet.")
            + (" " + self.tr("This project has {}.").format(scripts) if found else "")
            + " "
            + self.tr("Press <b>/</b> to add something, or <a href='add'>choose a resource</a>.")
        )

    def _strip_clicked(self) -> None:
        if self._broken is not None:
            self._selecting.show_code(Span(self._broken.source.file, self._broken.source.line))
        else:
            self.close_wanted.emit()

    def _went_wrong(self, sentence: str) -> None:
        self._bench.status.set_live("off", self.tr("Not read"), sentence)
        self._bench.canvas.strip.say(sentence, self.tr("Start page") if self._no_picture() else "")
        self._patience.stop()
        if self._no_picture():
            self._bench.canvas.say_empty("")

    def _no_picture(self) -> bool:
        return self._project is None or self._project.architecture is None

    def _vanished(self) -> None:
        self._bench.status.set_live("off", self.tr("Gone"))
        words = self.tr("{} is no longer there. The picture shows the last state.")
        self._bench.canvas.strip.say(words.format(self._project.root if self._project else ""), self.tr("Start page"))

    def _not_watched(self, reason: str) -> None:
        tip = self.tr("Changes are not noticed by themselves ({}). F5 reads the code again.").format(reason)
        self._bench.status.set_live("off", self.tr("Not live"), tip)

    def _reading(self, busy: bool) -> None:
        if busy:
            self._bench.status.set_live("busy", self.tr("Reading"))
        elif not self._no_picture():
            self._bench.status.set_live("live", self.tr("Live"))

    def _keep_positions(self, positions: object) -> None:
        """A person placed something by hand: only then is anything written beside the code."""
        if self._project is None or not isinstance(positions, dict):
            return
        try:
            sidecar.write(self._project.root, positions)
        except sidecar.LayoutFileError as error:
            self._bench.canvas.toast.say(str(error), state="warning")
