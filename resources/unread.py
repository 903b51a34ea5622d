"""Python files of a project that could not be read: they say nothing of what they declare."""

from __future__ import annotations

from collections.abc import Iterator

from .architecture import Architecture, Problem

_CODES = ("syntax-error", "unreadable-file", "file-too-large")


def unread(architecture: Architecture) -> Problem | None:
    """Why a Python file of the project could not be read, if one could not."""
    return next(_all(architecture), None)


def is_unread(architecture: Architecture) -> bool:
    """Does the project hold Python of which no file could be read? What could not even be opened does not count."""
    files = {problem.source.file for problem in _all(architecture) if problem.severity == "error"}
    return bool(files) and len(files) >= architecture.project.python_files


def _all(architecture: Architecture) -> Iterator[Problem]:
    return (one for one in architecture.problems if one.code in _CODES and one.source.file.endswith(".py"))
