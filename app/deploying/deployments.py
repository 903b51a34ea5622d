"""The deployments of the open project: runs the command line, keeps what its events add up to, says when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...deployer.events import Event, Output
from .process import Run
from .standing import Phase, Standing, after, begin, ended

if TYPE_CHECKING:
    from ...deployer.history import Deployment
    from ...deployer.state import State

_TICK_MS = 250


@dataclass(frozen=True, slots=True)
class Deployed:
    """What the state of a stack says: when it was last changed, which cards it holds, its outputs."""

    at: float
    subjects: frozenset[str]
    outputs: Mapping[str, str]
    subject_of: Mapping[str, str]

    def as_outputs(self) -> tuple[Output, ...]:
        return tuple(Output(name, value, self.subject_of.get(name)) for name, value in self.outputs.items())


class Deployments(QObject):
    """`changed` carries the Standing: at every event and, while something runs, four times a second."""

    changed = Signal(object)
    logged = Signal(object)

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self.stack, self.target = "dev", "sandbox"
        self.standing = Standing()
        self._run: Run | None = None
        self._logs: Run | None = None
        self._dirty = self._cancelled = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def busy(self) -> bool:
        return self.standing.busy

    def choose(self, stack: str, target: str) -> None:
        """Another stack or target: what was known about the last one is put aside."""
        if (stack, target) != (self.stack, self.target) and not self.busy:
            self.stack, self.target = stack, target
            self._stop_logs()
            self._show(Standing())

    def preview(self) -> None:
        self._start("previewing", ["preview"])

    def deploy(self, allow_data_loss: bool = False) -> None:
        self._start("deploying", ["deploy", "--yes", *(["--allow-data-loss"] if allow_data_loss else [])])

    def destroy(self) -> None:
        self._start("destroying", ["destroy", "--yes"])

    def cancel(self) -> None:
        if self._run is not None:
            self._cancelled = True
            self._run.cancel()

    def discard(self) -> None:
        """Put a preview aside."""
        if not self.busy:
            self._show(Standing(outputs=self.standing.outputs))

    def follow_logs(self) -> None:
        if self._logs is None:
            self._logs = self._process(["logs", "--follow"], as_events=False)
            self._logs.said.connect(self.logged)
            self._logs.ended.connect(lambda _code, _words: self._stop_logs())
            self._logs.start()

    def close(self) -> None:
        """End what runs. The window waits for a deployment before; what is left then only reads, or is stuck."""
        self._timer.stop()
        self._stop_logs()
        run, self._run = self._run, None
        if run is not None:
            run.blockSignals(True)
            run.kill()

    def deployed(self) -> Deployed | None:
        """What is deployed to the chosen stack; None when nothing is, or when its state cannot be read."""
        from ...deployer import state as states  # none of it is needed to show the window
        from ...deployer.deploy import locate
        from ...deployer.errors import DeployError

        try:
            home = locate(self._root, stack=self.stack, target=self.target)[0].home
            state = states.load(home)
            at = (home / states.FILE).stat().st_mtime
        except (DeployError, OSError):
            return None
        if not state.resources:
            return None
        subjects = {record.subject for record in state.resources.values() if record.subject}
        named = {name.rpartition(".")[0]: record.subject for name, record in state.resources.items() if record.subject}
        return Deployed(at, frozenset(subjects), state.outputs, _subjects_of(state, named))

    def past(self) -> tuple[Deployment, ...]:
        """Past deployments of the chosen stack, newest first."""
        from ...deployer import deploy
        from ...deployer.errors import DeployError

        try:
            return deploy.past(self._root, stack=self.stack, target=self.target)
        except DeployError:
            return ()

    def _start(self, phase: Phase, command: list[str]) -> None:
        if self.busy:
            return
        self._show(begin(phase, time(), self.standing))
        self._cancelled = False
        self._run = self._process(command)
        self._run.said.connect(self._take)
        self._run.ended.connect(self._ended)
        self._run.start()
        self._timer.start()

    def _process(self, command: list[str], *, as_events: bool = True) -> Run:
        arguments = [command[0], "--stack", self.stack, "--target", self.target, *command[1:]]
        return Run(arguments, self._root, as_events=as_events, parent=self)

    def _take(self, event: Event) -> None:
        """Events come in bursts: they are shown with the next tick, the plan at once."""
        self.standing = after(self.standing, event)
        self._dirty = True

    def _ended(self, code: int, words: str) -> None:
        self._timer.stop()
        self._run = None
        # A process that is stopped while it still starts dies of the signal and says nothing of use.
        self._show(ended(self.standing, 130 if self._cancelled and code else code, words))

    def _tick(self) -> None:
        if self._dirty or self.busy:
            self._dirty = False
            self.changed.emit(self.standing)

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        self._dirty = False
        self.changed.emit(standing)

    def _stop_logs(self) -> None:
        run, self._logs = self._logs, None
        if run is not None:
            run.blockSignals(True)
            run.kill()
            run.deleteLater()


def _subjects_of(state: State, named: Mapping[str, str]) -> Mapping[str, str]:
    """Output name -> the card that it belongs to, by the value that one of its resources has."""
    made: dict[str, str] = {}
    for name, value in state.outputs.items():
        for record in state.resources.values():
            if record.subject and value in (record.id, *record.outputs.values(), *record.inputs.values()):
                made[name] = record.subject
                break
        else:
            made[name] = named.get(name.rpartition(".")[0], "")
    return made
