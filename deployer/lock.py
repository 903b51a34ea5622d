"""One deployment per stack at a time: a locked file that names the process which holds it.

The lock is the operating system's (flock, or msvcrt on Windows), so that it goes with its process, however that ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .errors import LockedError


@contextmanager
def locked(home: Path, stack: str) -> Generator[None]:
    """Holds the lock of a stack's folder. Raises LockedError when another process has it."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(handle):
            raise LockedError(stack, _holder(handle))
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(handle: int) -> int:
    try:
        return int(os.read(handle, 32) or b"0")
    except (OSError, ValueError):
        return 0
