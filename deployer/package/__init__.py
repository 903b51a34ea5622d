"""From a project folder to something that runs: a zip for Lambda, or an environment and a copy for this computer.

digest       fast, without uv and network: a hash of everything that the package is made from
build        the zip for Lambda
snapshot     the copy of the source that the sandbox runs
environment  the Python of this computer with the project's requirements
weight       the bytes of the zip's contents, when it was built before
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..events import Emit, Progressed
from . import built_size, local_python, source_copy, vendored, zip_for_lambda
from .project_files import digest_of, sources
from .python_version import for_lambda

__all__ = ["build", "digest", "environment", "for_lambda", "snapshot", "weight"]


def digest(project: Path) -> str:
    """A hash of the project's deployed files, which include its requirements, and of our own part of the package."""
    own = digest_of(project, sources(project))
    return hashlib.sha256(f"{own} {vendored.digest()}".encode()).hexdigest()


def build(project: Path, digest: str, *, python: str, architecture: str, emit: Emit) -> Path:
    """The zip for Lambda, cached by what it is made from.

    Raises DeployError when uv or the network is missing, a requirement cannot be met or the zip would be too large.
    """
    return zip_for_lambda.build(project, digest, python, architecture, emit)


def snapshot(project: Path, digest: str, home: Path, emit: Emit) -> Path:
    """The folder with the source that the functions of the sandbox run. Raises DeployError."""
    emit(Progressed("package", "copying the source"))
    return source_copy.snapshot(project, digest, home)


def environment(project: Path, emit: Emit) -> Path:
    """The Python executable that runs the functions of the sandbox. Raises DeployError, as `build` does."""
    return local_python.environment(project, emit)


def weight(project: Path, *, python: str, architecture: str) -> int | None:
    """The bytes of the zip's contents as it was last built for these requirements; None when it was not."""
    return built_size.known(project, python, architecture)
