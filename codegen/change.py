"""What comes of an edit: a change of files that can be written and undone, or a refusal in words."""

from __future__ import annotations

from dataclasses import dataclass

from ..resources.architecture import Architecture, Span
from . import diff
from .edits import Edit


@dataclass(frozen=True, slots=True)
class FileChange:
    """The bytes of one file before and after; None where there is no file. `path` is relative, with slashes."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """An edit worked out on the files as they were, and the architectures on both sides of it."""

    edit: Edit
    files: tuple[FileChange, ...]
    before: Architecture
    after: Architecture

    def diff(self) -> str:
        """A unified diff of all files, as `git diff` prints it."""
        return "".join(diff.unified(file.path, file.before, file.after) for file in self.files)

    @property
    def summary(self) -> str:
        """`main.py +2 −0`, for several files separated by commas."""
        return ", ".join(diff.count(file.path, file.before, file.after) for file in self.files)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an edit is not made, the place in code that stands against it, and what to do instead."""

    reason: str
    span: Span | None = None
    next_step: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.next_step}".rstrip()


class Refusal(Exception):  # noqa: N818 - it is an outcome
    """Raised inside codegen where an edit cannot go on; `plan` turns it into its `Refused`."""

    def __init__(self, reason: str, span: Span | None = None, next_step: str = "") -> None:
        super().__init__(reason)
        self.refused = Refused(reason, span, next_step)


class Stale(Exception):  # noqa: N818 - what it says
    """A file is not what the change was worked out on; the message names it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} changed on disk in the meantime. Nothing was written; make the edit again.")
        self.path = path


class WriteError(OSError):
    """A file cannot be written; the message says where, why and what to do."""
