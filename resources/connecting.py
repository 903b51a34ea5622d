"""What may be connected with what, and what a new line may say: rules that canvas, codegen and command line share.

A line starts at an entry, at a compute card that runs a single entry, or at a resource that starts work (a router, a
queue, a topic, a bucket, a schedule). Dropped on a resource it asks for a permission, dropped from a starter on code it
asks for a trigger. Every refusal is one sentence that says why, fit for a tooltip. Pure functions of the architecture;
a question costs microseconds, so that a drag may ask for every card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .architecture import Architecture, Entry, Link, Resource
from .kinds import KINDS, Kind, Operation

Flow = Literal["permission", "trigger"]

HOLDERS = frozenset({"http", "websocket", "function", "queue", "schedule", "event", "tool", "ui"})
"""The kinds of entries that are one `def`, where a grant or a trigger has its place."""

_STARTS: Mapping[str, str] = {
    "on_upload": "starts for each file that arrives",
    "subscribe": "starts for each message",
    "run": "starts by the clock",
    "get": "answers GET",
    "post": "answers POST",
    "put": "answers PUT",
    "delete": "answers DELETE",
    "all": "answers every method",
}
_UNCALLABLE: Mapping[str, str] = {
    "website": "is served as it is",
    "web_app": "answers requests from outside",
    "ui_app": "answers requests from outside",
    "worker": "runs by itself",
}


REFERABLE = frozenset({"kv_store", "bucket", "queue", "topic", "secret", "model_endpoint", "model"})
"""Kinds whose class names what other code makes: `KVStore.at("sessions")`."""
_GRANTED_BY: Mapping[str, tuple[str, ...]] = {
    "model": ("bedrock", "bedrock-runtime"),
    "model_endpoint": ("sagemaker", "sagemaker-runtime"),
}
"""Kinds that many providers serve -> the services among them that ask IAM."""


def can_be_named(architecture: Architecture, resource: Resource) -> bool:
    """Can a grant say it: by the name that code holds it under, or by its own?"""
    return has_handle(architecture, resource) or is_referred_to(resource)


def is_referred_to(resource: Resource) -> bool:
    """Library code makes it under a name that the code says, so that a grant can say the name.

    A secret that fills an environment variable is read there, whatever its name.
    """
    named = bool(resource.name) and not (resource.kind == "secret" and resource.env)
    return resource.origin != "declared" and resource.kind in REFERABLE and named and _asks_iam(resource)


def _asks_iam(resource: Resource) -> bool:
    return resource.service in _GRANTED_BY.get(resource.kind, (resource.service,))


def flow(architecture: Architecture, start_id: str, end_id: str) -> Flow:
    """What a line between these two would be. From a starter of work to code it is a trigger."""
    start = architecture.by_id.get(start_id)
    if start and _kind(start).triggers and _is_code(architecture, end_id):
        return "trigger"
    return "permission"


def why_not(architecture: Architecture, start_id: str, end_id: str) -> str | None:
    """Why no line may be drawn here, in one sentence; None when it may."""
    for known in (start_id, end_id):
        if known not in architecture.by_id and known not in architecture.entry_by_id:
            return f"{known} is no longer there."
    if start_id == end_id:
        return "A line needs two ends."
    if flow(architecture, start_id, end_id) == "trigger":
        return _no_trigger(architecture, architecture.by_id[start_id], end_id)
    return _no_start(architecture, start_id) or _no_permission(architecture, start_id, end_id)


def offers(architecture: Architecture, start_id: str, end_id: str) -> tuple[Operation, ...]:
    """What the new line may say: operations of the resource, or the ways in which it starts a handler.

    Empty when there may be no line. Operations that a permission has already are offered too; `held` names them.
    """
    if why_not(architecture, start_id, end_id):
        return ()
    if flow(architecture, start_id, end_id) == "trigger":
        names = _kind(architecture.by_id[start_id]).triggers
        return tuple(Operation(name, _STARTS[name], "invoke", (), usual=name == names[0]) for name in names)
    return _kind(_callee(architecture, end_id)).operations


def held(architecture: Architecture, start_id: str, end_id: str) -> tuple[str, ...]:
    """The operations that the code at the start may do with the end already."""
    link = _link(architecture, "permission", start_id, end_id)
    return link.operations if link else ()


def entry_at(architecture: Architecture, item_id: str) -> Entry | None:
    """The entry of this id, or the one that a compute resource of this id runs; routes of one handler count as one."""
    if entry := architecture.entry_by_id.get(item_id):
        return entry
    inside = architecture.entries_in(item_id)
    return inside[0] if len({entry.handler for entry in inside}) == 1 else None


def label_of(architecture: Architecture, item_id: str) -> str:
    """What a sentence calls an entry or a resource: `POST /chat`, `index_document`, `conversations`."""
    if entry := architecture.entry_by_id.get(item_id):
        return entry.label if entry.kind in ("http", "websocket", "graph") else entry.handler.rpartition(".")[2]
    resource = architecture.by_id[item_id]
    return resource.name or resource.env or resource.id.partition(":")[2]


def has_handle(architecture: Architecture, resource: Resource) -> bool:
    """Does code hold it under a name, so that a grant or a trigger can say it?

    A function that runs a route or a subscriber is made for its handler: the handler's name is no handle to call it by.
    """
    handlers = (entry.handler for entry in architecture.entries_in(resource.id))
    return resource.origin == "declared" and bool(resource.symbol) and resource.symbol not in handlers


def _kind(resource: Resource) -> Kind:
    return KINDS[resource.kind]


def _is_code(architecture: Architecture, item_id: str) -> bool:
    """An entry or something that runs entries: where a trigger can end."""
    if item_id in architecture.entry_by_id or architecture.entries_in(item_id):
        return True
    return (resource := architecture.by_id.get(item_id)) is not None and _kind(resource).family == "compute"


def _callee(architecture: Architecture, end_id: str) -> Resource:
    """The resource that a call to this end calls: for an entry the function that runs it."""
    entry = architecture.entry_by_id.get(end_id)
    return architecture.by_id[entry.runs_in if entry else end_id]


def _link(architecture: Architecture, kind: Flow, start_id: str, end_id: str) -> Link | None:
    resource_id, code_id = (start_id, end_id) if kind == "trigger" else (_callee(architecture, end_id).id, start_id)
    entry = entry_at(architecture, code_id)
    links = architecture.links_of(entry.id) if entry else ()
    return next((link for link in links if link.kind == kind and link.resource == resource_id), None)


def _no_holder(architecture: Architecture, item_id: str, advice: str) -> str | None:
    """Why there is no single `def` at this end, in one sentence that ends with the advice."""
    label = label_of(architecture, item_id)
    if entry := entry_at(architecture, item_id):
        if entry.handler.rpartition(".")[2].startswith("lambda_"):
            return f"{label} is a lambda, which takes no decorator; {advice}."
        return None if entry.kind in HOLDERS else f"{label} is not one function that could hold it; {advice}."
    if count := len(architecture.entries_in(item_id)):
        return f"{label} has {count} handlers; take one of them."
    return f"{label} has no handler yet."


def _no_start(architecture: Architecture, start_id: str) -> str | None:
    resource = architecture.by_id.get(start_id)
    if resource is None or _kind(resource).family == "compute" or architecture.entries_in(start_id):
        return _no_holder(architecture, start_id, "take a function that it calls")
    if _kind(resource).triggers:
        return f"{label_of(architecture, start_id)} starts work; end its line at a function."
    return f"{label_of(architecture, start_id)} is used by code; begin the line at the route or function that uses it."


def _no_permission(architecture: Architecture, start_id: str, end_id: str) -> str | None:
    end, label = _callee(architecture, end_id), label_of(architecture, end_id)
    start = entry_at(architecture, start_id)
    if start is None or end.id == start.runs_in:
        return f"{label} would call itself."
    if reason := _uncallable(architecture, end, label):
        return reason
    if end.origin == "declared" and not has_handle(architecture, end):
        return f"{label} is declared at {end.source} without a module-level name; give it one to grant it."
    if end.origin != "declared" and not _asks_iam(end):
        return (
            f"{label} ({end.service}) answers whoever has its key, so there is nothing to grant; "
            f"call it from {label_of(architecture, start.id)} and the line appears."
        )
    if not can_be_named(architecture, end):
        return (
            f"{label} comes from library code at {end.source}, so there is no handle to grant; "
            f"call it from {label_of(architecture, start.id)} and the line appears."
        )
    names = {operation.name for operation in _kind(end).operations}
    if names <= set(held(architecture, start.id, end.id)):
        return f"{label_of(architecture, start.id)} may do everything with {label} already."
    return None


def _uncallable(architecture: Architecture, end: Resource, label: str) -> str | None:
    if end.kind in _UNCALLABLE:
        return f"{label} {_UNCALLABLE[end.kind]}; nothing can call it."
    if not _kind(end).operations:
        return f"{label} starts work; nothing can call it."
    if end.kind == "function" and not has_handle(architecture, end):
        return f"{label} {_started_by(architecture, end)}; only a Function under a name of its own can be called."
    return None


def _started_by(architecture: Architecture, function: Resource) -> str:
    inside = architecture.entries_in(function.id)
    starters = sorted(
        link.start for entry in inside for link in architecture.links_of(entry.id) if link.kind == "trigger"
    )
    if starters:
        return f"is started by {label_of(architecture, starters[0])}"
    return "is declared by a decorator" if function.origin == "declared" else "is not declared"


def _no_trigger(architecture: Architecture, starter: Resource, end_id: str) -> str | None:
    label, end = label_of(architecture, starter.id), label_of(architecture, end_id)
    if starter.origin == "declared" and not has_handle(architecture, starter):
        return f"{label} is declared at {starter.source} without a module-level name; give it one to connect it."
    if not has_handle(architecture, starter):
        class_name = _kind(starter).class_name
        return f"{label} comes from library code at {starter.source}; declare it with {class_name}(…) to start code."
    if reason := _no_holder(architecture, end_id, "take a function"):
        return reason
    entry = entry_at(architecture, end_id)
    if entry and architecture.by_id[entry.runs_in].kind != "function":
        return f"{end} belongs to {label_of(architecture, entry.runs_in)}, which starts it itself."
    if starter.kind != "router" and _link(architecture, "trigger", starter.id, end_id):
        return f"{label} starts {end} already."
    if starter.kind == "queue" and (others := [k for k in architecture.links_to(starter.id) if k.kind == "trigger"]):
        return f"{label} has its subscriber, {label_of(architecture, others[0].end)}; a queue has one."
    return None
