"""Where a new declaration goes: the file in which its siblings live, and the line below them.

Without siblings it goes into the file with most of the entries, below the imports; without entries into the project's
main file; a project without any Python gets a file for it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable

from ..resources.architecture import Architecture, Resource
from .lines import header_end, starts_blank
from .module import Module, flat
from .workspace import Workspace

NEW_FILE = "cloud.py"
_MAIN = ("main.py", "app.py", "app/main.py", "src/main.py", "app/__init__.py", "server.py")


def home_of(workspace: Workspace, architecture: Architecture, kind: str) -> str:
    """The file for a new resource of this kind."""
    declared = [resource for resource in architecture.resources if _is_sibling(resource)]
    same = [resource for resource in declared if resource.kind == kind]
    entries = [entry.source.file for entry in architecture.entries if entry.source.file.endswith(".py")]
    for files in (_files(same), _files(declared), entries):
        if files:
            return _most(files)
    known = workspace.python_files
    return next((path for path in _MAIN if path in known), known[0] if len(known) == 1 else NEW_FILE)


def place_in(module: Module, architecture: Architecture, kind: str) -> int:
    """The offset of the line before which the declaration goes: below its siblings, otherwise below the imports."""
    here = [r for r in architecture.resources if _is_sibling(r) and r.source.file == module.path]
    last = _last_line([r for r in here if r.kind == kind], module) or _last_line(here, module)
    if last:
        return module.line_end(module.end(last))
    head = _head(module)
    if head is None:
        return header_end(module)
    return module.line_end(module.end(head))


def below_imports(module: Module, at: int, line: str) -> str:
    """The lines to put at this offset, with the blank lines that set a declaration off from imports and code."""
    newline, before, after = module.newline, module.text[:at], module.text[at:]
    gap = newline if before.strip() and not before.endswith(newline * 2) else ""
    return gap + line + (newline if after.strip() and not starts_blank(after) else "")


def is_below_sibling(module: Module, architecture: Architecture) -> bool:
    return any(_is_sibling(r) and r.source.file == module.path for r in architecture.resources)


def _is_sibling(resource: Resource) -> bool:
    return resource.origin == "declared" and bool(resource.symbol) and resource.source.file.endswith(".py")


def _files(resources: Iterable[Resource]) -> list[str]:
    return [resource.source.file for resource in resources]


def _most(files: list[str]) -> str:
    """The most frequent, the first by name of several."""
    counts = Counter(files)
    return min(counts, key=lambda path: (-counts[path], path))


def _last_line(siblings: list[Resource], module: Module) -> ast.stmt | None:
    """The module-level statement of the sibling that is declared last."""
    lines = {resource.source.line for resource in siblings}
    found = [
        statement
        for statement in module.tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and any(statement.lineno <= line <= (statement.end_lineno or 0) for line in lines)
    ]
    return found[-1] if found else None


def _head(module: Module) -> ast.stmt | None:
    """The last of the docstring and the imports that stand above the first function or class."""
    last: ast.stmt | None = None
    for at, statement in enumerate(module.tree.body):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            break
        docstring = at == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if docstring or _only_imports(statement):
            last = statement
    return last


def _only_imports(statement: ast.stmt) -> bool:
    """An import, or a `try` or `if TYPE_CHECKING` that holds imports."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    inner = flat([statement])[1:]
    return bool(inner) and isinstance(inner[0], ast.Import | ast.ImportFrom)
