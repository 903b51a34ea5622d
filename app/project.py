"""The open project: files are watched, deduced in the worker, and what changed is announced; edits go the same way.

Nothing here waits on the interface thread: each deed is a coroutine that asks the worker process. `history` is the
undo stack of the session. A command on it is what was written; the bytes are put back (or written again) by the worker
first, and only when that succeeded does the stack move, so that picture, code and stack never disagree.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ..codegen.edits import Edit
from ..resources.architecture import Architecture, Span
from .difference import Difference, difference
from .last_good import kept
from .tasks import Tasks
from .watching import Watcher
from .worker import NOTHING, Job
from .worker_client import Worker, WorkerError

LOG = logging.getLogger("archloom")
Confirm = Callable[[Any], Awaitable[bool]]
_QUIET_MS = 1500
"""How long nothing changes before what edits made of the picture is confirmed by a full evaluation."""


@dataclass(frozen=True, slots=True)
class Update:
    """A new architecture and what is different in it. `by_edit`: it comes from an edit of the picture."""

    architecture: Architecture
    difference: Difference
    by_edit: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that was not made: why, where, what to do. Nothing was written."""

    reason: str
    span: Span | None = None
    next_step: str = ""


class EditCommand(QUndoCommand):
    """An edit that was written. Undo and redo are done by `Project`, which then moves the stack."""

    def __init__(self, change: Any) -> None:
        super().__init__(change.summary)
        self.change = change
        self.time = datetime.now()


