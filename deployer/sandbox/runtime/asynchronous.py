"""Calls that nobody waits for: topics, uploads, schedules, and `invoke` with type Event.

As in AWS a failed call is tried twice more; AWS waits one and two minutes, here it is seconds.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .result import Result, Returned

WAITS = (1.0, 2.0)
"""Seconds before the second and the third try."""


class Background:
    """A place to leave calls. `give_up` is told (function, text) when the last try failed."""

    def __init__(
        self,
        invoke: Callable[[str, Any], Result],
        give_up: Callable[[str, str], None],
        waits: tuple[float, ...] = WAITS,
    ) -> None:
        self._invoke = invoke
        self._give_up = give_up
        self._waits = waits
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="archloom-event")

    def leave(self, function: str, event: Any) -> None:
        """Calls the function with the event soon."""
        if not self._stop.is_set():
            self._threads.submit(self._try, function, event)

    def stop(self) -> None:
        """Forgets what is still waiting."""
        self._stop.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _try(self, function: str, event: Any) -> None:
        for wait in (*self._waits, None):
            result = self._invoke(function, event)
            if isinstance(result, Returned):
                return
            if wait is None or self._stop.wait(wait):
                break
        self._give_up(function, f"An event was dropped after {len(self._waits) + 1} tries that failed.")
