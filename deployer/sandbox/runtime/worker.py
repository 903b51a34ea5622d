"""One worker: a warm process of a function, which answers one call after another.

The process is `loop.py` in the project's own Python. Three threads of ours attend to it: none while it is idle costs
anything. A process that is over its time is ended together with everything that it started.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import struct
import subprocess
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .logs import Log
from .loop import OUT_OF_MEMORY
from .result import Raised, Result, Returned, Stopped

SECONDS_TO_START = 120.0
SECONDS_FOR_LAST_LINES = 1.0
LOOP = Path(__file__).with_name("loop.py")


@dataclass(frozen=True, slots=True)
class Program:
    """What a worker runs, and within which limits."""

    python: Path
    code: Path
    environment: Mapping[str, str]
    arn: str
    memory: int
    """Megabytes."""
    timeout: float
    """Seconds."""


class Worker:
    """A started process. Not for use by two threads at once; `Pool` sees to that."""

    def __init__(self, program: Program, log: Log) -> None:
        self._program = program
        self._log = log
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._ended_logs: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lines: list[str] = []
        self._request = "init"
        self.last_used = time.monotonic()
        self._process = self._start()
        self._threads = [
            threading.Thread(target=self._read_answers, daemon=True),
            threading.Thread(target=self._read_log, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> Result | None:
        """None when the handler's module is imported, otherwise why it is not."""
        answer = self._next_answer("init", SECONDS_TO_START)
        if isinstance(answer, dict):
            return self._failed(answer["error"]) if "error" in answer else None
        return answer

    def invoke(self, event: Any, seconds: float | None = None) -> Result:
        """Calls the handler. After `Stopped` the worker is dead. `seconds` can only shorten the function's limit.

        As on AWS the log has a line for every call, also when the function itself writes none.
        """
        self._request = str(uuid.uuid4())
        self._lines = []
        began = time.monotonic()
        result = self._called(event, min(self._program.timeout, seconds or self._program.timeout))
        took, memory = (time.monotonic() - began) * 1000, self._program.memory
        report = f"REPORT RequestId: {self._request} Duration: {took:.2f} ms Memory Size: {memory} MB"
        self._log.write(report, self._request)
        return result

    def _called(self, event: Any, limit: float) -> Result:
        try:
            self._send({"id": self._request, "event": event, "arn": self._program.arn, "seconds": limit})
        except OSError:
            return self._stopped()
        answer = self._next_answer(self._request, limit)
        self.last_used = time.monotonic()
        if not isinstance(answer, dict):
            return answer
        return self._failed(answer["error"]) if "error" in answer else Returned(answer["value"])

    def stop(self) -> None:
        """Ends the process and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(SECONDS_FOR_LAST_LINES)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(self._program.python), str(LOOP)],
            cwd=self._program.code,
            env=dict(self._program.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in the terminal of the daemon is not for the handler
        )

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        stream = _open(self._process.stdin)
        stream.write(struct.pack(">I", len(data)) + data)
        stream.flush()

    def _next_answer(self, request: str, seconds: float) -> dict[str, Any] | Stopped:
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            return self._over_time(seconds)
        if answer is None:
            return self._stopped()
        self._wait_for_log(request)
        return answer

    def _wait_for_log(self, request: str) -> None:
        """The last lines travel by another pipe than the answer and may come a moment later."""
        try:
            while self._ended_logs.get(timeout=SECONDS_FOR_LAST_LINES) != request:
                pass
        except queue.Empty:
            pass

    def _over_time(self, seconds: float) -> Stopped:
        self.stop()
        message = f"Task timed out after {seconds:.2f} seconds"
        self._log.write(message, self._request)
        return Stopped("timeout", message, (*self._lines, message))

    def _stopped(self) -> Stopped:
        self.stop()
        code = self._process.returncode
        if code == OUT_OF_MEMORY:
            reason, message = "memory", f"Out of memory: the function may use {self._program.memory} MB"
        else:
            how = signal.Signals(-code).name if code < 0 else f"status {code}"
            reason, message = "exit", f"The function's process ended before it answered ({how})"
        self._log.write(message, self._request)
        return Stopped(reason, message, (*self._lines, message))

    def _failed(self, error: dict[str, Any]) -> Raised:
        conceal = self._log.conceal  # the answer of a failing call shows what went wrong, and its log
        trace = tuple(conceal(line) for line in error["stackTrace"])
        return Raised(error["errorType"], conceal(error["errorMessage"]), trace, tuple(self._lines))

    def _read_answers(self) -> None:
        stream = _open(self._process.stdout)
        with contextlib.suppress(OSError, ValueError):
            while len(header := stream.read(4)) == 4:
                (size,) = struct.unpack(">I", header)
                self._answers.put(json.loads(stream.read(size)))
        self._answers.put(None)

    def _read_log(self) -> None:
        for raw in _open(self._process.stderr):
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if line.startswith("\0"):
                self._ended_logs.put(line[1:])
            elif line:
                self._lines.append(self._log.conceal(line))
                self._log.write(line, self._request)


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the worker was started without pipes")
    return stream
