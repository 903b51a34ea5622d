"""Long work in slices of some milliseconds, between which the event loop has a turn: clicks and frames come through.

    slices = Slices(parent)
    slices.run(steps())     # steps() is a generator; each `yield` is a place where the work may pause

New work of the same owner brings the old to its end first, so that nothing is ever half done when it begins. All owners
share the turns: what several of them have to do in one turn of the event loop takes together no longer than one slice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

Result = TypeVar("Result")
Steps = Generator[None, None, None]
"""Each `yield` is a place where the work may pause."""
_SLICE = 0.008
"""Half a frame: the other half is for painting."""


def finished(work: Generator[None, None, Result]) -> Result:
    """All of it at once, and what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


class Slices(QObject):
    """Work that is cancelled is closed: it may put away in a `finally` what nobody will see."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Steps | None = None
        self._at_it = False

    @property
    def busy(self) -> bool:
        return self._work is not None

    def run(self, work: Steps) -> None:
        """Begin with WORK now, or as soon as it is its turn; what one slice cannot hold follows by itself."""
        self.finish()
        self._work = work
        _turns().take(self)

    def finish(self) -> None:
        """All that is left, at once."""
        work = self._end()
        if work is not None:
            for _ in work:
                pass

    def cancel(self) -> None:
        """What is left is not wanted any more."""
        work = self._end()
        if work is not None and not self._at_it:
            work.close()

    def _end(self) -> Steps | None:
        work, self._work = self._work, None
        return work

    def go_on(self, end: float) -> None:
        """As far as the work comes until END; at least one step."""
        work = self._work
        if work is None:
            return
        self._at_it = True
        try:
            for _ in work:
                if self._work is not work:  # it was cancelled by what it did itself
                    work.close()
                    return
                if perf_counter() > end:
                    return
        finally:
            self._at_it = False
        if self._work is work:
            self._end()


class _Turns(QObject):
    """Gives each turn of the event loop to those who wait, one after the other, until the slice is used up."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Slices] = deque()
        self._running = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def take(self, slices: Slices) -> None:
        """SLICES has something to do: now when nobody else has."""
        if slices not in self._waiting:
            self._waiting.append(slices)
        if not self._timer.isActive():
            self._turn()

    def _turn(self) -> None:
        if self._running:  # one of them begins the work of another, or asks a person
            return
        end = perf_counter() + _SLICE
        self._running = True
        try:
            for _ in range(len(self._waiting)):
                self._give(self._waiting.popleft(), end)
                if perf_counter() > end:
                    break
        finally:
            self._running = False
            if not self._waiting:
                self._timer.stop()
            elif not self._timer.isActive():
                self._timer.start(0)

    def _give(self, slices: Slices, end: float) -> None:
        try:
            if isValid(slices):  # its window may be gone
                slices.go_on(end)
        finally:
            if isValid(slices) and slices.busy and slices not in self._waiting:
                self._waiting.append(slices)


_shared: list[_Turns] = []


def _turns() -> _Turns:
    application = QCoreApplication.instance()
    assert application is not None
    if not _shared or not isValid(_shared[0]):
        _shared[:] = [_Turns(application)]
    return _shared[0]
