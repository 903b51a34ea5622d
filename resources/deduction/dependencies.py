"""Which top-level names are libraries: what the project declares as dependencies, and what the catalog knows.

An import of `langgraph` inside `app/core/` means the library even when the project has a folder of that name there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
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


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = _NAME.match(line)
        if match and not line.lstrip().startswith(("#", "-", ".", "/")):
            yield _module(match[1])


def _pyproject(text: bytes) -> Iterator[str]:
    try:
        data: dict[str, Any] = tomllib.loads(text.decode("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        return
    listed = _inside(data, "project", "dependencies")
    poetry = _inside(data, "tool", "poetry", "dependencies")
    names = [*cast("list[Any]", listed if isinstance(listed, list) else [])]
    names += cast("dict[str, Any]", poetry if isinstance(poetry, dict) else {})
    for one in names:
        match = _NAME.match(str(one))
        if match:
            yield _module(match[1])


def _inside(data: Any, *keys: str) -> Any:
    for key in keys:
        data = cast("dict[str, Any]", data).get(key) if isinstance(data, dict) else None
    return data


def _module(distribution: str) -> str:
    return distribution.lower().replace("-", "_")
