"""Exports a picture in a process of its own: painting and packing 400 cards takes seconds, and the window lives on.

What is to be drawn goes there in parts, packed between frames of the window.
"""

from __future__ import annotations

import io
import itertools
import pickle
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

from ..resources.architecture import Architecture
from .slices import Slices, Steps

_PART = 100
LISTS = ("resources", "entries", "links", "problems")


class Exporting(QObject):
    """`done` carries why the file was not written; nothing when it was. The process ends with its owner."""

    done = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._telling = Slices(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        self._process.setProcessEnvironment(environment)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", f"{__package__}.export_worker"])
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    def start(self, architecture: Architecture, file: Path, **options: object) -> None:
        """Write the picture as `export` does, with its options."""
        self._process.start()
        self._telling.run(self._tell(architecture, file, options))

    def _tell(self, architecture: Architecture, file: Path, options: dict[str, object]) -> Steps:
        """Parts that refer to each other, as of one pickle."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        parts = itertools.chain([(file, options, architecture.project)], _parts(architecture), [None])
        for part in parts:
            pickler.dump(part)
            self._process.write(QByteArray(buffer.getvalue()))
            buffer.seek(0)
            buffer.truncate()
            yield
        self._process.closeWriteChannel()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._telling.cancel()
        words = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        lost = QCoreApplication.translate("Exporting", "The process that draws it ended too early. Try it again.")
        whole = status == QProcess.ExitStatus.NormalExit and code == 0
        self.done.emit("" if whole else words or lost)

    def _failed(self, error: QProcess.ProcessError) -> None:
        self._telling.cancel()
        if error == QProcess.ProcessError.FailedToStart:
            self.done.emit(self._process.errorString())


def _parts(architecture: Architecture) -> Iterable[tuple[str, list[Any]]]:
    """(name of a list, some of its items), in order."""
    for name in LISTS:
        items = iter(getattr(architecture, name))
        while some := list(itertools.islice(items, _PART)):
            yield name, some
