"""The project's environment on this computer: made by uv from the project's own requirements, once per set of them.

It lives in the user's cache folder under a hash of what it is made from, so that projects and stacks with the same
requirements share one and a second deployment finds it there. It is made under another name and renamed when it is
whole: nobody ever sees half of one.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import platformdirs

from ..errors import DeployError
from ..events import Emit, Log, Progressed
from . import python_version, requirements, vendored
from .project_files import sources
from .requirements import RUNTIME, SANDBOX, Requirements
from .uv import run_uv


def environment(project: Path, emit: Emit) -> Path:
    """The Python executable of the project's environment. Raises DeployError when it cannot be made."""
    wanted = requirements.of(project, sources(project), (*RUNTIME, *SANDBOX))
    python = python_version.for_this_computer(wanted.python)
    key = wanted.digest(python, sys.version, vendored.digest())
    folder = cache_folder() / "env" / key[:32]
    if not executable(folder).exists():
        emit(Progressed("environment", f"installing what {_said(wanted)}"))
        if wanted.note:
            emit(Log("environment", wanted.note))
        _make(folder, project, wanted, python)
    return executable(folder)


def executable(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def cache_folder() -> Path:
    """The folder for what can be made again: `ARCHLOOM_CACHE` or the user's cache folder."""
    return Path(os.environ.get("ARCHLOOM_CACHE") or platformdirs.user_cache_path("archloom"))


def _said(wanted: Requirements) -> str:
    return "the code imports" if wanted.origin == "imports" else f"stands in {wanted.origin}"


def _make(folder: Path, project: Path, wanted: Requirements, python: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="partial-", dir=folder.parent, ignore_cleanup_errors=True) as partial:
        made = Path(partial) / "env"
        run_uv(["venv", "--python", python, "--relocatable", "--no-project", str(made)], project, wanted.origin)
        files = wanted.write(Path(partial))
        run_uv(["pip", "install", "--python", str(executable(made)), *files], project, wanted.origin)
        vendored.install(_site_packages(made))
        try:
            made.rename(folder)
        except OSError as error:
            if not executable(folder).exists():  # otherwise another process was faster
                shutil.rmtree(folder, ignore_errors=True)
                raise DeployError(str(folder), f"it cannot be written: {error}.", "Make room for it.") from error


def _site_packages(made: Path) -> Path:
    return next(made.glob("lib/python3*/site-packages"), made / "Lib" / "site-packages")
