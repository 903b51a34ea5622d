"""SetProperty: a keyword argument where the code declares the resource, otherwise a value in archloom.toml.

For a resource that a library makes, the argument of the constructing call that holds the value is changed, or the
constant that it names. Memory, timeout and environment of what no `Function` declares live in archloom.toml, under
`[functions."app.main.chat"]` for a handler and under the resource's id for an app. A route's `path` is the text in its
decorator.
"""

from __future__ import annotations

from ...resources.architecture import Architecture, Entry, Json, Resource
from ...resources.connecting import label_of
from ...resources.kinds import KINDS, Property
from ..calls import drop_keyword, set_keyword
from ..change import Refusal
from ..constants import Literal, written
from ..declarations import argument, call_of, declaration_of, has_spread, is_made_by_its_class, values_of
from ..edits import SetProperty
from ..literals import literal
from ..settings import edit_settings, set_value
from ..workspace import Workspace
from .route_path import set_route_path

SIZE = ("memory", "timeout", "environment")


def set_property(workspace: Workspace, architecture: Architecture, edit: SetProperty) -> None:
    entry = architecture.entry_by_id.get(edit.resource)
    if entry and edit.property == "path":
        set_route_path(workspace, entry, edit.value)
        return
    resource = architecture.by_id.get(entry.runs_in if entry else edit.resource)
    if resource is None:
        raise Refusal(f"{edit.resource} is no longer there.", next_step="Read the project again.")
    known = _check(architecture, resource, edit)
    if known.argument and is_made_by_its_class(workspace, resource):
        _declared(workspace, resource, known, edit.value)
    elif not (resource.origin == "deduced" and _in_call(workspace, resource, edit)):
        table, key = settings_key(architecture, resource, edit.property)
        edit_settings(workspace, lambda text: set_value(text, table, key, edit.property, edit.value))


def settings_key(architecture: Architecture, resource: Resource, name: str) -> tuple[str, str]:
    """The table of archloom.toml for a property: of a function by its handler, of anything else by its id."""
    if name not in SIZE or KINDS[resource.kind].family != "compute":
        return "resources", resource.id
    inside: tuple[Entry, ...] = architecture.entries_in(resource.id)
    return "functions", inside[0].handler if resource.kind == "function" and len(inside) == 1 else resource.id


def _check(architecture: Architecture, resource: Resource, edit: SetProperty) -> Property:
    kind = KINDS[resource.kind]
    known = kind.find_property(edit.property)
    if known is None:
        names = ", ".join(known.name for known in kind.properties) or "none"
        label = label_of(architecture, resource.id)
        raise Refusal(f"{label} has no property {edit.property!r}.", resource.source, f"It has {names}.")
    if reason := known.refusal(edit.value):
        raise Refusal(reason, resource.source)
    if edit.value is None and edit.property in kind.one_of:
        others = " or ".join(name for name in kind.one_of if name != edit.property)
        raise Refusal(f"{known.label} is needed.", resource.source, f"Set {others} instead; this one goes then.")
    return known


def _declared(workspace: Workspace, resource: Resource, known: Property, value: Json) -> None:
    made = declaration_of(workspace, resource)
    module = workspace.module(made.path)
    if has_spread(made.call) and argument(made.call, known.name) is None:
        reason = f"{resource.name} takes its options from a `**` at {resource.source}."
        raise Refusal(reason, resource.source, f"Change {known.name} there.")
    call = module.segment(made.call)
    if value is None:
        call = drop_keyword(call, known.name)
    else:
        call = set_keyword(call, known.name, literal(value, module.quote))
    for other in _alternatives(resource, known):
        call = drop_keyword(call, other)
    workspace.edit(made.path, module.replaced(made.call, call))


def _alternatives(resource: Resource, known: Property) -> list[str]:
    """The properties of which this one takes the place: `rate` when `cron` is set."""
    names = KINDS[resource.kind].one_of
    return [name for name in names if name != known.name] if known.name in names else []


def _in_call(workspace: Workspace, resource: Resource, edit: SetProperty) -> bool:
    """Changes the value where the library's call says it. False when no argument holds it as a literal."""
    old = resource.properties.get(edit.property)
    if old is None or edit.value is None or not resource.source.file.endswith(".py"):
        return False
    made = call_of(workspace, resource)
    if made is None:
        return False
    for value in values_of(made.call, edit.property):
        place = written(workspace, made.path, value, resource.root)
        if isinstance(place, Literal) and place.node.value == old and type(place.node.value) is type(edit.value):
            module = workspace.module(place.path)
            workspace.edit(place.path, module.replaced(place.node, literal(edit.value, module.quote)))
            return True
    return False
