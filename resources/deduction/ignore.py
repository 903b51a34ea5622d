"""Which folders and files of a project are not part of what it deploys.

Three rules: names that never hold the project's own code (virtual environments, builds, caches), tests by the names
that test runners look for (unless the project's own code imports them), and what `.gitignore` files (with git's
meaning, by pathspec) or `[project] ignore` in archloom.toml leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatch

from pathspec import GitIgnoreSpec

FOLDERS = frozenset({
    "__pycache__", "__pypackages__", "build", "cdk.out", "dist", "eggs", "htmlcov", "node_modules", "site-packages",
    "test", "testing", "tests", "venv", "virtualenv", "wheels",
})  # fmt: skip
PATTERNS = ("*.egg-info", "*.dist-info")
TEST_FILES = ("test_*.py", "*_test.py", "*_tests.py")
TOOL_FILES = ("conftest.py", "tests.py", "noxfile.py", "setup.py")


def skips_folder(name: str) -> bool:
    """Is this folder left out whatever else is in it?"""
    return name in FOLDERS or name.startswith(".") or any(fnmatch(name, pattern) for pattern in PATTERNS)


def is_test(name: str) -> bool:
    """Is this Python file called like a test? It is none when the project's own code imports it."""
    return any(fnmatch(name, pattern) for pattern in TEST_FILES)


def skips_file(name: str) -> bool:
    """Is this Python file a script for building or a list of fixtures?"""
    return name in TOOL_FILES


class Ignored:
    """The patterns that hold in a folder: its own `.gitignore` and those above it."""

    def __init__(self, levels: Sequence[tuple[str, GitIgnoreSpec]] = ()) -> None:
        self._levels = tuple(levels)

    def below(self, folder: str, lines: Iterable[str]) -> Ignored:
        """The same with the patterns of `folder` added."""
        spec = GitIgnoreSpec.from_lines(line for line in lines if line.strip())
        return Ignored((*self._levels, (f"{folder}/" if folder else "", spec))) if len(spec) else self

    def matches(self, path: str) -> bool:
        """Does a pattern leave this path out? Folders end with a slash. The innermost pattern that speaks decides."""
        for folder, spec in reversed(self._levels):
            said = spec.check_file(path[len(folder) :]).include
            if said is not None:
                return said
        return False
