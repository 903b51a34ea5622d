"""One event loop for the life of the process, in a thread of its own.

Clients that async code opens (HTTP pools, database connections) belong to the loop that they were opened on; a new
loop per event would break them on the second one. The thread makes it work wherever the caller comes from, another
running loop included. Between events the loop stands still, as the process in Lambda does.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

Result = TypeVar("Result")


def on_loop(work: Callable[[asyncio.AbstractEventLoop], Result]) -> Result:
    """Run something in the loop's thread while the loop stands still, so that it may drive the loop itself."""
    thread, loop = _thread()
    return thread.submit(work, loop).result()


def settle(value: Any) -> Any:
    """What an awaitable comes to; anything else as it is."""
    if not inspect.isawaitable(value):
        return value
    return on_loop(lambda loop: loop.run_until_complete(_wait(value)))


async def _wait(value: Awaitable[Any]) -> Any:
    return await value


@cache
def _thread() -> tuple[ThreadPoolExecutor, asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = ThreadPoolExecutor(1, "archloom-loop", initializer=asyncio.set_event_loop, initargs=(loop,))
    return thread, loop
