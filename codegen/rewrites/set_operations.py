"""SetOperations: the handler's grants on a resource made to say exactly what is chosen.

What the code does itself cannot be taken away by a grant: such a change is refused with the lines that do it.
"""

from __future__ import annotations

from collections.abc import Collection

from ...resources.architecture import Architecture, Entry, Evidence, Link, Resource, Span
from ...resources.connecting import label_of, why_not
from ..change import Refusal
from ..edits import SetOperations
from ..grants import grant, granted, revoke, spans_of_grants
from ..holders import Holder, again, holder_of
from ..workspace import Workspace
from .connect import check_operations, ends


def set_operations(workspace: Workspace, architecture: Architecture, edit: SetOperations) -> None:
    entry, resource = ends(architecture, edit.entry, edit.resource)
    link = permission(architecture, entry, resource)
    if link is None and (reason := why_not(architecture, edit.entry, edit.resource)):
        raise Refusal(reason, resource.source)
    has = link.operations if link else ()
    new = [operation for operation in edit.operations if operation not in has]
    if new or not edit.operations:
        check_operations(resource, new)
    if set(has) == set(edit.operations):
        raise Refusal(f"{label_of(architecture, entry.id)} may exactly that on {resource.name} already.", entry.source)
    holder = holder_of(workspace, entry)
    gone = [operation for operation in has if operation not in edit.operations]
    check_granted(workspace, holder, resource, link, gone)
    if new:
        grant(workspace, holder, resource, new)
    revoke(workspace, again(workspace, holder), resource, gone)


def permission(architecture: Architecture, entry: Entry, resource: Resource) -> Link | None:
    links = architecture.links_of(entry.id)
    return next((link for link in links if link.kind == "permission" and link.end == resource.id), None)


def check_granted(
    workspace: Workspace, holder: Holder, resource: Resource, link: Link | None, operations: Collection[str]
) -> None:
    """Refuses operations that the code uses, and those that no grant above the handler names."""
    if link is None or not operations:
        return
    _check_unused(workspace, holder, resource, link, operations)
    missing = [operation for operation in operations if operation not in granted(workspace, holder, resource)]
    if missing:
        place = link.evidence[0].span if link.evidence else None
        reason = f"No @allow above {holder.node.name} gives it {', '.join(missing)} on {resource.name or resource.id}."
        raise Refusal(reason, place, f"Change it at {place}." if place else "Change the code that gives it.")


def _check_unused(
    workspace: Workspace, holder: Holder, resource: Resource, link: Link, operations: Collection[str]
) -> None:
    uses = [piece for piece in used(workspace, holder, link) if not piece.operation or piece.operation in operations]
    if not uses:
        return
    places = ", ".join(dict.fromkeys(str(piece.span) for piece in uses[:5]))
    words = ", ".join(dict.fromkeys(piece.operation for piece in uses if piece.operation)) or "uses"
    raise Refusal(
        f"{holder.node.name} uses {resource.name or resource.id} ({words}) at {places}.",
        uses[0].span,
        "Remove those lines; the permission goes with them.",
    )


def used(workspace: Workspace, holder: Holder, link: Link) -> list[Evidence]:
    """The evidence of a link that is a use in code, not a grant."""
    if link.state == "declared":
        return []
    grants = spans_of_grants(workspace, holder)
    return [piece for piece in link.evidence if not any(_inside(piece.span, span) for span in grants)]


def _inside(span: Span, outer: Span) -> bool:
    return span.file == outer.file and outer.line <= span.line <= outer.end_line
