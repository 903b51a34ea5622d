"""Expressions that read an environment variable, said the way the file says `os`, and the import that this takes."""

from __future__ import annotations

import ast

from .imports import add_module_import, says
from .literals import literal
from .module import Module
from .workspace import Workspace, imported, module_name


def reading(workspace: Workspace, path: str, variable: str, default: str | None = None) -> str:
    """`os.environ["X"]`, or with a default `os.environ.get("X", "orders")`; the file may need `import os` for it."""
    module = workspace.module(path)
    quote = module.quote
    names = imported(module, module_name(path))
    environ = next((name for name, target in names.items() if target == "os.environ"), "")
    if not environ:
        environ = next((name for name, target in names.items() if target == "os"), "os") + ".environ"
    if default is None:
        return f"{environ}[{literal(variable, quote)}]"
    return f"{environ}.get({literal(variable, quote)}, {literal(default, quote)})"


def import_os(workspace: Workspace, path: str) -> None:
    """Gives a file `import os`, unless it has it or `os.environ` under any name."""
    module = workspace.module(path)
    known = {"os", "os.environ"} & set(imported(module, module_name(path)).values())
    if not known or _comes_late(module):
        workspace.edit(path, add_module_import(module, "os", workspace.first_party))


def _comes_late(module: Module) -> bool:
    """Is `os` used by a statement above the one that imports it?"""
    for statement in module.tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Try | ast.If):
            return False
        if isinstance(statement, ast.Import) and any(one.name == "os" for one in statement.names):
            return False
        if says(statement, "os"):
            return True
    return False
