"""Coroutines of the window: started here, kept alive here, and their errors reach the one place that shows them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """The running coroutines of one owner; `cancel` ends them all when the owner closes."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._finished)
        return task

    def cancel(self) -> None:
        for task in tuple(self._running):
            task.cancel()

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            sys.excepthook(type(error), error, error.__traceback__)
