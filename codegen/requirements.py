"""A package added to what a project requires, in the file that holds for a source file, in the way that it is laid out.

Looked for beside the source file and then upwards: requirements.txt, then pyproject.toml with [project] or Poetry's
table. A project that declares nothing gets nothing: what it imports is what it requires.
"""

from __future__ import annotations

import re
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from ..resources.architecture import Span
from .change import Refusal
from .workspace import Workspace

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def require(workspace: Workspace, source: str, packages: tuple[str, ...]) -> None:
    """Adds what is not there yet to the requirements that hold for this source file."""
    path = requirements_file(workspace, source)
    if path is None:
        return
    for package in packages:
        found = workspace.source(path)
        text = found.text if found else ""
        added = _to_list(text, package) if path.endswith(".txt") else _to_project(path, text, package)
        if added != text:
            workspace.edit(path, added)


def requirements_file(workspace: Workspace, source: str) -> str | None:
    """The file that says what a source file requires."""
    folder = source.rpartition("/")[0]
    while True:
        for name in ("requirements.txt", "pyproject.toml"):
            path = f"{folder}/{name}" if folder else name
            if (found := workspace.source(path)) is not None and _declares(name, found.text):
                return path
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _declares(name: str, text: str) -> bool:
    return name == "requirements.txt" or "dependencies" in text


def _normal(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _to_list(text: str, package: str) -> str:
    """A line of its own: in order when the others are in order, otherwise at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    names = [_normal(line) for line in lines if _normal(line)]
    if _normal(package) in names:
        return text
    at = len(lines)
    if len(names) > 1 and names == sorted(names) and len(names) == len(lines):
        at = next((index for index, name in enumerate(names) if name > _normal(package)), len(lines))
    if at == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
        return "".join(lines) + package
    return "".join([*lines[:at], package + newline, *lines[at:]])


def _to_project(path: str, text: str, package: str) -> str:
    crlf = "\r\n" in text
    try:
        document: Any = tomlkit.parse(text.replace("\r\n", "\n") if crlf else text)
    except ParseError as error:
        raise Refusal(f"{path}:{error.line} is not valid TOML: {error}.", Span(path, error.line),
                      "Correct that line first.") from error  # fmt: skip
    listed: Any = document.get("project", {}).get("dependencies")
    poetry: Any = document.get("tool", {}).get("poetry", {}).get("dependencies")
    if listed is not None:
        if any(_normal(str(one)) == _normal(package) for one in listed):
            return text
        _append(listed, package)
    elif poetry is not None:
        name, _, extras = package.partition("[")
        if any(_normal(key) == _normal(name) for key in poetry):
            return text
        poetry[name] = _with_extras(extras.rstrip("]")) if extras else "*"
    else:
        return text
    after = tomlkit.dumps(document)
    return after.replace("\n", "\r\n") if crlf else after


def _append(listed: Any, package: str) -> None:
    """As one more line of a list that is spread, otherwise behind the others."""
    spread = "\n" in listed.as_string()
    indent = re.search(r"\n([ \t]+)\S", listed.as_string())
    if spread:
        listed.add_line(package, indent=indent[1] if indent else "    ")
    else:
        listed.append(package)


def _with_extras(extras: str) -> Any:
    table: Any = tomlkit.inline_table()
    table["version"] = "*"
    table["extras"] = extras.split(",")
    return table
