"""Exports a picture in a process of its own: painting and packing 400 cards takes seconds, and the window lives on."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

from ..resources.architecture import Architecture


class Exporting(QObject):
    """`done` carries why the file was not written; nothing when it was. The process ends with its owner."""

    done = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
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
        self._process.write(QByteArray(pickle.dumps((architecture, file, options), protocol=5)))
        self._process.closeWriteChannel()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        words = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        lost = QCoreApplication.translate("Exporting", "The process that draws it ended too early. Try it again.")
        whole = status == QProcess.ExitStatus.NormalExit and code == 0
        self.done.emit("" if whole else words or lost)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.done.emit(self._process.errorString())
