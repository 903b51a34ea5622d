"""Runs layout jobs: small ones at once, large ones in a worker process, so that the window never waits."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess

from .layout.compose import Composition, Job, compose

WORKER_FROM = 220
"""Cards and lines together: fewer are arranged in about 50 ms."""

Done = Callable[[Composition], None]


class Composer(QObject):
    """One job at a time: a new one replaces the one that is under way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.cancel)

    @property
    def busy(self) -> bool:
        return self._process is not None

    def run(self, job: Job, done: Done) -> None:
        self.cancel()
        if _is_quick(job):
            done(compose(job))
            return
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", f"{__package__}.layout.worker"])
        process.finished.connect(lambda code, _: self._finished(process, code, job, done))
        self._process = process
        process.start()
        process.write(QByteArray(pickle.dumps(job, protocol=5)))
        process.closeWriteChannel()

    def cancel(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _finished(self, process: QProcess, code: int, job: Job, done: Done) -> None:
        if process is not self._process:
            return
        self._process = None
        data = process.readAllStandardOutput().data()
        process.deleteLater()
        # a worker that could not run (no memory, killed) costs time, not the picture
        done(pickle.loads(data) if code == 0 and data else compose(job))


def _is_quick(job: Job) -> bool:
    """Lines alone are routed quickly, and so are a few cards placed beside the others."""
    size = len(job.graph.nodes) + len(job.graph.wires)
    new = sum(node.id not in job.fixed for node in job.graph.nodes)
    return size < (WORKER_FROM if new > len(job.fixed) / 3 else 4 * WORKER_FROM)
