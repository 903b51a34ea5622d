"""Whole graphs kept between sessions, so that an unchanged project opens at once.

A graph is a pure function of the project's bytes, the settings, the asked entries, the catalog and this very engine; their
hash names a file in the user's cache folder that holds the contract's JSON. What cannot be read or written is as good as
not there: nothing depends on the cache but time. The oldest files beyond KEPT are removed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import platformdirs

from .. import contract
from ..architecture import Architecture
from ..catalog import loader

KEPT = 64
_ENGINE = Path(__file__).parent


def folder() -> Path:
    """`$XDG_CACHE_HOME/archloom/graphs` or the platform's equivalent."""
    return platformdirs.user_cache_path("archloom") / "graphs"


def key(name: str, sources: Mapping[str, bytes], entries: Sequence[str]) -> str:
    """The name under which the graph of these sources is kept."""
    digest = hashlib.blake2b(_engine().encode(), digest_size=20)
    digest.update(repr((name, sorted(entries))).encode())
    for path in sorted(sources):
        digest.update(f"\0{path}\0{len(sources[path])}\0".encode("utf-8", "surrogateescape"))
        digest.update(sources[path])
    return digest.hexdigest()


def load(name: str) -> Architecture | None:
    """The graph of that name, or None."""
    try:
        return contract.read((folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def save(name: str, architecture: Architecture) -> None:
    """Keeps a graph; written whole or not at all."""
    target = folder() / f"{name}.json"
    temporary = target.with_suffix(f".{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(contract.write(architecture, full=True), encoding="utf-8")
        temporary.replace(target)
        _prune(target.parent)
    except (OSError, ValueError):
        temporary.unlink(missing_ok=True)


def _prune(kept: Path) -> None:
    files = sorted(kept.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink(missing_ok=True)


@cache
def _engine() -> str:
    """The version of everything that turns sources into a graph: this package, the catalog, the interpreter."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    code = [*_ENGINE.rglob("*.py"), *_ENGINE.parent.glob("*.py"), *_ENGINE.parent.joinpath("kinds").glob("*.py"),
            *_ENGINE.parent.joinpath("catalog").rglob("*.py"), loader.COMPILED]  # fmt: skip
    for path in sorted(code):
        known = path.stat()
        digest.update(f"{path.name} {known.st_size} {known.st_mtime_ns}".encode())
    return digest.hexdigest()
