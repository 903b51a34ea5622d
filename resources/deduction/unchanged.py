"""Is a project as it was when its graph was kept? Answered from the file system's own records, without reading a file.

As git's index does it: size, inode and times of every file that was read and of every folder that was listed are kept
with the key of the graph. The same records mean the same files: whoever adds, removes or renames one changes its
folder's time. A file that was changed within MOMENT before it was read could be changed again with the same time; then
nothing is kept, and the next opening compares contents.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from ..architecture import Architecture
from . import store
from .discover import Found, Stamp, stamp_of
from .packing import pack, unpack

MOMENT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""


def now() -> int:
    """The time to note before a project is read."""
    return time.time_ns()


def graph(key: str) -> Architecture | None:
    """The graph that is kept under a key."""
    packed = store.load(f"graphs/{key}")
    try:
        return unpack(packed) if packed is not None else None
    except (TypeError, ValueError, IndexError):
        return None


def keep(key: str, architecture: Architecture) -> None:
    """Keeps a graph under the key of its sources."""
    with suppress(ValueError):  # a property that is no plain value
        store.save(f"graphs/{key}", pack(architecture))


def reopened(root: str, entries: Sequence[str]) -> Architecture | None:
    """The graph of a project that nobody touched since `note`; None when it must be looked at."""
    known: Any = store.load(_name(root, entries))
    try:
        engine, key, records = known
        return graph(key) if engine == store.engine() and _as_it_was(root, records) else None
    except (OSError, TypeError, ValueError):
        return None


def _as_it_was(root: str, records: Sequence[tuple[str, Stamp]]) -> bool:
    for path, record in records:
        known = os.stat(f"{root}/{path}")
        if (known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino) != record:
            return False
    return True


def note(root: str, entries: Sequence[str], key: str, found: Found, read: Iterable[str], began: int) -> None:
    """Keeps what `reopened` compares, unless something changed a moment ago. READ are all files that were read."""
    try:
        more = [(path, stamp_of(os.stat(f"{root}/{path}"))) for path in read if path not in found.stamps]
    except OSError:
        return
    records = [*found.folders.items(), *found.stamps.items(), *more]
    if max((max(record[:2]) for _, record in records), default=0) < began - MOMENT:
        store.save(_name(root, entries), (store.engine(), key, records))


def _name(root: str, entries: Sequence[str]) -> str:
    text = repr((os.path.abspath(root), sorted(entries)))
    return f"projects/{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
