"""The window's end of the worker process: `ask` sends a job and gives a future of its answer.

A thread reads the answers, because a pipe cannot wake a Qt event loop on every system. A worker that died (or was
killed) fails what it was asked and is started again by the next `ask`.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future
from itertools import count
from typing import IO, Any

from .worker import Failure, Job

_READING: frozenset[Job] = frozenset({"open", "update"})
_WRITING: frozenset[Job] = frozenset({"write", "undo", "redo", "take_back"})
_PATIENCE = 1.0
"""Seconds that a worker has for the job that it is at when its window closes; an edit takes a tenth of that."""
_COMMAND = (sys.executable, "-c", "from archloom.app.worker import main; main()")
# Not `-m`: its classes would be those of `__main__`, which this end does not know.


class WorkerError(RuntimeError):
    """The worker could not do what it was asked; the text is a sentence for a person."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


class WorkerGoneError(WorkerError):
    """The worker process ended before it answered."""

    def __init__(self) -> None:
        super().__init__(Failure("The process that reads the code ended. It is started again with the next change."))


class Worker:
    """One worker process, started at the first job (or by `start`, to be warm when it is needed)."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._waiting: dict[int, Future[Any]] = {}
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        if self.alive:
            return
        self.close()
        self._process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader = threading.Thread(
            target=self._read, args=(self._process,), name="archloom-answers", daemon=True
        )  # fmt: skip
        self._reader.start()

    def ask(self, job: Job, *arguments: Any) -> Future[Any]:
        """A future of the job's answer; it fails with WorkerError."""
        self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        future: Future[Any] = Future()
        number = next(self._numbers)
        with self._lock:
            self._waiting[number] = future
            self._jobs[number] = job
        try:
            process.stdin.write(pickle.dumps((number, job, arguments), pickle.HIGHEST_PROTOCOL))
            process.stdin.flush()
        except OSError:
            self._fail_all()
        return future

    def give_up(self) -> None:
        """Nobody waits for what it reads any more: a new process is there for the next job at once.

        A job that writes files is brought to its end.
        """
        with self._lock:
            jobs = set(self._jobs.values())
        if jobs & _READING and not jobs & _WRITING and self._process is not None:
            process, self._process, self._reader = self._process, None, None
            process.kill()  # its reader sees the end, and closes what is left of it
            self._fail_all()
            self.start()

    def close(self) -> None:
        """End the process and its reader; what is still asked fails.

        The end of its input ends it after the job that it is at, so that no edit is cut in half; a long deduction is
        not waited for.
        """
        process, reader = self._process, self._reader
        self._process = self._reader = None
        if process is not None:
            _close(process.stdin)
            _wait(process)
        if reader is not None:
            reader.join()
        self._fail_all()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while True:
            try:
                number, answer = pickle.load(process.stdout)
            except Exception:  # the end, or an answer that cannot be read: either way this worker is of no more use
                process.kill()
                process.wait()  # before anyone hears of it: the next `ask` must not take it for alive
                if process is self._process:
                    self._fail_all()
                else:  # given up, or closed
                    _close(process.stdin)
                    _close(process.stdout)
                return
            with self._lock:
                future = self._waiting.pop(number, None)
                self._jobs.pop(number, None)
            if future is not None:  # it was given up otherwise
                _settle(future, answer)

    def _fail_all(self) -> None:
        with self._lock:
            waiting, self._waiting = list(self._waiting.values()), {}
            self._jobs.clear()
        for future in waiting:
            if not future.cancelled():
                future.set_exception(WorkerGoneError())


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass  # the last request was never read


def _settle(future: Future[Any], answer: Any) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(answer, Failure):
        future.set_exception(WorkerError(answer))
    else:
        future.set_result(answer)
