"""The part of Archloom that user code imports (`archloom.resources`), as files for a package or an environment.

It is taken from the running installation, so that what is deployed fits what deployed it. What only the designer needs
(deduction, catalog) stays behind; the rest takes nothing but the standard library and boto3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ... import resources

PREFIX = "archloom/resources"
_LEFT_OUT = ("deduction", "catalog", "__pycache__")


@cache
def files() -> Mapping[str, Path]:
    """Path in the package -> file of this installation, sorted."""
    root = Path(next(iter(resources.__path__)))
    found = (path.relative_to(root) for path in root.rglob("*.py"))
    kept = sorted(path for path in found if path.parts[0] not in _LEFT_OUT and "__pycache__" not in path.parts)
    return {f"{PREFIX}/{path.as_posix()}": root / path for path in kept}


@cache
def digest() -> str:
    """A hash of all of it."""
    hashed = hashlib.sha256()
    for name, path in files().items():
        hashed.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def install(folder: Path) -> None:
    """Copies it into a folder that is on the import path."""
    for name, path in files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
