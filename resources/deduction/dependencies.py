"""Which top-level names are libraries: what the project declares as dependencies, and what the catalog knows.

An import of `langgraph` inside `app/core/` means the library even when the project has a folder of that name there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def libraries(configs: Mapping[str, bytes], known: frozenset[str]) -> frozenset[str]:
    """Top-level module names of libraries, as far as project files tell."""
    found: set[str] = set(known)
    for path, text in configs.items():
        name = path.rpartition("/")[2]
        if name == "requirements.txt":
            found.update(_requirements(text.decode("utf-8", "replace")))
        elif name == "pyproject.toml":
            found.update(_pyproject(text))
    return frozenset(found)


def distributions(path: str, text: bytes) -> dict[str, int]:
    """The packages that a requirements.txt or pyproject.toml declares, normalized, each with its line."""
    name = path.rpartition("/")[2]
    lines = text.decode("utf-8", "replace").splitlines()
    if name == "requirements.txt":
        named = [(number, _NAME.match(line)) for number, line in enumerate(lines, 1) if _is_requirement(line)]
        return {_normal(match[1]): number for number, match in reversed(named) if match}
    if name != "pyproject.toml":
        return {}
    found: dict[str, int] = {}
    for declared in _pyproject_names(text, optional=False):
        found.setdefault(_normal(declared), next((n for n, line in enumerate(lines, 1) if declared in line), 1))
    found.pop("python", None)
    return found


DRIVERS = {
    "asyncpg": "postgresql", "pg8000": "postgresql", "pgvector": "postgresql", "psycopg": "postgresql",
    "psycopg-binary": "postgresql", "psycopg2": "postgresql", "psycopg2-binary": "postgresql", "aiomysql": "mysql",
    "asyncmy": "mysql", "mysql-connector-python": "mysql", "mysqlclient": "mysql", "pymysql": "mysql",
    "pymssql": "mssql", "pyodbc": "mssql", "cx-oracle": "oracle", "oracledb": "oracle",
}  # fmt: skip
"""Which databases the drivers are for; SQLite's are there for tests too."""


def dialect(configs: Mapping[str, bytes], near: str) -> str:
    """The only kind of database that the packages beside and above a file have a driver for; empty if there is none."""
    above = (path for path in configs if near.startswith(path[: path.rfind("/") + 1]))
    declared = {name for path in above for name in distributions(path, configs[path])}
    found = {DRIVERS[name] for name in declared if name in DRIVERS}
    return found.pop() if len(found) == 1 else ""


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _is_requirement(line: str) -> bool:
    return not line.lstrip().startswith(("#", "-", ".", "/"))


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = _NAME.match(line)
        if match and _is_requirement(line):
            yield _module(match[1])


def _pyproject(text: bytes) -> Iterator[str]:
    return map(_module, _pyproject_names(text, optional=True))


@lru_cache(maxsize=16)
def _pyproject_names(text: bytes, *, optional: bool) -> tuple[str, ...]:
    return tuple(_named(text, optional=optional))


def _named(text: bytes, *, optional: bool) -> Iterator[str]:
    try:
        data: dict[str, Any] = tomllib.loads(text.decode("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        return
    listed = _inside(data, "project", "dependencies")
    poetry = _inside(data, "tool", "poetry", "dependencies")
    names = [*cast("list[Any]", listed if isinstance(listed, list) else [])]
    table = cast("dict[str, Any]", poetry if isinstance(poetry, dict) else {})
    names += (name for name, wanted in table.items() if optional or not _inside(wanted, "optional"))
    for one in names:
        match = _NAME.match(str(one))
        if match:
            yield match[1]


def _inside(data: Any, *keys: str) -> Any:
    for key in keys:
        data = cast("dict[str, Any]", data).get(key) if isinstance(data, dict) else None
    return data


def _module(distribution: str) -> str:
    return distribution.lower().replace("-", "_")
