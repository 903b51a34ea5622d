"""What a project says that it needs, in whatever form it says it, as requirements that uv reads.

Looked for in this order: pyproject.toml with uv.lock, pyproject.toml ([project], then Poetry's tables, with the
versions of poetry.lock), requirements.txt with what it includes, Pipfile, setup.py or setup.cfg, the dependencies of
langgraph.json, pyproject.toml and requirements.txt one or two folders down. `archloom` itself is left out: it is
packaged with the code.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..errors import DeployError
from . import poetry

OURSELVES = "archloom"
_FILES = ("pyproject.toml", "requirements.txt")


@dataclass(frozen=True, slots=True)
class Declared:
    """Requirements in uv's words. `origin` says where they stand, `python` which versions of Python they allow."""

    origin: str
    requirements: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    """Versions from a lock file, for those that turn out to be needed."""
    locked: bool = False
    """Is there a uv.lock, which uv reads itself?"""
    build: str = ""
    """A file that uv must build to learn the requirements: setup.py, setup.cfg."""
    python: str = ""


def declared(project: Path) -> Declared | None:
    """What the project declares; None when no file of it declares anything."""
    return _first(project, (_pyproject, _requirements, _pipfile, _setup, _langgraph, _nested))


def _first(folder: Path, finders: tuple[Callable[[Path], Declared | None], ...]) -> Declared | None:
    return next((found for find in finders if (found := find(folder)) is not None), None)


def name_of(requirement: str) -> str:
    """The normalized name of the package that a requirement is about; empty for options and paths."""
    found = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?=$|[\s\[=<>!~;@,(])", requirement)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _without_ourselves(requirements: list[str]) -> tuple[str, ...]:
    return tuple(requirement for requirement in requirements if name_of(requirement) != OURSELVES)


def _pyproject(project: Path) -> Declared | None:
    data = _toml(project / "pyproject.toml")
    table = _table(data, "project", "pyproject.toml")
    python = str(table.get("requires-python", ""))
    if listed := _texts(table, "dependencies", "pyproject.toml"):
        locked = (project / "uv.lock").is_file()
        return Declared("pyproject.toml", _without_ourselves(listed), _locked_versions(project), locked, python=python)
    poetry_table = _table(_table(data, "tool", "pyproject.toml"), "poetry", "pyproject.toml")
    if poetry_table.get("dependencies"):
        requirements = poetry.requirements(poetry_table["dependencies"])
        python = poetry.python(poetry_table["dependencies"]) or python
        return Declared("pyproject.toml", _without_ourselves(requirements), _locked_versions(project), python=python)
    if "dependencies" in table and not (project / "requirements.txt").is_file():
        return Declared("pyproject.toml", python=python)
    return None


def _locked_versions(project: Path) -> tuple[str, ...]:
    packages: list[dict[str, Any]] = _toml(project / "poetry.lock").get("package", [])
    names = [package["name"] for package in packages]
    return tuple(
        f"{package['name']}=={package['version']}"
        for package in packages
        if names.count(package["name"]) == 1 and "source" not in package
    )


def _requirements(project: Path) -> Declared | None:
    for name in ("requirements.txt", "requirements/prod.txt", "requirements/base.txt", "requirements.in"):
        if (project / name).is_file():
            return Declared(name, _without_ourselves(list(_lines(project / name, project, set()))))
    return None


def _lines(file: Path, project: Path, seen: set[str]) -> Iterator[str]:
    """The requirements of a file and of those that it includes; the project itself is not one."""
    if (itself := os.path.realpath(file)) in seen:  # `Path.resolve` fails on links that lead in a circle
        return
    seen.add(itself)
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise DeployError(
            str(file), "it is included as requirements and cannot be read.", "Correct the `-r` line."
        ) from error
    if text.startswith("\ufffd\ufffd"):
        text = file.read_bytes().decode("utf-16", "replace")  # what PowerShell's `pip freeze >` writes
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        if included := re.match(r"(?:-r|--requirement)[\s=]*(.+)", line):
            yield from _lines(file.parent / included[1].strip(), project, seen)
        elif constraint := re.match(r"(-c|--constraint)[\s=]*(.+)", line):
            yield f"-c {os.path.realpath(file.parent / constraint[2].strip())}"
        elif path := re.match(r"(?:(?:-e|--editable)[\s=]*)?(\.{1,2}(?:/.*)?(?:\[.*\])?)$", line):
            folder = Path(os.path.realpath(file.parent / re.sub(r"\[.*\]$", "", path[1])))
            if folder != project.resolve():
                yield str(folder)
        elif line:
            yield re.sub(r"\s--hash[=\s]\S+", "", line).strip()


def _pipfile(project: Path) -> Declared | None:
    data = _toml(project / "Pipfile")
    if not data.get("packages"):
        return None
    return Declared("Pipfile", _without_ourselves(poetry.requirements(data["packages"])))


def _setup(project: Path) -> Declared | None:
    for name in ("setup.py", "setup.cfg"):
        if (project / name).is_file():
            return Declared(name, build=name)
    return None


def _langgraph(project: Path) -> Declared | None:
    try:
        data = json.loads((project / "langgraph.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    table = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    items = _texts(table, "dependencies", "langgraph.json")
    requirements: list[str] = []
    for item in items:
        folder = Path(os.path.realpath(project / item))
        if item.startswith(".") and folder != project.resolve() and folder.is_dir():
            inner = declared(folder)
            requirements += inner.requirements if inner else ()
        elif not item.startswith("."):
            requirements.append(item)
    return Declared("langgraph.json", _without_ourselves(requirements)) if requirements else None


def _nested(project: Path) -> Declared | None:
    """All that folders of the project declare, one or two levels down."""
    files = [file for name in _FILES for depth in ("*", "*/*") for file in sorted(project.glob(f"{depth}/{name}"))]
    folders = {file.parent: None for file in files if not _is_apart(file.relative_to(project))}
    found = [(folder, inner) for folder in folders if (inner := _first(folder, (_pyproject, _requirements)))]
    if not found:
        return None
    origin = _few([f"{folder.relative_to(project).as_posix()}/{inner.origin}" for folder, inner in found])
    requirements = dict.fromkeys(line for _, inner in found for line in inner.requirements)
    python = ",".join(inner.python for _, inner in found if inner.python)
    return Declared(origin, tuple(requirements), python=python)


def _few(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"


def _is_apart(file: Path) -> bool:
    """Environments, tests and hidden folders have requirements that are not the project's."""
    return any(part.startswith((".", "venv", "test")) for part in file.parts[:-1])


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeployError(str(file), f"it cannot be read: {error}.", "Correct the file and deploy again.") from error


def _table(data: dict[str, Any], key: str, file: str) -> dict[str, Any]:
    value: Any = data.get(key) or {}
    if not isinstance(value, dict):
        raise DeployError(file, f"`{key}` must be a table, not {value!r}.", "Correct the file and deploy again.")
    return cast("dict[str, Any]", value)


def _texts(table: dict[str, Any], key: str, file: str) -> list[str]:
    value: Any = table.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[Any]", value)):
        raise DeployError(
            file, f"`{key}` must be a list of texts, not {value!r}.", "Correct the file and deploy again."
        )
    return cast("list[str]", value)
