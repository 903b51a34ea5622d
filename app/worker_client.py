"""The window's end of the worker process: `ask` sends a job and gives a future of its answer.

A thread reads the pipe, because a pipe cannot wake a Qt event loop on every system. A worker that died (or was
killed) fails what it was asked and is started again by the next `ask`.
"""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import Future
from itertools import count
from multiprocessing.process import BaseProcess
from typing import Any

from .worker import Failure, Job, serve


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
        self._process: BaseProcess | None = None
        self._connection: Any = None  # a Connection, on Windows a PipeConnection
        self._waiting: dict[int, Future[Any]] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        if self.alive:
            return
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name="archloom-worker", daemon=True)
        self._process.start()
        theirs.close()  # otherwise the end of the process would not end the pipe
        self._connection = ours
        self._reader = threading.Thread(target=self._read, args=(ours,), name="archloom-answers", daemon=True)
        self._reader.start()

    def ask(self, job: Job, *arguments: Any) -> Future[Any]:
        """A future of the job's answer; it fails with WorkerError."""
        self.start()
        future: Future[Any] = Future()
        number = next(self._numbers)
        with self._lock:
            self._waiting[number] = future
        try:
            self._connection.send((number, job, arguments))
        except OSError:
            self._fail_all()
        return future

    def close(self) -> None:
        """End the process and its reader; what is still asked fails."""
        connection, process, reader = self._connection, self._process, self._reader
        self._connection = self._process = self._reader = None
        if process is not None:
            process.terminate()
            process.join()
            process.close()
        if reader is not None:
            reader.join()
        if connection is not None:
            connection.close()

    def _read(self, connection: Any) -> None:
        while True:
            try:
                number, answer = connection.recv()
            except (EOFError, OSError):
                self._fail_all()
                return
            with self._lock:
                future = self._waiting.pop(number)
            _settle(future, answer)

    def _fail_all(self) -> None:
        with self._lock:
            waiting, self._waiting = list(self._waiting.values()), {}
        for future in waiting:
            if not future.cancelled():
                future.set_exception(WorkerGoneError())


def _settle(future: Future[Any], answer: Any) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(answer, Failure):
        future.set_exception(WorkerError(answer))
    else:
        future.set_result(answer)
