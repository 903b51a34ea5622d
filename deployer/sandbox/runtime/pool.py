"""The workers of one function: as many as there are calls at a time, up to a limit, and one kept warm.

A worker that died, ran over its time or failed to import its module is dropped, and the next call starts a new one.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from .logs import Log
from .result import Result, Stopped
from .worker import Program, Worker

MOST_WORKERS = 8
IDLE_SECONDS = 300.0
LAST_IDLE_SECONDS = 1800.0


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
        self._not_warming = threading.Event()
        self._not_warming.set()

    def invoke(self, event: Any, seconds: float | None = None) -> Result:
        """Calls the function with an event, in a warm process if there is one."""
        with self._turns:
            worker = self._take() or self._take_warmed()
            try:
                if worker is None:
                    worker, failure = self._begin()
                    if worker is None or failure is not None:
                        return failure or Stopped("exit", "The function's process could not be started.")
                return worker.invoke(event, seconds)
            finally:
                if worker is not None:
                    self._give_back(worker)

    def warm_up(self) -> None:
        """Starts a first process, so that the first call need not wait for imports. A call meanwhile waits for it."""
        with self._lock:
            needed = not (self._closed or self._idle or self._busy)
            if needed:
                self._not_warming.clear()
        if needed:
            try:
                worker, _failure = self._begin()
                if worker is not None:
                    self._give_back(worker)
            finally:
                self._not_warming.set()

    def reap(self) -> None:
        """Ends the processes that had nothing to do for a while; the last one is kept for longer."""
        with self._lock:
            patience = [IDLE_SECONDS] * (len(self._idle) - 1) + [LAST_IDLE_SECONDS]
            now = time.monotonic()
            old = [worker for worker, most in zip(self._idle, patience, strict=False) if now - worker.last_used > most]
            self._idle = [worker for worker in self._idle if worker not in old]
        for worker in old:
            worker.stop()

    def retire(self) -> None:
        """Ends the idle processes now and each busy one after its call: another pool takes its place."""
        self._end(busy_too=False)

    def close(self) -> None:
        """Ends every process, also those in the middle of a call."""
        self._end(busy_too=True)

    def _end(self, busy_too: bool) -> None:
        with self._lock:
            self._closed = True
            workers = [*self._idle, *(self._busy if busy_too else ())]
            self._idle = []
        for worker in workers:
            worker.stop()

    def pids(self) -> tuple[int, ...]:
        """The ids of the processes that are there now."""
        with self._lock:
            return tuple(worker.pid for worker in (*self._idle, *self._busy))

    def _take_warmed(self) -> Worker | None:
        """Waits for the process that is being warmed up, if one is."""
        if self._not_warming.is_set():
            return None
        self._not_warming.wait()
        return self._take()

    def _take(self) -> Worker | None:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    self._busy.add(worker)
                    return worker
                worker.stop()
            return None

    def _begin(self) -> tuple[Worker | None, Result | None]:
        try:
            worker = Worker(self.program, self.log)
        except OSError as error:
            message = f"{self.program.python} cannot be started in {self.program.code}: {error.strerror}. Deploy again."
            self.log.write(message)
            return None, Stopped("exit", message)
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
