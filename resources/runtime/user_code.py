"""From `app.main:chat` to the object: import the user's module and find the name in it."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from types import ModuleType
from typing import Any

from ..kinds.function import Function


class UserCodeError(RuntimeError):
    """The user's code cannot be loaded; the text says what is missing and what to do."""


def load(spec: str, root: str | None = None) -> Any:
    """The handler, app or graph that `spec` names. `root` comes first on the import path."""
    module_name, colon, path = spec.partition(":")
    if not (module_name and colon and path):
        raise UserCodeError(f"ARCHLOOM_HANDLER is {spec!r}; it takes MODULE:NAME, such as `app.main:chat`.")
    folder = os.path.abspath(root or ".")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    found = _attribute(_module(module_name, folder), path)
    return found.handler if isinstance(found, Function) else found


def _module(name: str, folder: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        if name == missing or name.startswith(missing + "."):
            raise UserCodeError(f"{folder} has no module {missing!r}. Deploy again from the project.") from error
        raise UserCodeError(
            f"{name} imports {missing!r}, which is not installed. Add it to the dependencies in pyproject.toml or "
            "requirements.txt and deploy again."
        ) from error


def _attribute(module: ModuleType, path: str) -> Any:
    found: Any = module
    for name in path.split("."):
        if not hasattr(found, name):
            near = difflib.get_close_matches(name, dir(found), 1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise UserCodeError(f"{module.__name__} has no {path!r}{hint} Deploy again after the change.")
        found = getattr(found, name)
    return found
