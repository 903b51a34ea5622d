"""Deployments and the rest of the window: Preview and Deploy, and the overlays of the picture."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime
from time import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ...canvas.slices import Slices, Steps, finished
from ...deployer.plan import Plan
from ...resources.architecture import Architecture
from ..deploying.deployments import Deployed, Deployments
from ..deploying.line_marks import line_marks, with_leaving_lines
from ..deploying.marks import (
    badges_of,
    deployed_marks,
    deployed_sentences,
    marks_of,
    sentences,
    with_leaving,
)
from ..deploying.standing import Standing
from ..dialogs.asking import Question
from ..inspector.facts import Standing as Sentence
from ..panels.logs import LogRow
from ..project import Project
from .callouts import Callouts
from .stack_bar import StackBar, changes
from .workbench import Workbench

Positions = Mapping[str, tuple[float, float]]
_AGE_MS = 30_000
_SMALL = 150
"""What a deployment of fewer things says is shown everywhere at once."""


class Deploying(QObject):
    """`overlay` is what the picture shows: code, preview or deployed."""

    told = Signal()
    """What is said about the things of the picture has changed."""
    state_known = Signal(str)
    """`deployed`, `failed` or nothing: what the list of recent projects says."""

    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(bench)
        self._bench, self._window = bench, window
        self._project: Project | None = None
        self.runs: Deployments | None = None
        self.overlay = "code"
        self._deployed: Deployed | None = None
        self._phase = ""
        self._told: tuple[object, ...] = ()
        self._slices = Slices(self)
        self._late = False
        """It said more while what it had said before was still being shown."""
        self._drawn: Architecture | None = None
        self._with_leaving: tuple[tuple[int, int, str], tuple[Architecture, Plan | None], Architecture] | None = None
        """What the picture shows with a plan: for which things of which phase, these things, the answer."""
        self._ages = QTimer(self)
        self._ages.setInterval(_AGE_MS)
        self._ages.timeout.connect(self._show_ages)
        self._callouts = Callouts(bench)
        self._callouts.resume_wanted.connect(lambda: self.apply(False))
        self._bar = StackBar(bench)
        self._bar.chosen.connect(self._choose)
        panel, top = bench.bottom.deployment, bench.top
        top.preview.clicked.connect(lambda: self.preview())
        top.deploy.clicked.connect(lambda: self.deploy())
        panel.preview_wanted.connect(self.preview)
        panel.apply_wanted.connect(self.apply)
        panel.resume_wanted.connect(lambda: self.apply(False))
        panel.cancel_wanted.connect(lambda: self.runs and self.runs.cancel())
        panel.destroy_wanted.connect(self.destroy)
        panel.result.copied.connect(lambda text: bench.canvas.toast.say(self.tr("Copied {}").format(text)))
        bench.bottom.shown.connect(self._page_shown)
        bench.view.overlay_changed.connect(self.show_overlay)

    def set_project(self, project: Project) -> None:
        self.close()
        self._project = project
        self.runs = Deployments(project.root, self)
        self.runs.changed.connect(self._changed)
        self.runs.logged.connect(self._logged)
        self._bench.bottom.logs.clear()
        self._bar.offer(project)
        self._ages.start()

    def close(self) -> None:
        self._ages.stop()
        self._slices.cancel()
        if self.runs is not None:
            self.runs.close()
            self.runs.deleteLater()
            self.runs = None
        self._deployed, self._drawn, self.overlay, self._phase = None, None, "code", ""
        self._callouts.clear()
        self._bench.view.set_overlay("code")

    @property
    def stack(self) -> str:
        return self._bar.stack

    @property
    def held(self) -> bool:
        """Is something deployed to the chosen stack?"""
        return self._deployed is not None

    @property
    def is_changing(self) -> bool:
        """Does something run that changes the cloud?"""
        return self.runs is not None and self.runs.standing.phase in ("deploying", "destroying")

    @property
    def ready(self) -> bool:
        return self.runs is not None and not self.runs.busy and self._architecture() is not None

    def preview(self) -> None:
        if self.ready and self.runs is not None:
            self._bench.show_page("deployment")
            self.runs.preview()

    def deploy(self) -> None:
        """Always by way of the preview; Apply is there."""
        if self.runs is not None and self.runs.standing.phase == "previewed":
            self._bench.show_page("deployment")
            self._bench.bottom.deployment.preview.take_focus()
        else:
            self._bench.bottom.deployment.leads_to_apply = True
            self.preview()

    def apply(self, allow_data_loss: bool) -> None:
        if self.ready and self.runs is not None:
            self._bench.show_page("deployment")
            self.runs.deploy(allow_data_loss)

    def destroy(self) -> None:
        architecture = self._architecture()
        if self.runs is None or architecture is None:
            return
        held = self._deployed
        where = self._bar.where
        count = len(held.subjects) if held else 0
        text = self.tr("Everything that the stack holds is removed, with its data: {} things.").format(count)
        question = Question(
            self._window, self.tr("Destroy {}?").format(where), text, self.tr("Destroy"), danger=True, typed=self.stack
        )
        names = [self._bench.bottom.deployment.name_of(subject) for subject in sorted(held.subjects)] if held else []
        question.add_lines(self.tr("What goes"), [("", name) for name in names[:14]])
        question.ask(self.runs.destroy)

    def take_architecture(self, architecture: Architecture, positions: Positions | None = None) -> None:
        """A new picture of the code, with the places chosen by hand when it is the first one.

        A preview of the old code is out of date and put aside.
        """
        if positions is not None:
            self._draw(architecture, positions)
        self._bench.bottom.deployment.set_architecture(architecture)
        self._read_deployed()
        if self.runs is not None and self.runs.standing.phase == "previewed":
            self.runs.discard()
        else:
            self._show()

    def shown_architecture(self, architecture: Architecture) -> Architecture:
        """What the canvas draws: with a preview, also what will go."""
        if self.overlay != "preview" or self.runs is None:
            return architecture
        standing = self.runs.standing
        known, asked = self._with_leaving, (id(architecture), id(standing.plan), standing.phase)
        if known is None or known[0] != asked:
            shown = with_leaving_lines(with_leaving(architecture, standing), standing)
            known = self._with_leaving = (asked, (architecture, standing.plan), shown)
        return known[2]

    def show_overlay(self, overlay: str) -> None:
        if overlay == "preview" and self.runs is not None and self.runs.standing.phase == "none":
            self.preview()
        self.overlay = overlay
        self._bench.view.set_overlay(overlay)
        self._show_picture()
        self.told.emit()

    def sentences(self) -> dict[str, Sentence]:
        """Card id -> what the inspector says about its deployment."""
        if self.runs is not None and self.overlay == "preview":
            return dict(sentences(self.runs.standing, self.stack))
        held = self._deployed
        return dict(deployed_sentences(held.subjects, self.stack, time() - held.at)) if held else {}

    def _architecture(self) -> Architecture | None:
        return self._project.architecture if self._project else None

    def _choose(self) -> None:
        if self.runs is not None:
            self.runs.choose(self._bar.stack, self._bar.target)
        architecture = self._architecture()
        if architecture is not None:
            self._read_deployed()
        self._show()

    def _show_ages(self) -> None:
        self._show_state()
        if not self._standing().busy:
            self._read_deployed()

    def _read_deployed(self) -> None:
        self._deployed = self.runs.deployed() if self.runs else None
        self._bench.bottom.deployment.result.show_history(self.runs.past() if self.runs else (), time())

    def _changed(self, standing: Standing) -> None:
        if standing.phase != self._phase:
            self._phase_changed(standing)
        self._late = True
        if not self._slices.busy:
            self._slices.run(self._following())
            if len(standing.steps) < _SMALL:
                self._slices.finish()

    def _following(self) -> Steps:
        """Page, top bar, picture, what is said of things: one after the other, until nothing new was said meanwhile."""
        while self._late:
            self._late = False
            self._show_page()
            yield
            self._show_state()
            yield from self._showing_picture()
            yield
            self._tell()
            yield

    def _tell(self) -> None:
        standing = self.runs.standing if self.runs else Standing()
        states = (self._phase, *((group.key, group.state) for group in standing.groups()))
        if states != self._told:
            self._told = states
            self.told.emit()

    def _phase_changed(self, standing: Standing) -> None:
        self._phase = standing.phase
        if standing.phase == "previewed" and self._deployed and self.runs and not changes(standing):
            self._bench.canvas.toast.say(self.tr("{} is in step with the code.").format(self.stack))
            self.runs.discard()
            return
        architecture = self._architecture()
        if standing.phase in ("deployed", "destroyed", "failed", "cancelled") and architecture is not None:
            self._read_deployed()
            self._finished(standing)
        wanted = {"previewed": "preview", "deploying": "preview", "destroying": "preview", "failed": "preview",
                  "deployed": "deployed", "destroyed": "code", "none": "code"}  # fmt: skip
        if standing.phase in wanted and not (standing.phase == "failed" and standing.was_preview):
            self.overlay = wanted[standing.phase]
            self._bench.view.set_overlay(self.overlay)

    def _finished(self, standing: Standing) -> None:
        said = {
            "deployed": (self.tr("Deployed to {}").format(self._bar.where), "success"),
            "destroyed": (self.tr("{} is destroyed").format(self.stack), "success"),
            "failed": (standing.message or self.tr("The deployment failed."), "error"),
            "cancelled": (self.tr("Stopped. What was made is kept; Resume goes on."), "warning"),
        }
        words, state = said[standing.phase]
        if not standing.was_preview:
            self.state_known.emit({"deployed": "deployed", "failed": "failed"}.get(standing.phase, ""))
        self._bench.canvas.toast.say(words, state=state)

    def _show(self) -> None:
        self._show_page()
        self._show_state()
        self._show_picture()

    def _show_page(self) -> None:
        standing = self._standing()
        self._bench.bottom.deployment.show_standing(standing, self._bar.where, self.stack, time())

    def _standing(self) -> Standing:
        """What is known; a stack that was deployed in an earlier session shows its outputs."""
        standing = self.runs.standing if self.runs else Standing()
        if standing.phase == "none" and self._deployed is not None:
            return Standing("deployed", outputs=self._deployed.as_outputs())
        if standing.phase == "deployed" and self._deployed is not None and not standing.outputs:
            return Standing("deployed", outputs=self._deployed.as_outputs())
        return standing

    def _show_picture(self) -> None:
        finished(self._showing_picture())

    def _showing_picture(self) -> Generator[None, None, None]:
        architecture = self._architecture()
        if architecture is None or self.runs is None:
            return
        held = deployed_marks(self._deployed.subjects & architecture.by_id.keys()) if self._deployed else {}
        marks = marks_of(self.runs.standing, time()) if self.overlay == "preview" else {}
        if self.overlay == "deployed":
            marks = held
        yield
        if self.runs is None:  # it was closed meanwhile
            return
        shown = self.shown_architecture(architecture)
        lines = line_marks(shown, self.runs.standing) if self.overlay == "preview" else {}
        self._draw(shown)
        self._callouts.show(self.runs.standing if self.overlay == "preview" else Standing())
        yield
        self._bench.view.set_marks({**marks, **lines})
        self._bench.outline.set_badges(badges_of({**held, **marks}))

    def _draw(self, architecture: Architecture, positions: Positions | None = None) -> None:
        """Give the canvas an architecture, once: laying it out again costs milliseconds."""
        if positions is not None or architecture != self._drawn:
            whole = self._drawn is not None and self._bench.whole_in_sight()
            self._drawn = architecture
            self._bench.view.show_architecture(architecture, positions)
            self._bench.outline.show_architecture(architecture)
            if whole:
                self._bench.view.when_shown(lambda: QTimer.singleShot(0, self._bench, self._bench.keep_in_sight))

    def _show_state(self) -> None:
        standing = self.runs.standing if self.runs else Standing()
        at = self._deployed.at if self._deployed else None
        self._bar.show(standing, at, ready=self._architecture() is not None)

    def _page_shown(self, key: str) -> None:
        if key == "logs" and self.runs is not None:
            self._bench.bottom.logs.wait_for_lines(self.held)
            if self.held:
                self.runs.follow_logs()

    def _logged(self, line: dict[str, object]) -> None:
        at = datetime.fromtimestamp(float(str(line.get("at", 0))))
        text = str(line.get("message", "")).rstrip()
        bad = any(word in text for word in ("ERROR", "Error", "Exception", "Traceback"))
        source = self._bench.bottom.deployment.name_of(str(line.get("function", "")))
        row: LogRow = (at.strftime("%H:%M:%S"), source, text, "error" if bad else "")
        self._bench.bottom.logs.add([row])
