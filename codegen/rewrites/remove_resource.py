"""RemoveResource: the declaration taken out together with the grants, triggers and imports that name it.

Code that still uses the resource stands against it: the refusal lists the lines. Settings of the resource in
archloom.toml go with it.
"""

from __future__ import annotations

import ast

from ...resources.architecture import Architecture, Resource
from ...resources.connecting import label_of
from ..change import Refusal
from ..edits import RemoveResource
from ..grants import revoke_all
from ..handles import place_of
from ..holders import drop_decorator
from ..imports import drop_import
from ..lines import drop_statement
from ..module import Def, body_of, dotted
from ..settings import drop_table, edit_settings
from ..unused import drop_unused
from ..uses import Uses, uses_of
from ..workspace import Workspace
from .disconnect import remove_triggers


def remove_resource(workspace: Workspace, architecture: Architecture, edit: RemoveResource) -> None:
    resource = _declared(architecture, edit)
    place = place_of(workspace, resource)
    uses = uses_of(workspace, resource)
    if uses.code:
        raise Refusal(f"{resource.name} is used at {_places(uses)}.", min(uses.code), "Remove those lines first.")
    _remove_mentions(workspace, resource, uses)
    _remove_declaration(workspace, resource, place.path, place.name)
    edit_settings(workspace, lambda text: drop_table(text, "resources", resource.id))


def _places(uses: Uses) -> str:
    places = list(dict.fromkeys(map(str, sorted(uses.code))))
    return ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")


def _declared(architecture: Architecture, edit: RemoveResource) -> Resource:
    resource = architecture.by_id.get(edit.resource)
    if resource is None:
        raise Refusal(f"{edit.resource} is no longer there.", next_step="Read the project again.")
    if resource.origin != "declared":
        label = label_of(architecture, resource.id)
        users = [label_of(architecture, link.entry) for link in architecture.links_to(resource.id)]
        by = f", used by {', '.join(dict.fromkeys(users))}" if users else ""
        reason = f"{label} comes from library code at {resource.source}{by}."
        raise Refusal(reason, resource.source, "Remove that code; the resource goes with it.")
    return resource


def _remove_mentions(workspace: Workspace, resource: Resource, uses: Uses) -> None:
    for path in uses.grants:
        revoke_all(workspace, path, resource)
    for path in {trigger.path for trigger in uses.triggers}:
        remove_triggers(
            workspace, [found for found in uses_of(workspace, resource).triggers if found.path == path], resource.root
        )
    for path, local in uses.imports:
        module = workspace.module(path)
        workspace.edit(path, drop_import(module, local))


def _remove_declaration(workspace: Workspace, resource: Resource, path: str, name: str) -> None:
    """The assignment with its line; of a decorated function only the decorator."""
    module = workspace.module(path)
    made = body_of(module, name)
    if isinstance(made, Def):
        decorator = _function_decorator(made, resource)
        head = (dotted(decorator.func) or "").partition(".")[0]
        workspace.edit(path, drop_decorator(module, decorator))
    else:
        head = _drop_assignment(workspace, resource, path, made)
    drop_unused(workspace, path, head)


def _drop_assignment(workspace: Workspace, resource: Resource, path: str, made: ast.stmt | None) -> str:
    """Takes the assignment out and returns the first name of the call, whose import may be unused now."""
    match made:
        case ast.Assign(targets=[_], value=ast.Call(func=function)) | ast.AnnAssign(value=ast.Call(func=function)):
            workspace.edit(path, drop_statement(workspace.module(path), made))
            return (dotted(function) or "").partition(".")[0]
        case _:
            reason = f"{resource.name} is not declared by a plain assignment at {resource.source}."
            raise Refusal(reason, resource.source, "Edit it by hand.")


def _function_decorator(made: Def, resource: Resource) -> ast.Call:
    for node in made.decorator_list:
        if isinstance(node, ast.Call) and (dotted(node.func) or "").rpartition(".")[2] == "Function":
            return node
    reason = f"{resource.name} is a function because something starts {made.name}."
    raise Refusal(reason, resource.source, "Disconnect what starts it, or remove the function from the code.")
