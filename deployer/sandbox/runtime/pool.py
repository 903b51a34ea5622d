"""The workers of one function: as many as there are calls at a time, up to a limit, and one kept warm.

A worker that died, ran over its time or failed to import its module is dropped, and the next call starts a new one.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any

from .logs import Log
from .result import Result, Stopped
from .worker import Program, Worker

MOST_WORKERS = 8
IDLE_SECONDS = 300.0


class Pool:
    """Safe to use from any number of threads. More calls at a time than `MOST_WORKERS` wait for their turn."""

    def __init__(self, program: Program, log: Log, most: int = MOST_WORKERS) -> None:
        self.program = program
        self.log = log
        self._turns = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def invoke(self, event: Any, seconds: float | None = None) -> Result:
        """Calls the function with an event, in a warm process if there is one."""
        with self._turns:
            worker = self._take()
            try:
                if worker is None:
                    worker, failure = self._begin()
                    if failure is not None:
                        return failure
                return worker.invoke(event, seconds)
            finally:
                if worker is not None:
                    self._give_back(worker)

    def warm_up(self) -> None:
        """Starts a first process in the background, so that the first call need not wait for imports."""
        threading.Thread(target=self._warm_up, daemon=True).start()

    def reap(self) -> None:
        """Ends the processes that had nothing to do for a while, all but one."""
        with self._lock:
            old = [worker for worker in self._idle[:-1] if time.monotonic() - worker.last_used > IDLE_SECONDS]
            self._idle = [worker for worker in self._idle if worker not in old]
        for worker in old:
            worker.stop()

    def close(self) -> None:
        """Ends every process, also those in the middle of a call."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle = []
        for worker in workers:
            worker.stop()

    def pids(self) -> tuple[int, ...]:
        """The ids of the processes that are there now."""
        with self._lock:
            return tuple(worker.pid for worker in (*self._idle, *self._busy))

    def _warm_up(self) -> None:
        with self._turns, contextlib.suppress(OSError):
            worker, _failure = self._begin()
            self._give_back(worker)

    def _take(self) -> Worker | None:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    self._busy.add(worker)
                    return worker
                worker.stop()
            return None

    def _begin(self) -> tuple[Worker, Result | None]:
        worker = Worker(self.program, self.log)
        with self._lock:
            self._busy.add(worker)
            closed = self._closed
        if closed:
            worker.stop()
            return worker, Stopped("exit", "The function was replaced or removed while it was called.")
        failure = worker.wait_until_ready()
        if failure is not None:
            worker.stop()
        return worker, failure

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            keep = worker.alive and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.stop()
