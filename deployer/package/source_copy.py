"""The source that the functions of the sandbox run: a copy of the project's files, under the hash of what they are.

A copy, because the running deployment must not change when a file is saved.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ..errors import DeployError
from .project_files import sources

KEPT = 4
"""Copies; functions that are being replaced still run from the one before."""


def snapshot(project: Path, digest: str, home: Path) -> Path:
    """HOME/code/DIGEST with the files in it. Raises DeployError when it cannot be written."""
    folder = home / "code" / digest[:32]
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="partial-", dir=folder.parent, ignore_cleanup_errors=True) as partial:
            made = Path(partial) / "code"
            made.mkdir()
            for source in sources(project):
                target = made / source.path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(project / source.path, target)
            os.rename(made, folder)
        _prune(folder.parent)
    except OSError as error:
        if not folder.is_dir():
            raise DeployError(
                str(folder), f"the project cannot be copied there: {error}.", "Make room and deploy again."
            ) from error
    return folder


def _prune(parent: Path) -> None:
    """Removes all but the newest copies."""
    copies = sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in copies[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
