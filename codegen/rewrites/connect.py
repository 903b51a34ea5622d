"""Connect: an `@allow` above the handler, with the operations that it does not have yet."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ...resources.architecture import Architecture, Entry, Resource
from ...resources.connecting import HOLDERS, entry_at, held, label_of, why_not
from ...resources.kinds import KINDS
from ..change import Refusal
from ..edits import Connect
from ..grants import grant
from ..holders import holder_of
from ..workspace import Workspace


def connect(workspace: Workspace, architecture: Architecture, edit: Connect) -> None:
    entry, resource = ends(architecture, edit.entry, edit.resource)
    if reason := why_not(architecture, edit.entry, edit.resource):
        raise Refusal(reason, resource.source)
    check_operations(resource, edit.operations)
    has = held(architecture, entry.id, resource.id)
    missing = [operation for operation in dict.fromkeys(edit.operations) if operation not in has]
    if not missing:
        raise Refusal(
            f"{label_of(architecture, entry.id)} may {', '.join(edit.operations)} on {resource.name} already.",
            entry.source,
        )
    grant(workspace, holder_of(workspace, entry), resource, missing)


def ends(architecture: Architecture, entry_id: str, resource_id: str) -> tuple[Entry, Resource]:
    """The entry and the resource of these ids; a card stands for its only entry, a row for its function."""
    entry = entry_at(architecture, entry_id)
    row = architecture.entry_by_id.get(resource_id)
    resource = architecture.by_id.get(row.runs_in if row else resource_id)
    if resource is None:
        raise Refusal(f"{resource_id} is no longer there.", next_step="Read the project again.")
    if entry is None:
        known = architecture.by_id.get(entry_id)
        label = label_of(architecture, entry_id) if known else entry_id
        raise Refusal(f"{label} is not one handler.", known.source if known else None, "Take one of its handlers.")
    if entry.kind not in HOLDERS:
        raise Refusal(
            f"{label_of(architecture, entry.id)} is not one function.", entry.source, "Take a function that it calls."
        )
    return entry, resource


def check_operations(resource: Resource, operations: Sequence[str]) -> None:
    known = [operation.name for operation in KINDS[resource.kind].operations]
    if not operations:
        raise Refusal(f"No operation on {resource.name} is chosen.", next_step=f"Choose from {', '.join(known)}.")
    for operation in operations:
        if operation not in known:
            close = difflib.get_close_matches(operation, known, 1)
            hint = f"Did you mean {close[0]}?" if close else f"It has {', '.join(known)}."
            raise Refusal(f"{resource.name} has no operation {operation!r}.", resource.source, hint)
