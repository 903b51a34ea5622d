"""The files of a project: its Python files and the few project files that say something about its cloud.

One walk with `os.scandir`, no file opened but `.gitignore`. Links to folders are followed once (a loop ends at a folder
that was seen), folders that cannot be read become problems. A virtual environment is known by its `pyvenv.cfg`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..architecture import Problem, Span
from .ignore import Ignored, skips_file, skips_folder

CONFIG_FILES = frozenset({
    ".env", "archloom.toml", "langgraph.json", "pyproject.toml", "requirements.txt", "serverless.yaml",
    "serverless.yml", "template.yaml", "template.yml",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk found: paths relative to the root with forward slashes, sorted, with size and time of change."""

    python: tuple[str, ...]
    config: tuple[str, ...]
    problems: tuple[Problem, ...]
    stamps: Mapping[str, tuple[int, int]]


def discover(root: Path, ignore: tuple[str, ...] = ()) -> Found:
    """Walks the project. `ignore` are further patterns in git's notation."""
    walk = _Walk(root, Ignored().below("", ignore))
    return Found(tuple(sorted(walk.python)), tuple(sorted(walk.config)), tuple(walk.problems), walk.stamps)


class _Walk:
    def __init__(self, root: Path, ignored: Ignored) -> None:
        self.python: list[str] = []
        self.config: list[str] = []
        self.problems: list[Problem] = []
        self.stamps: dict[str, tuple[int, int]] = {}
        self._seen: set[tuple[int, int]] = set()
        stack = [(str(root), "", ignored)]
        while stack:
            path, relative, patterns = stack.pop()
            stack.extend(self._folder(path, relative, patterns))

    def _folder(self, path: str, relative: str, ignored: Ignored) -> Iterator[tuple[str, str, Ignored]]:
        try:
            here = os.stat(path)
            with os.scandir(path) as listing:
                items = sorted(listing, key=lambda item: item.name)
        except OSError as error:
            self._unreadable(relative, error)
            return
        if (here.st_dev, here.st_ino) in self._seen:
            return
        self._seen.add((here.st_dev, here.st_ino))
        names = {item.name for item in items}
        if "pyvenv.cfg" in names and relative:
            return
        if ".gitignore" in names:
            ignored = ignored.below(relative, _lines(f"{path}/.gitignore"))
        for item in items:
            name = f"{relative}/{item.name}" if relative else item.name
            if _is_folder(item):
                if not skips_folder(item.name) and not ignored.matches(name + "/"):
                    yield item.path, name, ignored
            else:
                self._file(item, name, ignored)

    def _file(self, item: os.DirEntry[str], name: str, ignored: Ignored) -> None:
        config = item.name in CONFIG_FILES
        if not config and (not item.name.endswith(".py") or skips_file(item.name) or ignored.matches(name)):
            return
        try:
            known = item.stat()
        except OSError as error:
            self._unreadable(name, error)
            return
        self.stamps[name] = known.st_size, known.st_mtime_ns
        (self.config if config else self.python).append(name)

    def _unreadable(self, name: str, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        message = f"{name or 'The project folder'} cannot be read: {reason}."
        remedy = "Allow reading it, or ignore it in archloom.toml ([project] ignore)."
        self.problems.append(Problem("unreadable-file", "warning", message, Span(name or ".", 1), remedy=remedy))


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        return False


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
