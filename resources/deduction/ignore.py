"""Which folders and files of a project are not part of what it deploys.

Three rules: names that never hold the project's own code (virtual environments, builds, caches), tests by the names
that test runners look for (unless the project's own code imports them), and what `.gitignore` files (with git's
meaning, by pathspec) or `[project] ignore` in archloom.toml leave out.

Most patterns of a `.gitignore` cannot speak of a path because a name that they need does not stand in it. Only those
that can are given to pathspec, which takes longer for one file than the whole walk otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FOLDERS = frozenset({
    "__pycache__", "__pypackages__", "build", "cdk.out", "dist", "eggs", "htmlcov", "node_modules", "site-packages",
    "test", "testing", "tests", "venv", "virtualenv", "wheels",
})  # fmt: skip
PACKAGING = (".egg-info", ".dist-info")
TEST_ENDS = ("_test.py", "_tests.py")
PROJECT_FILES = frozenset({"Dockerfile", "Pipfile", "manage.py", "pyproject.toml", "requirements.txt", "setup.py"})
TOOL_FILES = frozenset({"conftest.py", "tests.py", "noxfile.py", "setup.py"})


def skips_folder(name: str) -> bool:
    """Is this folder left out whatever else is in it?"""
    return name in FOLDERS or name.startswith(".") or name.endswith(PACKAGING)


def is_environment(names: Collection[str]) -> bool:
    """Is a folder with these files an environment with Python in it? Not if a project is there that one was made in."""
    return "pyvenv.cfg" in names and PROJECT_FILES.isdisjoint(names)


def is_test(name: str) -> bool:
    """Is this Python file called like a test? It is none when the project's own code imports it."""
    return name.endswith(TEST_ENDS) or (name.startswith("test_") and name.endswith(".py"))


def skips_file(name: str) -> bool:
    """Is this Python file a script for building or a list of fixtures?"""
    return name in TOOL_FILES


class Ignored:
    """The patterns that hold in a folder: its own `.gitignore` and those above it."""

    def __init__(self, levels: Sequence[tuple[str, _Patterns]] = ()) -> None:
        self._levels = tuple(levels)

    def below(self, folder: str, lines: Iterable[str]) -> Ignored:
        """The same with the patterns of `folder` added."""
        said = [_of_what_is_inside(line) for line in lines if line.strip() and not line.startswith("#")]
        return Ignored((*self._levels, (f"{folder}/" if folder else "", _Patterns(said)))) if said else self

    def matches(self, path: str) -> bool:
        """Does a pattern leave this path out? Folders end with a slash. The innermost pattern that speaks decides."""
        for folder, patterns in reversed(self._levels):
            said = patterns.say(path[len(folder) :])
            if said is not None:
                return said
        return False


def _of_what_is_inside(line: str) -> str:
    """To git, `folder/**` is all that is inside and not the folder, so that a later `!folder/file.py` keeps a file.

    pathspec counts the folder itself, whose files nobody would look at then. Since folders are walked from the top,
    `folder/*` says the same.
    """
    return line.rstrip()[:-1] if line.rstrip().endswith("/**") and not line.startswith("!") else line


class _Patterns:
    """The patterns of one `.gitignore`, by what a path must hold for them to speak of it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._named: dict[str, list[int]] = {}
        """By a whole name in the path."""
        self._pieces: list[tuple[str, int]] = []
        """By a piece of the path."""
        self._always: list[int] = []
        self._specs: dict[tuple[int, ...], GitIgnoreSpec] = {}
        for index, line in enumerate(lines):
            self._sort(index, line)

    def _sort(self, index: int, line: str) -> None:
        segments = [] if "\\" in line else line.rstrip().removeprefix("!").split("/")
        names = [segment for segment in segments if segment and not _WILD.search(segment)]
        pieces = [piece for segment in segments for piece in _WILD.split(segment.partition("[")[0]) if piece]
        if names:
            self._named.setdefault(names[-1], []).append(index)
        elif pieces:
            self._pieces.append((max(pieces, key=len), index))
        else:
            self._always.append(index)

    def say(self, path: str) -> bool | None:
        """Left out, kept after all, or nothing."""
        able = [*self._always, *(index for piece, index in self._pieces if piece in path)]
        for name in path.split("/"):
            able += self._named.get(name, ())
        return self._spec(tuple(sorted(able))).check_file(path).include if able else None

    def _spec(self, able: tuple[int, ...]) -> GitIgnoreSpec:
        known = self._specs.get(able)
        if known is None:
            known = self._specs[able] = _compiled([self._lines[index] for index in able])
        return known


_WILD = re.compile(r"[*?\[]")


def _compiled(lines: Sequence[str]) -> GitIgnoreSpec:
    """The patterns as git means them; like git, without those that mean nothing."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return _compiled(lines[:1]) + _compiled(lines[1:]) if len(lines) > 1 else GitIgnoreSpec([])
