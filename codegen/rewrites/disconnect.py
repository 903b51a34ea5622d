"""Disconnect: the grant of a handler on a resource taken away, or the trigger that lets the resource start it."""

from __future__ import annotations

from ...resources.architecture import Architecture, Entry, Link, Resource, Span
from ...resources.connecting import label_of
from ...resources.kinds import KINDS
from ..allowed import links_between
from ..change import Refusal
from ..edits import Disconnect
from ..grants import revoke
from ..holders import drop_decorator, holder_of
from ..lines import drop_statement
from ..triggers import Trigger, same_operation, triggers_of
from ..unused import drop_unused
from ..workspace import Workspace
from .connect import ends
from .set_operations import check_granted


def disconnect(workspace: Workspace, architecture: Architecture, edit: Disconnect) -> None:
    found = links_between(architecture, edit)
    if found and found[0].kind == "trigger":
        _untrigger(workspace, architecture, found[0])
        return
    entry, resource = ends(architecture, edit.entry, edit.resource)
    if not found and (setting := _setting(architecture, entry, resource)):
        reason = f"{label_of(architecture, entry.id)} reads a setting of {label_of(architecture, resource.id)}."
        raise Refusal(reason, setting, "Remove the line that reads it.")
    if not found:
        raise Refusal(
            f"{label_of(architecture, entry.id)} and {label_of(architecture, resource.id)} are not connected.",
            entry.source,
        )
    holder = holder_of(workspace, entry)
    check_granted(workspace, holder, resource, found[0], found[0].operations)
    revoke(workspace, holder, resource, found[0].operations)


def _setting(architecture: Architecture, entry: Entry, resource: Resource) -> Span | None:
    """Where the entry reads a setting of the resource, if it does."""
    links = (link for link in architecture.links_of(entry.id) if link.kind == "config" and link.end == resource.id)
    return next((piece.span for link in links for piece in link.evidence), None)


def _untrigger(workspace: Workspace, architecture: Architecture, link: Link) -> None:
    entry, resource = architecture.entry_by_id[link.end], architecture.by_id[link.start]
    files = {entry.source.file, resource.source.file, *(piece.span.file for piece in link.evidence)}
    found = [
        trigger
        for trigger in triggers_of(workspace, resource, sorted(file for file in files if file.endswith(".py")))
        if _is_for(trigger, entry, link)
    ]
    if not KINDS[resource.kind].triggers:
        route, app = label_of(architecture, entry.id), label_of(architecture, resource.id)
        reason = f"{route} is a route of {app}, which library code makes."
        raise Refusal(reason, entry.source, "Remove the route from the code.")
    if not found:
        place = link.evidence[0].span if link.evidence else entry.source
        raise Refusal(
            f"{resource.name} starts {label_of(architecture, entry.id)} in a way that cannot be taken out here.",
            place,
            "Change it by hand.",
        )
    remove_triggers(workspace, found, resource.root)


def _is_for(trigger: Trigger, entry: Entry, link: Link) -> bool:
    same_handler = trigger.handler == entry.handler or entry.handler.endswith(f".{trigger.handler.rpartition('.')[2]}")
    return same_handler and any(same_operation(trigger.operation, operation) for operation in link.operations)


def remove_triggers(workspace: Workspace, triggers: list[Trigger], root: str) -> None:
    """Takes these places out, the lowest first so that the others stay where they are."""
    heads: set[tuple[str, str]] = set()
    for trigger in sorted(triggers, key=_line, reverse=True):
        module = workspace.module(trigger.path)
        if trigger.decorator is not None:
            workspace.edit(trigger.path, drop_decorator(module, trigger.decorator))
        elif trigger.statement is not None:
            workspace.edit(trigger.path, drop_statement(module, trigger.statement))
        heads.add((trigger.path, trigger.head))
    for path, name in sorted(heads):
        drop_unused(workspace, path, name, root)


def _line(trigger: Trigger) -> tuple[str, int]:
    node = trigger.decorator or trigger.statement
    return trigger.path, node.lineno if node else 0
