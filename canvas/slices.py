"""Long work in slices of some milliseconds, between which the event loop has a turn: clicks and frames come through.

    slices = Slices(parent)
    slices.run(steps())     # steps() is a generator; each `yield` is a place where the work may pause

New work of the same owner brings the old to its end first, so that nothing is ever half done when it begins.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

Result = TypeVar("Result")
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
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def run(self, work: Iterator[None]) -> None:
        """Begin with WORK now; what one slice cannot hold follows by itself."""
        self.finish()
        self._work = work
        self._slice()
        if self._work is work:
            self._timer.start(0)

    def finish(self) -> None:
        """All that is left, at once."""
        work = self._end()
        if work is not None:
            for _ in work:
                pass

    def cancel(self) -> None:
        """What is left is not wanted any more."""
        self._end()

    def _end(self) -> Iterator[None] | None:
        self._timer.stop()
        work, self._work = self._work, None
        return work

    def _slice(self) -> None:
        work, end = self._work, perf_counter() + _SLICE
        if work is None:
            return
        for _ in work:
            if self._work is not work:  # it was cancelled by what it did itself
                return
            if perf_counter() > end:
                return
        if self._work is work:
            self._end()
