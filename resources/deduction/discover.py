"""The files of a project: its Python files and the few project files that say something about its cloud.

One walk with `os.scandir`, no file opened but `.gitignore`. Links to folders are followed once (a loop ends at a folder
that was seen), but not out to a folder that the project lies in; what cannot be read, and pipes and devices, become
problems. A virtual environment is known by its `pyvenv.cfg`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from ..architecture import Problem, Span
from .ignore import Ignored, is_environment, is_test, skips_file, skips_folder

CONFIG_FILES = frozenset({
    ".env", "aegra.json", "alembic.ini", "archloom.toml", "langgraph.json", "pyproject.toml", "requirements.txt",
    "serverless.yaml", "serverless.yml", "template.yaml", "template.yml",
})  # fmt: skip
_NAMES_FUNCTIONS = re.compile(
    r"(?i).*\.tf|(?:.*\.)?dockerfile(?:\..*)?|(?:serverless.*|.*template.*|.*cloudformation.*|.*cfn.*|sam)\.ya?ml"
    r"|(?:docker-)?compose.*\.ya?ml|instance\.ya?ml"
)
"""What files are called that may name Lambda functions, services with their variables, or LangStream's globals."""


DATA = (".json", ".yaml", ".yml", ".toml", ".ini", ".cfg")
"""How the names of files end that code may read settings from."""


Stamp = tuple[int, int, int, int]
"""Times of the last change of content and of anything else, size, inode: equal as long as nobody touches it."""


def stamp_of(known: os.stat_result) -> Stamp:
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk found: paths relative to the root with forward slashes, sorted."""

    python: tuple[str, ...]
    config: tuple[str, ...]
    tests: tuple[str, ...]
    """Python files outside of test folders that are called like tests."""
    data: tuple[str, ...]
    """Files that may hold settings; only those that some code mentions by name are read."""
    problems: tuple[Problem, ...]
    stamps: Mapping[str, Stamp]
    """Of every file found and of the `.gitignore` files, noted before anybody reads them."""
    folders: Mapping[str, Stamp]
    """Of every folder that was listed, noted before."""


def discover(root: Path, ignore: tuple[str, ...] = ()) -> Found:
    """Walks the project. `ignore` are further patterns in git's notation."""
    walk = _Walk(root, Ignored().below("", ignore))
    python, config, tests, data = (tuple(sorted(paths)) for paths in (walk.python, walk.config, walk.tests, walk.data))
    return Found(python, config, tests, data, tuple(walk.problems), walk.stamps, walk.folders)


class _Walk:
    def __init__(self, root: Path, ignored: Ignored) -> None:
        self.python: list[str] = []
        self.config: list[str] = []
        self.tests: list[str] = []
        self.data: list[str] = []
        self.problems: list[Problem] = []
        self.stamps: dict[str, Stamp] = {}
        self.folders: dict[str, Stamp] = {}
        self._seen = _around(root)
        stack = [(str(root), "", ignored, False)]
        while stack:
            stack.extend(self._folder(*stack.pop()))

    def _folder(
        self, path: str, relative: str, ignored: Ignored, in_program: bool
    ) -> Iterator[tuple[str, str, Ignored, bool]]:
        """The folders below. IN_PROGRAM: the one around is part of a CDK program."""
        try:
            here = os.stat(path)
            self.folders[relative] = stamp_of(here)
            with os.scandir(path) as listing:
                items = sorted(listing, key=_name)
        except OSError as error:
            self._unreadable(relative, error)
            return
        if (here.st_dev, here.st_ino) in self._seen:
            return
        self._seen.add((here.st_dev, here.st_ino))
        names = {item.name for item in items}
        if relative and is_environment(names):
            return
        if ".gitignore" in names:
            self._stamp(f"{path}/.gitignore", f"{relative}/.gitignore" if relative else ".gitignore")
            ignored = ignored.below(relative, _lines(f"{path}/.gitignore"))
        installed = _installed(path, names)
        pipelines = "python" in names  # a LangStream application: pipelines in YAML beside a folder of agents
        in_program = "cdk.json" in names or (in_program and "package.json" not in names)
        for item in items:
            if item.name in installed:
                continue
            name = f"{relative}/{item.name}" if relative else item.name
            if _is_folder(item):
                if not skips_folder(item.name) and not ignored.matches(name + "/"):
                    yield item.path, name, ignored, in_program
            else:
                wanted = pipelines and item.name.endswith((".yaml", ".yml"))
                wanted = wanted or (in_program and _is_program(item.name))
                self._file(item, name, ignored, wanted)

    def _file(self, item: os.DirEntry[str], name: str, ignored: Ignored, wanted: bool) -> None:
        config = (
            wanted or item.name in CONFIG_FILES or item.name.startswith(".env")
            or (not item.name.endswith(".py") and _NAMES_FUNCTIONS.fullmatch(item.name) is not None)
        )  # fmt: skip
        if not config and item.name.endswith(DATA):
            self.data.append(name)
            return
        if not config and (not item.name.endswith(".py") or skips_file(item.name) or ignored.matches(name)):
            return
        if self._stamp(item.path, name):
            (self.config if config else self.tests if is_test(item.name) else self.python).append(name)

    def _stamp(self, path: str, name: str) -> bool:
        try:
            known = os.stat(path)
            if not stat.S_ISREG(known.st_mode):  # reading a pipe would wait for ever
                raise OSError(0, "it is a pipe or a device, not a file")
        except OSError as error:
            self._unreadable(name, error)
            return False
        self.stamps[name] = stamp_of(known)
        return True

    def _unreadable(self, name: str, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        message = f"{name or 'The project folder'} cannot be read: {reason}."
        remedy = "Allow reading it, or ignore it in archloom.toml ([project] ignore)."
        self.problems.append(Problem("unreadable-file", "warning", message, Span(name or ".", 1), remedy=remedy))


def _is_program(name: str) -> bool:
    """Is this file one of a CDK program in TypeScript?"""
    return name.endswith(".ts") and not name.endswith((".d.ts", ".test.ts", ".spec.ts"))


def _installed(path: str, names: Set[str]) -> Set[str]:
    """What `pip install -t` put into a folder beside the project's own files, as the records that it left there say."""
    found: set[str] = set()
    for record in (name for name in names if name.endswith(".dist-info")):
        listing = f"{path}/{record}/RECORD"
        for line in _lines(listing) if os.path.isfile(listing) else ():
            first = line.partition(",")[0].partition("/")[0]
            if first != record and first in names:
                found.add(first)
    return found


def _around(root: Path) -> set[tuple[int, int]]:
    """The folders that ROOT lies in: a link to one of them would take the whole disk for the project."""
    found: set[tuple[int, int]] = set()
    folder, below = os.path.dirname(os.path.realpath(root)), ""
    while folder != below:
        with suppress(OSError):
            known = os.stat(folder)
            found.add((known.st_dev, known.st_ino))
        folder, below = os.path.dirname(folder), folder
    return found


_name = attrgetter("name")


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
