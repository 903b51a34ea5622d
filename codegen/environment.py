"""Expressions that read an environment variable, said the way the file says `os`, and the import that this takes."""

from __future__ import annotations

from .imports import add_module_import
from .literals import literal
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
    if not {"os", "os.environ"} & set(imported(module, module_name(path)).values()):
        workspace.edit(path, add_module_import(module, "os", workspace.first_party))
