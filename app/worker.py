"""The worker process of an open project: deduction and edits, away from the interface thread.

It reads pickled `(number, job, arguments)` from its standard input and writes `(number,
answer)` to its standard output, where an answer that went wrong is a `Failure` with its sentence. One process serves
one window for as long as it lives; `open` begins a project anew. The end of its input ends the process, so that it
never outlives the window, however that ended. Both ends are this program: nothing else is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from ..resources.architecture import Architecture, ProjectInfo
from .stand_ins import StandIns, with_faults

Job = Literal["open", "update", "settle", "plan", "write", "undo", "redo", "take_back", "glance", "warm", "policies"]


NOTHING = Architecture(ProjectInfo("", 0, 0))
"""In place of an architecture that both ends know: packing one of 2,000 resources takes 150 ms."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job was not done. `stale` means that files changed in between, so that asking again makes sense."""

    sentence: str
    stale: bool = False
    details: str = ""


class Desk:
    """What the process keeps between two jobs: the project's root, its deducer and the last architecture."""

    def __init__(self) -> None:
        self._root = Path()
        self._deducer: Any = None
        self._planner: Any = None  # deduces texts that are not on disk; keeps the facts of all the others
        self._architecture: Architecture | None = None
        self._stand_ins = StandIns(Path())

    def open(self, root: str) -> Architecture:
        from ..resources.deduction import Deducer

        self._root = Path(root)
        self._deducer = Deducer(self._root)
        self._planner = Deducer(self._root, beside=self._deducer)
        self._stand_ins = StandIns(self._root)
        found = self._keep(self._deducer.run())
        self._stand_ins.remember_shown(found)
        return found

    def glance(self, root: str) -> Architecture:
        """The architecture of another folder, for its small picture; the open project is not touched."""
        from ..resources.deduction import deduce

        return deduce(Path(root))

    def warm(self) -> None:
        """Load what the first edit needs, before a person makes it, and what a broken file will."""
        from ..codegen import warm_up

        if self._architecture is not None:  # first: a person may break a file at any time
            self._stand_ins.remember_all(self._architecture)
        warm_up()
        if self._deducer is not None:
            self._deducer.warm()

    def update(self, changed: tuple[str, ...]) -> Architecture:
        found = self._deducer.update(changed) if changed else self._deducer.run()
        texts = self._stand_ins.after(changed, found)
        return self._keep(with_faults(self._planner.run((), texts), found) if texts else found)

    def settle(self) -> Architecture | None:
        """The architecture by a full evaluation, if that of the last updates differs from it."""
        found = None if self._deducer is None or self._stand_ins.texts else self._deducer.settle()
        return found and self._keep(found)

    def plan(self, edit: Any) -> Any:
        """A `codegen.Change` without its architectures, which the window has, or a `codegen.Refused`."""
        from ..codegen import Change, plan

        assert self._architecture is not None, "open comes first"
        made = plan(self._root, self._architecture, edit, deducer=self._deduced)
        return replace(made, before=NOTHING, after=NOTHING) if isinstance(made, Change) else made

    def _deduced(self, overlay: Mapping[str, bytes | None]) -> Architecture:
        return self._planner.run((), {**self._stand_ins.texts, **overlay})

    def policies(self, stack: str) -> Any:
        """What each function of a stack may do, and why."""
        from ..deployer.errors import DeployError
        from ..deployer.policy import policies_of
        from ..resources.settings import load

        assert self._architecture is not None, "open comes first"
        try:
            return policies_of(self._architecture, load(self._root), self._root, stack)
        except DeployError as error:
            raise ValueError(str(error)) from error

    def write(self, change: Any) -> Architecture:
        from ..codegen import write

        write(self._root, change)
        return self._read_again(change)

    def undo(self, change: Any) -> Architecture:
        from ..codegen import undo

        undo(self._root, change)
        return self._read_again(change)

    def redo(self, change: Any) -> Architecture:
        from ..codegen import redo

        redo(self._root, change)
        return self._read_again(change)

    def take_back(self, change: Any) -> tuple[Any, Architecture]:
        """Undo that can itself be taken back: what it changed, and what came of it."""
        from ..codegen import undo

        files = undo(self._root, change)
        return replace(change, files=files), self._read_again(change)

    def _read_again(self, change: Any) -> Architecture:
        return self.update(tuple(file.path for file in change.files))

    def _keep(self, architecture: Architecture) -> Architecture:
        self._architecture = architecture
        return architecture

    def close(self) -> None:
        """Keeps what the last edits made of the graph for the next time that the project is opened."""
        if self._deducer is not None:
            self._deducer.keep()

    def jobs(self) -> Mapping[Job, Callable[..., Any]]:
        return {
            "open": self.open,
            "update": self.update,
            "settle": self.settle,
            "plan": self.plan,
            "write": self.write,
            "undo": self.undo,
            "redo": self.redo,
            "take_back": self.take_back,
            "glance": self.glance,
            "warm": self.warm,
            "policies": self.policies,
        }


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Do one job after the other until the other end is gone."""
    desk = Desk()
    try:
        _serve(desk.jobs(), requests, answers)
    finally:
        desk.close()


def _serve(jobs: Mapping[Job, Callable[..., Any]], requests: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            number, job, arguments = pickle.load(requests)
        except (EOFError, OSError):
            return
        answer = _do(jobs[job], arguments)
        try:
            answers.write(pickle.dumps((number, answer), pickle.HIGHEST_PROTOCOL))
            answers.flush()
        except OSError:
            return


def _do(job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return job(*arguments)
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> Failure:
    """A sentence that a person can use; what was not foreseen keeps its traceback for the log."""
    if isinstance(error, ValueError | OSError) and str(error):
        return Failure(str(error), stale=type(error).__name__ == "Stale")
    return Failure(
        f"Archloom could not do that: {type(error).__name__}: {error}. The log of the window has the details.",
        stale=type(error).__name__ == "Stale",
        details=traceback.format_exc(),
    )


def main() -> None:
    """Standard output is for answers alone: what anything prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the window
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
