"""Where the text of a value stands: the literal itself, or the constant of a module that an expression names.

Followed through names, imports and attributes of modules; not through calls. What an environment variable carries is
named, so that the refusal can say what to set.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .module import body_of, dotted
from .workspace import Place, Workspace, imported, module_name

_READERS = frozenset({"os.getenv", "os.environ.get", "environ.get", "getenv"})
_MAPPINGS = frozenset({"os.environ", "environ"})


@dataclass(frozen=True, slots=True)
class Literal:
    path: str
    node: ast.Constant


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    variable: str


@dataclass(frozen=True, slots=True)
class Computed:
    """Neither a literal nor a constant: `node` is what makes it."""

    path: str
    node: ast.expr


Written = Literal | FromEnvironment | Computed


def written(workspace: Workspace, path: str, node: ast.expr, root: str = "", depth: int = 10) -> Written:
    """Where the text of this expression is written."""
    if isinstance(node, ast.Constant):
        return Literal(path, node)
    if variable := _variable(node):
        return FromEnvironment(variable)
    name = dotted(node)
    place = _place(workspace, path, name, root) if name and depth else None
    value = _assigned(workspace, place) if place else None
    if place is None or value is None:
        return Computed(path, node)
    return written(workspace, place.path, value, root, depth - 1)


def _place(workspace: Workspace, path: str, name: str, root: str) -> Place | None:
    module = module_name(path, root)
    head, _, rest = name.partition(".")
    base = imported(workspace.module(path), module).get(head, f"{module}.{head}")
    return workspace.place(workspace.origin(f"{base}.{rest}" if rest else base, root), root)


def _assigned(workspace: Workspace, place: Place) -> ast.expr | None:
    match body_of(workspace.module(place.path), place.name):
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case _:
            return None


def _variable(node: ast.expr) -> str | None:
    """`os.environ["X"]`, `os.environ.get("X", …)`, `os.getenv("X")` -> `X`."""
    match node:
        case ast.Subscript(value=value, slice=ast.Constant(value=str(name))) if dotted(value) in _MAPPINGS:
            return name
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if dotted(function) in _READERS:
            return name
        case _:
            return None
