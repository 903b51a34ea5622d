"""Which files may be loaded by one process: what one of them sets, another may find.

Attributes of libraries and environment variables last as long as their process. Two files that no third one imports
run in processes of their own, as scripts and Streamlit applications that lie beside each other do, so that the models
or variables of the one are none of the other's. In doubt two files may meet: where a file imports by names that are
computed, and where a file only names another one, as launchers and imports within functions do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from .facts import Facts
from .processes import IMPORTERS
from .values import Value, join

if TYPE_CHECKING:
    from .evaluate.machine import Machine
    from .project import Project

PAGES = "/pages/"
"""Streamlit runs the files of this folder in the process of the application beside it."""
_MENTIONS = ("{}.py", "{}:", "import {}", "from {}", ".{} import")
"""How a text names a file: to run it (`"main:app"`), or to import it within a function."""
Kept = TypeVar("Kept")


def may_meet(m: Machine, one: str, other: str) -> bool:
    """May one process load both files?"""
    known = m.scratch.get("company")
    if known is None:
        known = m.scratch["company"] = _Company(m.project)
    return one == other or known.may_meet(one, other)


def met(m: Machine, file: str, by_file: Mapping[str, Kept]) -> list[Kept]:
    """What was kept by files that a process with this FILE may have loaded, in the order of keeping."""
    return [kept for writer, kept in by_file.items() if may_meet(m, writer, file)]


def found(m: Machine, file: str, by_file: Mapping[str, Value]) -> Value | None:
    """The same as one value; None when nothing was kept."""
    values = met(m, file, by_file)
    return join(values) if values else None


class _Company:
    """The imports of a project's files, read when somebody asks for the first time."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._importers: dict[str, set[str]] | None = None
        self._above: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def may_meet(self, one: str, other: str) -> bool:
        key = (one, other) if one < other else (other, one)
        if key not in self._known:
            above, others = self._all_above(one), self._all_above(other)
            self._known[key] = not above.isdisjoint(others) or self._name(above, other) or self._name(others, one)
        return self._known[key]

    def _name(self, files: frozenset[str], other: str) -> bool:
        """Does one of the files name another, or import whatever it likes?"""
        stem = other.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
        words = [form.format(stem).encode() for form in _MENTIONS]
        return any(not IMPORTERS.isdisjoint(self._project.summaries[file].imports)
                   or any(self._project.says(file, word) for word in words) for file in sorted(files))  # fmt: skip

    def _all_above(self, file: str) -> frozenset[str]:
        """The file and all that import it, however far away."""
        known = self._above.get(file)
        if known is None:
            importers = self._read()
            seen, stack = {file}, [file]
            while stack:
                new = importers.get(stack.pop(), set[str]()) - seen
                seen |= new
                stack += new
            known = self._above[file] = frozenset(seen)
        return known

    def _read(self) -> dict[str, set[str]]:
        if self._importers is None:
            self._importers = {}
            for file, summary in self._project.summaries.items():
                for imported in _imported(self._project, file, summary.body):
                    self._importers.setdefault(imported, set()).add(file)
            for file in self._project.summaries:
                self._importers.setdefault(file, set()).update(self._applications(file))
        return self._importers

    def _applications(self, page: str) -> list[str]:
        folder, is_page, _ = f"/{page}".partition(PAGES)
        return [one for one in self._project.summaries if is_page and one.rpartition("/")[0] == folder.strip("/")]


def _imported(project: Project, file: str, body: tuple[Facts, ...]) -> Iterator[str]:
    """The files that a module's own statements import."""
    for s in body:
        if s[0] == "import":
            yield from (one for name, _ in s[1] for one in (project.resolve(file, 0, name),) if one is not None)
        elif s[0] == "import from":
            names = [name for name, _ in s[3]]
            source = project.resolve(file, s[1], s[2], names)
            if source is not None:
                yield source
                yield from filter(None, (project.submodule(source, name) for name in names))
        else:
            for block in _blocks(s):
                yield from _imported(project, file, block)


def _blocks(s: Facts) -> tuple[tuple[Facts, ...], ...]:
    """The blocks of a statement that a module executes with it."""
    match s[0]:
        case "if":
            return s[2], s[3]
        case "with":
            return (s[2],)
        case "try":
            return s[1], *(handler[2] for handler in s[2]), s[3], s[4]
        case _:
            return ()
