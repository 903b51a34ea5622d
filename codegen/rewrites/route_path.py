"""The path of a route, where its decorator says it: `@app.get("/chat")` -> `@app.get("/ask")`.

With a prefix from an included router only the decorator's own part changes; a path that does not keep the prefix is
refused.
"""

from __future__ import annotations

import ast

from ...resources.architecture import Entry, Json
from ...resources.kinds.router import path_refusal
from ..change import Refusal
from ..constants import Literal, written
from ..holders import holder_of
from ..literals import literal
from ..workspace import Workspace


def set_route_path(workspace: Workspace, entry: Entry, value: Json) -> None:
    method, _, path = entry.label.partition(" ")
    if entry.kind != "http" or not path.startswith("/"):
        raise Refusal(f"{entry.label} has no path.", entry.source)
    if reason := path_refusal(value):
        raise Refusal(reason, entry.source, "Give a path such as /items/{id}.")
    place = _place(workspace, entry, method, path)
    own = str(place.node.value)
    prefix = path.removesuffix(own)
    if not str(value).startswith(prefix):
        reason = f"{path} begins with {prefix}, which is set where its router is included."
        raise Refusal(reason, entry.source, f"Keep {prefix}, or change it there.")
    module = workspace.module(place.path)
    workspace.edit(place.path, module.replaced(place.node, literal(str(value).removeprefix(prefix), module.quote)))


def _place(workspace: Workspace, entry: Entry, method: str, path: str) -> Literal:
    holder = holder_of(workspace, entry)
    for decorator in holder.node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.args:
            place = written(workspace, holder.path, decorator.args[0], entry.root)
            if isinstance(place, Literal) and _fits(str(place.node.value), decorator.func.attr, method, path):
                return place
    raise Refusal(
        f"No decorator of {holder.node.name} says {path}.", entry.source, "Change it where the route is made."
    )


def _fits(own: str, function: str, method: str, path: str) -> bool:
    return bool(own) and path.endswith(own) and function.upper() in (method, "ROUTE", "API_ROUTE", "ALL")
