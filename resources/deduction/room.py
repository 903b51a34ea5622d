"""Room on Python's own stack for evaluation, which nests as deeply as the project's calls do.

CPython keeps the frames of functions in chunks of 16 KB. A recursion that goes up and down over the end of a chunk
takes it from the system and gives it back each time, which cost some projects a fifth of their time, others nothing
(it depends on the depth). A function whose own frame claims half of a large chunk leaves the other half to those that
it calls; memory that nobody touches costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HALF = 1 << 17
"""Words of the frame, and about as many for what is called from it."""
DEEPEST = 20_000
"""Calls of Python within each other."""


def with_room(work: Callable[[], T]) -> T:
    """What WORK gives, which may nest deeply."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        return work()
    finally:
        sys.setrecursionlimit(before)


with_room.__code__ = with_room.__code__.replace(co_stacksize=HALF)
