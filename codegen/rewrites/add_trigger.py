"""AddTrigger: `@api.get("/path")`, `@jobs.subscribe`, … on top of a handler's decorators."""

from __future__ import annotations

import ast

from ...resources.architecture import Architecture, Entry, Resource
from ...resources.connecting import label_of, why_not
from ...resources.kinds import KINDS
from ...resources.kinds.router import path_refusal
from ..change import Refusal
from ..edits import AddTrigger
from ..handles import handle_in
from ..holders import Holder, add_decorator
from ..imports import import_into
from ..literals import literal
from ..module import Def, body_of, definition_at
from ..triggers import operation_of, same_operation
from ..workspace import Workspace


def add_trigger(workspace: Workspace, architecture: Architecture, edit: AddTrigger) -> None:
    resource = _starter(architecture, edit)
    method = edit.method or KINDS[resource.kind].triggers[0]
    _check(architecture, resource, method, edit)
    holder = _holder(workspace, architecture, resource, edit.handler)
    handle = handle_in(workspace, resource, holder.path, holder.node, holder.around)
    module = workspace.module(holder.path)
    call = f"({literal(edit.path, module.quote)})" if resource.kind == "router" else ""
    text = add_decorator(module, holder.node, f"{handle.text}.{method}{call}", lowest=False)
    workspace.edit(holder.path, text)
    import_into(workspace, holder.path, handle.needs)


def _starter(architecture: Architecture, edit: AddTrigger) -> Resource:
    resource = architecture.by_id.get(edit.resource)
    if resource is None:
        raise Refusal(f"{edit.resource} is no longer there.", next_step="Read the project again.")
    if not KINDS[resource.kind].triggers:
        starters = ", ".join(sorted(kind.label for kind in KINDS.values() if kind.triggers))
        raise Refusal(f"{resource.name} starts nothing.", resource.source, f"These do: {starters}.")
    return resource


def _check(architecture: Architecture, resource: Resource, method: str, edit: AddTrigger) -> None:
    ways = KINDS[resource.kind].triggers
    if method not in ways:
        raise Refusal(
            f"{resource.name} has no way {method!r} to start code.", resource.source, f"It has {', '.join(ways)}."
        )
    if resource.kind == "router" and (reason := path_refusal(edit.path)):
        raise Refusal(reason, resource.source, "Give a path such as /items/{id}.")
    operation = operation_of(method, edit.path if resource.kind == "router" else "")
    for entry in _entries(architecture, edit.handler):
        if reason := why_not(architecture, resource.id, entry.id):
            raise Refusal(reason, entry.source)
    for link in architecture.links_to(resource.id):
        if resource.kind == "router" and any(same_operation(operation, known) for known in link.operations):
            other = label_of(architecture, link.end)
            raise Refusal(
                f"{resource.name} has {operation} already, for {other}.", resource.source, "Choose another path."
            )


def _entries(architecture: Architecture, handler: str) -> list[Entry]:
    return [entry for entry in architecture.entries if entry.handler == handler]


def _holder(workspace: Workspace, architecture: Architecture, resource: Resource, handler: str) -> Holder:
    """The `def` of a dotted name, an entry's or any other of the project."""
    for entry in _entries(architecture, handler):
        module = workspace.module(entry.source.file)
        if found := definition_at(module, entry.source.line):
            return Holder(entry.source.file, module, *found)
    place = workspace.place(handler, resource.root)
    module = workspace.module(place.path) if place else None
    made = body_of(module, place.name) if module and place else None
    if place is None or module is None or not isinstance(made, Def):
        raise Refusal(f"There is no function {handler} in this project.", next_step="Give it as module.function.")
    around = _around(module.tree, made)
    return Holder(place.path, module, made, around)


def _around(tree: ast.Module, made: Def) -> tuple[ast.AST, ...]:
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return tuple(node for node in classes if made in node.body)
