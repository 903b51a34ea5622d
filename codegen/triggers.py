"""Where a resource is told to start a handler: decorators (`@api.get("/x")`, `@jobs.subscribe`) and plain calls.

A call `api.get("/x", handler)` stands as a statement of its own. Both are matched by the resource that they name and,
for a router, by the method and path of the link that is to go.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..resources.architecture import Resource
from ..resources.kinds import KINDS
from .handles import names_resource
from .module import Def, Module, dotted
from .workspace import Workspace, imported, module_name

_METHODS = {"all": "ANY"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One place in code. `operation` is what the link calls it: `GET /chat`, `subscribe`."""

    path: str
    operation: str
    handler: str
    """The dotted name of the handler, as far as this file tells."""
    decorator: ast.expr | None
    statement: ast.stmt | None
    """The statement to take out when it is a call."""
    head: str
    """The first name of the expression: what the file calls the resource, or the module that holds it."""


def triggers_of(workspace: Workspace, resource: Resource, files: Collection[str]) -> list[Trigger]:
    """Every place in these files where the resource starts a handler."""
    return [found for path in files for found in _in_file(workspace, resource, path)]


def same_operation(one: str, other: str) -> bool:
    """`ALL /x`, `ANY /x` and `all /x` mean the same."""
    return _normal(one) == _normal(other)


def operation_of(method: str, path: str) -> str:
    """`get`, `/chat` -> `GET /chat`; `subscribe` stays."""
    return f"{_METHODS.get(method, method.upper())} {path}" if path else method


def _normal(operation: str) -> str:
    method, _, path = operation.partition(" ")
    return f"{method.upper().replace('ALL', 'ANY')} {path}".strip()


def _in_file(workspace: Workspace, resource: Resource, path: str) -> Iterator[Trigger]:
    module = workspace.module(path)
    name = module_name(path, resource.root)
    for node in ast.walk(module.tree):
        if isinstance(node, Def):
            for decorator in node.decorator_list:
                operation = _operation(workspace, resource, path, decorator, called=False)
                if operation:
                    yield Trigger(path, operation, f"{name}.{node.name}", decorator, None, _head(decorator))
        elif isinstance(node, ast.Expr):
            operation = _operation(workspace, resource, path, node.value, called=True)
            if operation:
                yield Trigger(path, operation, _handler(module, name, node.value), None, node, _head(node.value))


def _operation(workspace: Workspace, resource: Resource, path: str, node: ast.expr, *, called: bool) -> str | None:
    """What this expression makes of the resource; None when it is something else."""
    call = node if isinstance(node, ast.Call) else None
    function = call.func if call else node
    if not isinstance(function, ast.Attribute) or function.attr not in KINDS[resource.kind].triggers:
        return None
    if not names_resource(workspace, path, function.value, resource):
        return None
    if resource.kind != "router":
        return function.attr if (call is not None) == called else None
    return _route(function.attr, call) if call and _has_handler(call) == called else None


def _head(node: ast.expr) -> str:
    return (dotted(node.func if isinstance(node, ast.Call) else node) or "").partition(".")[0]


def _route(method: str, call: ast.Call) -> str | None:
    given = call.args[0] if call.args else _keyword(call, "path")
    return (
        operation_of(method, given.value) if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
    )


def _has_handler(call: ast.Call) -> bool:
    return len(call.args) > 1 or _keyword(call, "handler") is not None


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _handler(module: Module, name: str, node: ast.expr) -> str:
    """The handler that a plain call names: its last positional argument or the keyword."""
    if not isinstance(node, ast.Call):
        return ""
    given = _keyword(node, "handler") or (node.args[-1] if node.args else None)
    if not isinstance(given, ast.Name):
        return ""
    return imported(module, name).get(given.id, f"{name}.{given.id}")
