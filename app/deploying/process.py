"""One run of the command line (`archloom deploy PATH --json`) as a process; its lines become events.

The window does nothing that the command line cannot do. Cancel sends one SIGINT, upon which the engine stops after the
running steps and says what is where.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from ...deployer.events import from_json


class Run(QObject):
    """`said` carries a deployer event or, for logs, a dict; `ended` the exit status and what was said on stderr."""

    said = Signal(object)
    ended = Signal(int, str)

    def __init__(self, command: Sequence[str], root: Path, *, as_events: bool = True, parent: QObject | None = None):
        super().__init__(parent)
        self._as_events = as_events
        self._rest = b""
        self._errors: list[str] = []
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "archloom.app.cli", command[0], str(root), *command[1:], "--json"])
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("PYTHONUTF8", "1")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    def start(self) -> None:
        self._process.start()

    @property
    def running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def cancel(self) -> None:
        """Ask it to stop after the running steps."""
        if self.running and (pid := self._process.processId()):
            if os.name == "nt":
                self._process.terminate()
            else:
                os.kill(pid, signal.SIGINT)

    def kill(self) -> None:
        """End it now; used when the window closes, for runs that only read."""
        if self.running:
            self._process.kill()
            self._process.waitForFinished(3000)

    def _read(self) -> None:
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            if line.strip():
                self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            data = json.loads(line)
            self.said.emit(from_json(data) if self._as_events else data)
        except (ValueError, KeyError, TypeError):
            self._errors.append(line.decode("utf-8", "replace"))

    def _read_errors(self) -> None:
        self._errors.append(bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace"))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(
                -1, self.tr("The command line could not be started: {}").format(self._process.errorString())
            )

    def _finished(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        self.ended.emit(code, "".join(self._errors).strip())
