"""The last good text of a file stands in for it while it does not parse, so that changes of other files still show.

Texts are kept from when the project was opened, and of each file whenever it changed and could be read. Qt-free; lives
in the worker.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..resources.architecture import Architecture
from .last_good import CODE, broken, files_of


class StandIns:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._good: dict[str, bytes] = {}
        self.texts: Mapping[str, bytes] = {}
        """What stands in now, by relative path."""

    def remember_shown(self, found: Architecture) -> None:
        """The files that something of the picture comes from: few, and the ones that are edited first."""
        self._remember(files_of(found), found)

    def remember_all(self, found: Architecture) -> None:
        """Every other Python file of the project, once the picture is there."""
        from ..resources.deduction.discover import discover

        self._remember((path for path in discover(self._root).stamps if path not in self._good), found)

    def after(self, changed: Iterable[str], found: Architecture) -> Mapping[str, bytes]:
        """What stands in, now that FOUND is what the files say."""
        self._remember(changed, found)
        faults = {problem.source.file for problem in broken(found)}
        self.texts = {path: text for path, text in self._good.items() if path in faults and _parses(text)}
        return self.texts

    def _remember(self, paths: Iterable[str], found: Architecture) -> None:
        faults = {problem.source.file for problem in broken(found)}
        for path in paths:
            if path.endswith(".py") and path not in faults:
                try:
                    self._good[path] = (self._root / path).read_bytes()
                except OSError:  # it is gone
                    self._good.pop(path, None)


def _parses(text: bytes) -> bool:
    """A text that was read just when a file broke is no good one."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def with_faults(shown: Architecture, found: Architecture) -> Architecture:
    """What is SHOWN with stand-ins, with the size of the project and the faults that were FOUND without them."""
    known = [problem for problem in shown.problems if problem.code != CODE]
    problems = tuple(sorted((*known, *broken(found)), key=lambda problem: problem.source))
    return replace(shown, project=found.project, problems=problems)
