"""The project's files during one edit: read once, changed in memory, handed over as a list of file changes.

It also knows which file a dotted name lives in, and where a name that is imported from one module really comes from.
"""

from __future__ import annotations

import ast
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..resources.deduction.ignore import is_environment
from .change import FileChange, Refusal
from .module import Module, body_of, flat, parse
from .source import Source

IGNORED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "cdk.out"})


@dataclass(frozen=True, slots=True)
class Place:
    """A module-level name and the file that makes it: `stores` of `app/db.py`."""

    path: str
    name: str
    """What stands behind the module's own name: `orders` or `Stores.orders`."""
    module: str
    """The dotted name of the module."""

    @property
    def symbol(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass
class Workspace:
    root: Path
    _before: dict[str, bytes | None] = field(default_factory=dict[str, bytes | None])
    _sources: dict[str, Source | None] = field(default_factory=dict[str, Source | None])

    def source(self, path: str) -> Source | None:
        """The file as it is now, None when there is none."""
        if path not in self._sources:
            data = self._before[path] = _read(self.root / path)
            self._sources[path] = None if data is None else Source.of(path, data)
        return self._sources[path]

    def module(self, path: str) -> Module:
        source = self.source(path)
        if source is None:
            raise Refusal(f"{path} is no longer there.", next_step="Read the project again.")
        return parse(path, source.text)

    def edit(self, path: str, text: str) -> None:
        source = self.source(path) or Source(path, "")
        self._sources[path] = source.with_text(text)

    def remove(self, path: str) -> None:
        self.source(path)
        self._sources[path] = None

    def changes(self) -> tuple[FileChange, ...]:
        made = [
            FileChange(path, self._before[path], source.encode() if source else None)
            for path, source in sorted(self._sources.items())
        ]
        return tuple(file for file in made if file.before != file.after)

    @property
    def overlay(self) -> Mapping[str, bytes | None]:
        """What deduction is to read in place of the files on disk."""
        return {file.path: file.after for file in self.changes()}

    @cached_property
    def python_files(self) -> tuple[str, ...]:
        """Every Python file of the project, without environments, builds and hidden folders."""
        return tuple(sorted(_python_files(self.root)))

    @cached_property
    def first_party(self) -> frozenset[str]:
        """The names that an absolute import takes from this project."""
        tops = {path.split("/")[at] for path in self.python_files for at in (0, 1) if path.count("/") >= at}
        return frozenset(top.removesuffix(".py") for top in tops)

    @cached_property
    def line_length(self) -> int:
        """How long the project lets its lines become: what ruff or black are told, otherwise their own 88."""
        try:
            tools: Any = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
            return int(tools.get("ruff", {}).get("line-length") or tools["black"]["line-length"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return 88

    def path_of(self, module: str, root: str = "") -> str | None:
        """The file of a module: `app.db` -> `app/db.py` or `app/db/__init__.py`."""
        base = f"{root}/" if root else ""
        stem = base + module.replace(".", "/")
        return next((path for path in (f"{stem}.py", f"{stem}/__init__.py") if (self.root / path).is_file()), None)

    def place(self, symbol: str, root: str = "") -> Place | None:
        """Where a dotted name is made: the longest module in front of it, and the rest, which that module binds."""
        parts = symbol.split(".")
        for cut in range(len(parts) - 1, 0, -1):
            module, name = ".".join(parts[:cut]), ".".join(parts[cut:])
            path = self.path_of(module, root)
            if path and body_of(self.module(path), name) is not None:
                return Place(path, name, module)
        return None

    def origin(self, symbol: str, root: str = "") -> str:
        """The dotted name under which something is made, through imports: `app.orders` -> `app.db.orders`."""
        for _ in range(10):
            place = self.place(symbol, root)
            if place is None:
                return symbol
            head, _, rest = place.name.partition(".")
            target = imported(self.module(place.path), place.module).get(head)
            if target is None:
                return symbol
            symbol = f"{target}.{rest}" if rest else target
        return symbol


def module_name(path: str, root: str = "") -> str:
    """`src/app/main.py` in the import root `src` -> `app.main`; a package is its folder."""
    relative = path.removeprefix(f"{root}/") if root else path
    return relative.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(module: Module, dotted_name: str) -> dict[str, str]:
    """The names that imports bind at the module's level, with the absolute dotted names behind them."""
    package = module.path.endswith("__init__.py")
    found: dict[str, str] = {}
    for statement in flat(module.tree.body):
        match statement:
            case ast.Import():
                for alias in statement.names:
                    top = alias.name.partition(".")[0]
                    found[alias.asname or top] = alias.name if alias.asname else top
            case ast.ImportFrom():
                base = absolute(statement, dotted_name, package)
                found.update((alias.asname or alias.name, f"{base}.{alias.name}") for alias in statement.names)
            case _:
                pass
    return found


def absolute(statement: ast.ImportFrom, importer: str, package: bool) -> str:
    """The absolute name of the module that a `from` import in IMPORTER names."""
    if not statement.level:
        return statement.module or ""
    parts = importer.split(".")
    keep = len(parts) - statement.level + (1 if package else 0)
    return ".".join([*parts[: max(keep, 0)], *([statement.module] if statement.module else [])])


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", next_step="Check its permissions.") from error


def _python_files(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        if folder != str(root) and is_environment(files):
            folders.clear()
            continue
        folders[:] = [name for name in folders if name not in IGNORED and not name.startswith(".")]
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        yield from (name if inside == "." else f"{inside}/{name}" for name in files if name.endswith(".py"))
