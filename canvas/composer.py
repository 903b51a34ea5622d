"""Runs layout jobs: small ones at once, large ones in a worker process, so that the window never waits.

The process stays for the next job. Its answer comes in frames (four bytes of length, a pickle; an empty frame ends it):
the places, then some hundred routes each, which are taken apart between frames of the window.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess

from .layout.compose import Composition, Job, compose
from .layout.frames import Frames
from .routing.wires import Route
from .slices import Slices, Steps

WORKER_FROM = 120
"""Cards and lines together: fewer are arranged in about 20 ms."""

Done = Callable[[Composition], None]


class Composer(QObject):
    """One job at a time: a new one replaces the one that is under way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._frames = Frames()
        self._job: tuple[Job, Done] | None = None
        self._decoding = Slices(self)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.close)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def run(self, job: Job, done: Done) -> None:
        self.cancel()
        if is_quick(job):
            done(compose(job))
            return
        self._job, self._frames = (job, done), Frames()
        self._process = self._process or self._started()
        self._process.write(QByteArray(pickle.dumps(job, protocol=5)))

    def _started(self) -> QProcess:
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", f"{__package__}.layout.worker"])
        process.readyReadStandardOutput.connect(lambda: self._read(process))
        process.finished.connect(lambda *_: self._gone(process))
        process.start()
        return process

    def cancel(self) -> None:
        """The answer is not wanted any more. A process that still works for it is ended."""
        self._decoding.cancel()
        if self._job is not None and not self._frames.whole:
            self.close()
        self._job = None

    def close(self) -> None:
        process, self._process = self._process, None
        self._job = None
        if process is not None:
            process.readyReadStandardOutput.disconnect()
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _read(self, process: QProcess) -> None:
        self._frames.add(bytes(process.readAllStandardOutput().data()))
        if self._job is not None and self._frames.whole:
            self._decoding.run(self._decode(self._job[1], self._frames.parts))

    def _decode(self, done: Done, parts: list[bytes]) -> Steps:
        places = pickle.loads(parts[0])
        routes: dict[str, Route] = {}
        for part in parts[1:]:
            yield
            routes.update(pickle.loads(part))
        self._job = None
        yield
        done(Composition(places, routes))

    def _gone(self, process: QProcess) -> None:
        """A worker that could not run (no memory, killed) costs time, not the picture."""
        self._process = None
        process.deleteLater()
        waiting, self._job = self._job, None
        if waiting is not None:
            job, done = waiting
            done(compose(job))


def is_quick(job: Job) -> bool:
    """Lines alone are routed quickly, and so are a few cards placed beside the others."""
    size = len(job.graph.nodes) + len(job.graph.wires)
    new = sum(node.id not in job.fixed for node in job.graph.nodes)
    return size < (WORKER_FROM if new > len(job.fixed) / 3 else 3 * WORKER_FROM)
