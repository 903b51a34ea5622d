"""How the project's files are modules of each other: dotted names, import roots, and where an import leads.

A file's root is the folder above its outermost package; folders without `__init__.py` are namespace packages of the
project's root, except `src` and the like, which are roots themselves. An absolute import is looked for where Python
would find it when the importing file runs: in its own root, in the folders above it, in the project, and last in any
other root of the repository (Lambda layers, monorepos) unless the name is that of a library. Folders that the file puts
on `sys.path` are looked in before or after that. A file imports itself only by a name with its package. Of several that
may be meant the one that binds the imported names is; one that binds them all is meant even under a library's name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from . import import_roots
from .facts import Facts, ModuleSummary
from .sheet import Sheet
from .summarize import read, text_of

SOURCE_ROOTS = frozenset({"src", "lib", "python", "source"})


class Project:
    """The files of a project as modules. A module is named by its file; a namespace package by its folder and `/`."""

    def __init__(self, summaries: Mapping[str, ModuleSummary], libraries: Iterable[str] = ()) -> None:
        self.summaries = summaries
        self._libraries = frozenset(libraries) | sys.stdlib_module_names
        self._folders: set[str] = {""}
        self._tops: dict[str, list[str]] = {}
        self._imported: set[str] = set()
        for file in sorted(summaries):
            self._add(file)
        self._found_tops: dict[tuple[str, str], tuple[str, ...]] = {}
        self._dotted: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self._extensions: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._bound: dict[str, frozenset[str]] = {}
        self.asked_for: set[tuple[str, int]] | None = None
        """Notes whose bodies are asked for, as long as somebody wants to know; 0 for the text of a file."""
        self.sheets: dict[tuple[str, int], Sheet] = {}
        """The text of these functions."""
        self.edited: dict[tuple[str, int], Facts] = {}
        """Bodies of functions that were edited since the files were summarized, by file and identity of their facts."""

    def _add(self, file: str) -> None:
        self._imported.update(self.summaries[file].imports)
        folder, _, name = file.rpartition("/")
        self._top(folder, name.removesuffix(".py"))
        while folder not in self._folders:
            self._folders.add(folder)
            folder, _, name = folder.rpartition("/")
            self._top(folder, name)

    def _top(self, folder: str, name: str) -> None:
        known = self._tops.setdefault(name, [])
        if folder not in known:
            known.append(folder)

    def body(self, file: str, function: Facts) -> Facts:
        """The statements of a function of that file; read at the first time."""
        if self.asked_for is not None:
            self.asked_for.add((file, id(function)))
        if self.edited and (edited := self.edited.get((file, id(function)))) is not None:
            return edited
        return function[5] if function[5] is not None else read(self.summaries[file], function)

    def lines(self, file: str, first: int, last: int) -> Sequence[bytes]:
        """The text of a file from one line to another."""
        if self.asked_for is not None:
            self.asked_for.add((file, 0))
        for (other, _), sheet in self.sheets.items():
            if other == file and sheet.numbers[0] <= first and last <= sheet.numbers[-1]:
                return sheet.between(first, last)
        summary = self.summaries.get(file)
        return summary.source.splitlines()[first - 1 : last] if summary is not None else ()

    def says(self, file: str, word: bytes) -> bool:
        """Does a word stand anywhere in the text of a file? Asked here, an edit that changes the answer is noticed."""
        summary = self.summaries[file]
        said = summary.words.get(word)
        if said is None:
            said = summary.words[word] = word in summary.source
        return said

    def body_says(self, file: str, function: Facts, word: bytes) -> bool:
        """The same of the lines of a function, for one whose body is not worth reading without that word."""
        summary = self.summaries[file]
        asked = summary.asked.setdefault(id(function), {})
        said = asked.get(word)
        if said is None:
            said = asked[word] = word in text_of(summary, function)
        return said

    def is_package(self, folder: str) -> bool:
        return _inside(folder, "__init__.py") in self.summaries

    def root_of(self, file: str) -> str:
        """The folder from which the file's dotted name is imported; remembered."""
        known = self._roots.get(file)
        if known is None:
            known = self._roots[file] = self._root_of(file)
        return known

    def _root_of(self, file: str) -> str:
        folder = file.rpartition("/")[0]
        while folder and self.is_package(folder):
            folder = folder.rpartition("/")[0]
        parts = folder.split("/") if folder else []
        for depth in range(len(parts), 0, -1):
            if parts[depth - 1] in SOURCE_ROOTS and parts[depth - 1] not in self._imported:
                return "/".join(parts[:depth])
        return ""

    def dotted(self, file: str) -> str:
        """`src/app/main.py` -> `app.main`; remembered."""
        known = self._dotted.get(file)
        if known is None:
            root = self.root_of(file)
            inner = file[len(root) + 1 :] if root else file
            known = inner.removesuffix(".py").removesuffix("/__init__").rstrip("/").replace("/", ".")
            self._dotted[file] = known
        return known

    def file_of(self, dotted: str) -> str | None:
        """The file of a dotted name, wherever its root is; the first in order when several bear it."""
        return next((file for file in sorted(self.summaries) if self.dotted(file) == dotted), None)

    def resolve(self, importer: str, level: int, dotted: str, names: Iterable[str] = ()) -> str | None:
        """The module that `from {level dots}{dotted} import {names}` in `importer` reads; None for a library."""
        parts = dotted.split(".") if dotted else []
        if level:
            folder = importer.rpartition("/")[0]
            for _ in range(level - 1):
                folder = folder.rpartition("/")[0]
            return self._descend(folder, parts)
        if not parts:
            return None
        wanted = [name for name in names if name != "*"]
        found = [one for one in self._candidates(importer, parts)
                 if one != importer or len(parts) > 1 or any(self.submodule(one, name) for name in wanted)]  # fmt: skip
        if len(found) > 1 and wanted and not self._binds(found[0], wanted):
            return next((one for one in found if self._binds(one, wanted)), found[0])
        if found and found[0].endswith("/") and wanted and not self._binds(found[0], wanted):
            return None  # a mere folder: `from alembic import context` in alembic/env.py means the library
        if found:
            return found[0]
        return self._under_another_name(importer, parts) or self._under_a_librarys_name(importer, parts, wanted)

    def _candidates(self, importer: str, parts: list[str]) -> Iterator[str]:
        """The modules that an absolute name may mean, best first."""
        known = self.find_top(importer.rpartition("/")[0], parts[0])
        if added := self._added(importer, parts[0]):
            above = _upwards(importer.rpartition("/")[0])
            known = (*(one for one, first in added if first), *(one for one in known if one in above),
                     *(one for one, _ in added), *known)  # fmt: skip
        for folder in known:
            found = self._descend(folder, parts)
            if found is not None:
                yield found

    def _added(self, importer: str, name: str) -> list[tuple[str, bool]]:
        """The folders with that top-level name that the importing file puts on `sys.path`."""
        if importer not in self._extensions:
            summary = self.summaries.get(importer)
            said = "sys" in summary.imports if summary is not None else False
            self._extensions[importer] = import_roots.extensions(summary.body) if summary is not None and said else ()
        found: list[tuple[str, bool]] = []
        for end, first in self._extensions[importer]:
            folders = [one for one in self._tops.get(name, ()) if f"/{one}".endswith(f"/{end}")]
            found += [(nearest([f"{one}/" for one in folders], importer)[:-1], first)] if folders else []
        return found

    def _under_a_librarys_name(self, importer: str, parts: list[str], wanted: list[str]) -> str | None:
        """A module of another root that is called like a library, but is meant: it binds all that is imported."""
        if not wanted or parts[0] in sys.stdlib_module_names:
            return None
        found = [one for folder in self._tops.get(parts[0], ()) if (one := self._descend(folder, parts)) is not None
                 and one != importer and not one.endswith("/") and self._binds(one, wanted)]  # fmt: skip
        return nearest(found, importer) if found else None

    def _binds(self, file: str, names: Iterable[str]) -> bool:
        """Does a module bind all these names, or have submodules called so?"""
        summary = self.summaries.get(file)
        if file not in self._bound:
            self._bound[file] = import_roots.bound(summary.body) if summary is not None else frozenset()
        return all(name in self._bound[file] or self.submodule(file, name) is not None for name in names)

    def _under_another_name(self, importer: str, parts: list[str]) -> str | None:
        """`search_engine.utils` where the project is the package `search_engine` itself, its folder renamed."""
        if len(parts) < 2 or parts[0] in self._libraries or parts[0] in self._tops:
            return None
        found = self._descend("", parts[1:])
        return found if found is not None and not found.endswith("/") else None

    def submodule(self, module: str, name: str) -> str | None:
        """The module `name` inside a package."""
        if module.endswith("/"):
            return self._descend(module.rstrip("/"), [name]) or self._in_another_portion(module.rstrip("/"), name)
        if module.endswith("__init__.py"):
            return self._descend(module.rpartition("/")[0], [name])
        return None

    def _in_another_portion(self, folder: str, name: str) -> str | None:
        """A module of the same namespace package under another root, where another distribution keeps its part."""
        root = self.root_of(f"{folder}/")
        parts = folder.removeprefix(root).strip("/").split("/")
        found = (self._descend(top, [*parts, name]) for top in self._tops.get(parts[0], ()) if top != root)
        return next((one for one in found if one is not None), None)

    def owns(self, importer: str, dotted: str) -> bool:
        """Does an absolute name begin with a package or file of this project? A mere folder may bear a library's
        name.
        """
        name = dotted.partition(".")[0]
        paths = (_inside(folder, name) for folder in self.find_top(importer.rpartition("/")[0], name))
        return any(self.is_package(path) or (f"{path}.py" in self.summaries and f"{path}.py" != importer)
                   for path in paths)  # fmt: skip

    def _descend(self, folder: str, parts: list[str]) -> str | None:
        path = "/".join([folder, *parts] if folder else parts)
        if not parts or path in self._folders:
            package = _inside(path, "__init__.py")
            if package in self.summaries:
                return package
            return path + "/" if path in self._folders and f"{path}.py" not in self.summaries else _file(self, path)
        return _file(self, path)

    def find_top(self, folder: str, name: str) -> tuple[str, ...]:
        """Folders to look for the top-level name in, best first; remembered."""
        known = self._found_tops.get((folder, name))
        if known is None:
            known = self._found_tops[folder, name] = self._find_top(folder, name)
        return known

    def _find_top(self, folder: str, name: str) -> tuple[str, ...]:
        """Folders to look for the top-level name in, best first."""
        known = self._tops.get(name)
        if not known:
            return ()
        above = [known_folder for known_folder in _upwards(folder) if known_folder in known]
        proper = [one for one in above if not self.is_package(one)]
        if name in self._libraries:  # shadowed only from where Python itself looks first
            return tuple(one for one in proper if one in (folder, self._root_above(folder), ""))
        if any(self._is_whole(_inside(one, name)) for one in proper):
            return tuple(proper)
        if not proper:
            proper = above
        return (*proper, *sorted((one for one in known if one not in proper), key=self._rank))

    def _is_whole(self, path: str) -> bool:
        """Is it a file or a package, not one portion of a namespace?"""
        return self.is_package(path) or f"{path}.py" in self.summaries

    def _root_above(self, folder: str) -> str:
        while folder and self.is_package(folder):
            folder = folder.rpartition("/")[0]
        return folder

    def _rank(self, folder: str) -> tuple[bool, int, str]:
        return self.is_package(folder), folder.count("/"), folder


def _file(project: Project, path: str) -> str | None:
    return f"{path}.py" if f"{path}.py" in project.summaries else None


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _upwards(folder: str) -> list[str]:
    found = [folder]
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return found


def nearest(found: Iterable[str], near: str) -> str:
    """The file that shares most of its folders with the file NEAR, the shortest of these."""
    here = near.split("/")[:-1]

    def shared(file: str) -> int:
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(file.split("/")[:-1], here, strict=False)))

    return min(found, key=lambda file: (-shared(file), file.count("/"), file))
