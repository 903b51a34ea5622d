"""Graphs kept between sessions in the user's cache folder, so that an unchanged project opens at once.

A graph is a pure function of the project's bytes, its name, the asked entries and this very engine; their hash names
the file that holds it. What cannot be written is not kept; what cannot be read, or was not written whole, is as good as
not there: nothing depends on the cache but time. Each file begins with the checksum of the rest. The files that were
not used for longest are removed when there are more than KEPT or when they take more than LARGEST bytes.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

KEPT = 200
LARGEST = 200_000_000
_ENGINE = os.path.dirname(os.path.abspath(__file__))


def folder() -> str:
    """`$XDG_CACHE_HOME/archloom` or what the platform has in its place."""
    if given := os.environ.get("XDG_CACHE_HOME", ""):
        return os.path.join(given, "archloom")
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or home, "archloom", "Cache")
    return os.path.join(home, *(("Library", "Caches") if sys.platform == "darwin" else (".cache",)), "archloom")


def key(name: str, sources: Mapping[str, bytes], entries: Sequence[str]) -> str:
    """The name under which the graph of these sources is kept."""
    digest = hashlib.sha256(engine().encode())
    digest.update(repr((name, sorted(entries))).encode("utf-8", "surrogatepass"))
    for path in sorted(sources):
        digest.update(f"\0{path}\0{len(sources[path])}\0".encode("utf-8", "surrogatepass"))
        digest.update(sources[path])
    return digest.hexdigest()[:40]


def load(name: str) -> Any:
    """What was kept under that name, or None."""
    try:
        with open(os.path.join(folder(), name), "rb") as file:
            checksum, content = file.read(4), file.read()
        return marshal.loads(content) if checksum == _checksum(content) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def save(name: str, value: Any) -> None:
    """Keeps plain tuples under a name; written whole or not at all."""
    target = os.path.join(folder(), name)
    temporary = f"{target}.{os.getpid()}"
    try:
        content = marshal.dumps(value)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(_checksum(content) + content)
        os.replace(temporary, target)
        _prune(os.path.dirname(target), target)
    except (OSError, ValueError):
        _remove(temporary)


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "little")


def _prune(kept: str, newest: str) -> None:
    with os.scandir(kept) as listing:
        files = sorted(((item.stat().st_mtime_ns, item.path, item.stat().st_size) for item in listing), reverse=True)
    room = LARGEST
    for rank, (_, path, size) in enumerate(files):
        room -= size
        if path != newest and (rank >= KEPT or room < 0):
            _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


@cache
def engine() -> str:
    """The version of everything that turns sources into a graph: our code, the catalog's tables, the interpreter."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (sys.executable, *_code(os.path.dirname(_ENGINE))):
        try:
            known = os.stat(path)
        except OSError:
            continue
        digest.update(f"{path}\0{known.st_size}\0{known.st_mtime_ns}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _code(above: str) -> Iterator[str]:
    with os.scandir(above) as listing:
        items = sorted(listing, key=lambda item: item.name)
    for item in items:
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _code(item.path)
        elif item.name.endswith((".py", ".json")):
            yield item.path
