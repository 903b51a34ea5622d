"""One deployment per stack at a time: a locked file that names the process which holds it.

The lock is the operating system's (flock, or msvcrt on Windows), so that it goes with its process, however that ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .errors import DeployError, LockedError


@contextmanager
def locked(home: Path, stack: str) -> Generator[None]:
    """Holds the lock of a stack's folder. Raises LockedError when another process has it."""
    handle = _open(home)
    try:
        if not _take(handle):
            raise LockedError(stack, _holder(handle))
        _sign(handle, home)
        yield
    finally:
        os.close(handle)


def _open(home: Path) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(home, error) from error


def _sign(handle: int, home: Path) -> None:
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
    except OSError as error:
        raise _unwritable(home, error) from error


def _unwritable(home: Path, error: OSError) -> DeployError:
    return DeployError(
        str(home),
        f"the folder of this stack's state cannot be written: {error.strerror or error}.",
        "Make it writable and see that there is room, or name another place in ARCHLOOM_STATE.",
    )


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