class Project(QObject):
    """A folder that is open in the window. `open` begins, `close` ends its watching; the worker is the window's."""

    opened = Signal(object)
    updated = Signal(object)
    edited = Signal(object)
    undone = Signal(object)
    refused = Signal(object)
    went_wrong = Signal(str)
    vanished = Signal()
    not_watched = Signal(str)
    reading = Signal(bool)

    def __init__(self, root: Path, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root = root
        self.architecture: Architecture | None = None
        self.history = QUndoStack(self)
        self.confirm: Confirm | None = None
        """Asked before each write, when a person wants that."""
        self._worker = worker
        self._tasks = Tasks()
        self._changed: set[str] = set()
        self._updating = False
        self._closed = False
        self._commands: list[EditCommand] = []  # Qt keeps the commands, this keeps their Python halves
        self._watcher = Watcher(root, self)
        self._watcher.changed.connect(self._files_changed)
        self._watcher.stopped.connect(self._watching_stopped)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(lambda: self._tasks.start(self._settle()))

    def open(self) -> None:
        self._tasks.start(self._open())

    def close(self) -> None:
        self._closed = True
        self._quiet.stop()
        self._tasks.cancel()
        self._watcher.stop()

    def read_again(self) -> None:
        """Everything anew, as when the project was opened."""
        self._files_changed(())

    def edit(self, edit: Edit, *, asked: bool = False) -> None:
        """Make an edit. ASKED: its diff was seen and accepted, so that nobody is asked again."""
        self._tasks.start(self._edit(edit, asked))

    async def planned(self, edit: Edit) -> Any:
        """What an edit would change, or why it is not made. Raises WorkerError when the worker fails."""
        return await self._ask("plan", edit)

    async def policies(self, stack: str) -> Any:
        """The final policies of the stack's functions. Raises WorkerError with the sentence that says why not."""
        return await self._ask("policies", stack)

    async def diff_of(self, edit: Edit) -> str:
        """The unified diff that an edit would make; empty when it is refused or the worker is busy failing."""
        try:
            answer = await self.planned(edit)
        except WorkerError:
            return ""
        return answer.diff() if hasattr(answer, "files") else ""

    def undo(self) -> None:
        if self.history.canUndo():
            self._tasks.start(self._undo(self._command(self.history.index() - 1)))

    def redo(self) -> None:
        if self.history.canRedo():
            self._tasks.start(self._redo(self._command(self.history.index())))

    def take_back(self, command: EditCommand) -> None:
        """Undo this edit alone; what came after it stays."""
        if command is self._command(self.history.index() - 1):
            self.undo()
        else:
            self._tasks.start(self._take_back(command))

    def edits(self) -> tuple[EditCommand, ...]:
        """The edits that are in the code now, oldest first."""
        return tuple(self._command(at) for at in range(self.history.index()))

    def text_of(self, file: str) -> str:
        """The text of a file of the project as it is on disk; empty when it cannot be read."""
        try:
            return (self.root / file).read_bytes().decode("utf-8", "replace")
        except OSError:
            return ""

    def _command(self, index: int) -> EditCommand:
        command = self.history.command(index)
        assert isinstance(command, EditCommand)
        return command

    async def _ask(self, job: Job, *arguments: Any) -> Any:
        self.reading.emit(True)
        try:
            answer = await asyncio.wrap_future(self._worker.ask(job, *arguments))
        except WorkerError:
            self.reading.emit(False)
            raise
        self.reading.emit(False)  # not when it was cancelled: then the window is gone
        return answer

    async def _open(self) -> None:
        try:
            self.architecture = await self._ask("open", str(self.root))
        except WorkerError as error:
            self.went_wrong.emit(str(error))
            return
        self._watcher.start()
        self._worker.ask("warm")
        self.opened.emit(self.architecture)

    def _files_changed(self, paths: Iterable[str]) -> None:
        if self._closed:  # the watcher's last word may come after the window's
            return
        self._changed.update(paths)
        if not self._updating:
            self._updating = True
            self._tasks.start(self._update())

    async def _update(self) -> None:
        try:
            changed, self._changed = self._changed, set()
            await self._take(await self._updated(changed))
            while self._changed:
                changed, self._changed = self._changed, set()
                await self._take(await self._updated(changed))
        except WorkerError as error:
            self.went_wrong.emit(str(error))
        finally:
            self._updating = False

    async def _updated(self, changed: set[str]) -> Architecture:
        if self._worker.alive:
            return await self._ask("update", tuple(sorted(changed)))
        return await self._ask("open", str(self.root))

    async def _settle(self) -> None:
        """Updates follow edits where that is certain; here it is confirmed, and the next edit finds all in memory."""
        if self._updating or not self._worker.alive:
            return
        try:
            found = await asyncio.wrap_future(self._worker.ask("settle"))
        except WorkerError as error:
            self.went_wrong.emit(str(error))
            return
        if found is not None:
            LOG.warning("A full evaluation of %s differs from what the last edits made of it.", self.root)
            await self._take(found)

    async def _take(self, found: Architecture, by_edit: bool = False) -> None:
        self._quiet.start()
        before = self.architecture
        architecture = self.architecture = kept(before, found)
        if before is None:
            self.opened.emit(architecture)
            return
        different = difference(before, architecture)
        if different or before.project != architecture.project:
            self.updated.emit(Update(architecture, different, by_edit))

    async def _edit(self, edit: Edit, asked: bool) -> None:
        try:
            change = await self._planned(edit)
            if change is not None:
                await self._written(change, asked)
        except WorkerError as error:
            await self._edit_again(edit, error)

    async def _edit_again(self, edit: Edit, error: WorkerError) -> None:
        """Once more on the new text when a file changed meanwhile; otherwise say why not."""
        if not error.failure.stale:
            self.refused.emit(Refusal(str(error)))
            return
        try:
            await self._take(await self._ask("update", ()))
            change = await self._planned(edit)
            if change is not None:
                await self._written(change)
        except WorkerError as again:
            self.refused.emit(Refusal(str(again)))

    async def _planned(self, edit: Edit) -> Any:
        if not self._worker.alive:
            await self._ask("open", str(self.root))
        before = self.architecture
        answer = await self._ask("plan", edit)
        if hasattr(answer, "files"):
            return replace(answer, before=before)
        self.refused.emit(Refusal(answer.reason, answer.span, answer.next_step))
        return None

    async def _written(self, change: Any, asked: bool = False) -> None:
        if not asked and self.confirm is not None and not await self.confirm(change):
            self.updated.emit(Update(change.before, Difference()))  # panels show what is, not what was asked for
            return
        await self._done(change, await self._ask("write", _light(change)))

    async def _done(self, change: Any, architecture: Architecture) -> None:
        command = EditCommand(change)
        self._commands.append(command)
        self.history.push(command)
        await self._take(architecture, by_edit=True)
        await asyncio.sleep(0)  # the picture first, in a turn of its own
        self.edited.emit(command)

    async def _take_back(self, command: EditCommand) -> None:
        """An older edit alone: a change of its own, which can be undone."""
        before = self.architecture
        if self.confirm is not None and not await self.confirm(_reversed(command.change)):
            return
        try:
            change, architecture = await self._ask("take_back", _light(command.change))
        except WorkerError as error:
            self.refused.emit(Refusal(str(error)))
            return
        await self._done(replace(change, before=before), architecture)

    async def _undo(self, command: EditCommand) -> None:
        try:
            architecture = await self._ask("undo", _light(command.change))
        except WorkerError as error:
            self.refused.emit(Refusal(str(error)))
            return
        self.history.undo()
        await self._take(architecture, by_edit=True)
        self.undone.emit(command)

    async def _redo(self, command: EditCommand) -> None:
        try:
            architecture = await self._ask("redo", _light(command.change))
        except WorkerError as error:
            self.refused.emit(Refusal(str(error)))
            return
        self.history.redo()
        await self._take(architecture, by_edit=True)
        self.edited.emit(command)

    def _watching_stopped(self, reason: str) -> None:
        if self.root.is_dir():
            self.not_watched.emit(reason)
        else:
            self.vanished.emit()


def _light(change: Any) -> Any:
    """For the worker, which has the architectures itself."""
    return replace(change, before=NOTHING, after=NOTHING)


def _reversed(change: Any) -> Any:
    files = tuple(replace(file, before=file.after, after=file.before) for file in change.files)
    return replace(change, files=files)
