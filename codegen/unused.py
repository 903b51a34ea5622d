"""Imports that an edit leaves without use: taken away where nothing needs them, in this file or in another."""

from __future__ import annotations

import ast

from .imports import drop_import
from .module import Module
from .workspace import Workspace, imported, module_name


def drop_unused(workspace: Workspace, path: str, name: str, root: str = "") -> None:
    """Takes away the `from` import of a name that nothing in the file says any more and nobody imports from it.

    Imports of whole modules stay: no edit writes them, and they may be there for what they do.
    """
    module = workspace.module(path)
    target = imported(module, module_name(path, root)).get(name)
    if target is None or target == "archloom.resources" or workspace.path_of(target, root):
        return
    if path.endswith("__init__.py") or _is_said(module, name) or _imported_elsewhere(workspace, path, name):
        return
    workspace.edit(path, drop_import(module, name))


def _is_said(module: Module, name: str) -> bool:
    """As a name, or as a text, which may be an annotation or stand in `__all__`."""
    return any(
        (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Constant) and node.value == name)
        for node in ast.walk(module.tree)
    )


def _imported_elsewhere(workspace: Workspace, path: str, name: str) -> bool:
    """Does another file of the project take this name from here?"""
    here = path.removesuffix(".py").rpartition("/")[2]
    for other in workspace.python_files:
        source = workspace.source(other) if other != path else None
        if source and name in source.text and here in source.text:
            targets = imported(workspace.module(other), module_name(other)).values()
            if any(target.endswith(f"{here}.{name}") for target in targets):
                return True
    return False
