"""What a project's package came to when it was last built, so that the next preview need not estimate it.

Kept in the cache folder by a hash of the files that say what is required, the Python version and the platform.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from .local_python import cache_folder

_FILES = ("requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "Pipfile", "setup.py", "setup.cfg")


def remember(project: Path, python: str, architecture: str, size: int) -> None:
    """Notes the bytes of a package, unpacked."""
    place = _place(project, python, architecture)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{size}\n", encoding="utf-8")


def known(project: Path, python: str, architecture: str) -> int | None:
    """The bytes of the package as it was last built; None when it was not, or its requirements changed since."""
    try:
        return int(_place(project, python, architecture).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _place(project: Path, python: str, architecture: str) -> Path:
    digest = hashlib.sha256(f"{project.resolve()} {python} {architecture}".encode())
    for name in _FILES:
        file = project / name
        digest.update(f"\0{name}\0".encode())
        digest.update(file.read_bytes() if file.is_file() else b"")
    return cache_folder() / "weight" / digest.hexdigest()[:32]
