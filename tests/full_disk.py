"""A disk without room, for a test: a file that grows over a few bytes is refused."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def full_disk(room: int = 10) -> Generator[None]:
    import resource  # POSIX alone has it

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
