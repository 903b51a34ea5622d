"""What an edit may change in the architecture besides what it asks for.

A handler that loses its last trigger takes its function along, and what only that reached; a grant on a handler holds
for every route that it serves; a declared secret takes the place of one that a library reads from the same variable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..resources.architecture import Architecture, Json, Link
from ..resources.connecting import entry_at
from ..resources.kinds import KINDS
from .edits import (
    AddResource,
    AddTrigger,
    Connect,
    Disconnect,
    Edit,
    MakeNameConfigurable,
    RemoveResource,
    RenameResource,
    Rewrite,
    SetOperations,
    SetProperty,
)
from .facts import Key
from .remedies import REMEDIES

May = Callable[[Key], bool]
_IN_MEMORY = frozenset({"langgraph", "memory"})
"""Services of what is kept in memory: several savers of one function may be one resource."""


def may_change(before: Architecture, after: Architecture, edit: Edit) -> May:
    match edit:
        case AddResource():
            made = after.by_id[f"{edit.kind}:{edit.name}"]
            handlers = [entry.handler for entry in after.entries_in(made.id)]
            others = _either(_about_variable(edit.properties.get("env")), _about_handlers(before, after, handlers))
            return _either(_about_resource(after, made.id), others)
        case RemoveResource():
            started = _about_handlers(before, after, _started(before, edit))
            variable = _about_variable(before.by_id[edit.resource].properties.get("env"))
            return _either(_about_resource(before, edit.resource), _either(started, variable))
        case RenameResource():
            return _of_answer(edit) if before.by_id[edit.resource].name is None else _never
        case SetProperty():
            return _of_property(before, after, edit)
        case Connect() | SetOperations():
            return _permissions_of(before, edit.entry, resource_id_of(before, edit.resource))
        case Disconnect():
            gone = links_between(before, edit)
            triggered = [before.entry_by_id[link.entry].handler for link in gone if link.kind == "trigger"]
            permissions = _permissions_of(before, edit.entry, resource_id_of(before, edit.resource))
            return _about_handlers(before, after, triggered) if triggered else permissions
        case AddTrigger():
            return _about_handlers(before, after, [edit.handler])
        case Rewrite():
            return _replacement(before, after, edit)
        case MakeNameConfigurable():
            return lambda key: key == ("resource", edit.resource)


def _replacement(before: Architecture, after: Architecture, edit: Rewrite) -> May:
    """What was made at the place goes, a resource of the remedy's kind comes, with what says how to reach it."""
    remedies = [remedy for remedy in REMEDIES if remedy.id == edit.remedy]
    kinds = {remedy.kind for remedy in remedies} | {"secret", "parameter"}
    names = {edit.name} if edit.name else {remedy.name for remedy in remedies}
    local = (r for r in before.resources if r.kind in ("local_store", "vector_store"))
    gone = {r.id for r in local if r.source == edit.place or r.id not in after.by_id}
    less = {one.subject for one in before.problems if one.source == edit.place}
    less |= {r.id for r in before.resources if r.kind == "local_store" and r.service in _IN_MEMORY}
    new = {r.id for r in after.resources if r.id not in before.by_id and r.kind in kinds}
    shared = {r.id for r in after.resources if r.kind in kinds and r.id in before.by_id and r.name in names}
    about = gone | new
    return lambda key: bool(about & set(key[1:])) or (key[0] == "link" and key[3] in shared | less)


def _of_answer(edit: RenameResource) -> May:
    """What one undecided name stood for may be several things: what the answer does not name stays as it was."""
    both = {edit.resource, f"{edit.resource.partition(':')[0]}:{edit.name}"}
    return lambda key: bool(both & set(key[1:]))


def _never(_: Key) -> bool:
    return False


def _either(one: May, other: May) -> May:
    return lambda key: one(key) or other(key)


def _about_resource(architecture: Architecture, resource_id: str) -> May:
    """The resource, its properties and links, and the entries that it runs."""
    ids = {resource_id, *(entry.id for entry in architecture.entries_in(resource_id))}
    return lambda key: key[0] != "problem" and bool(ids & set(key[1:]))


def _about_variable(variable: Json) -> May:
    """The secret that a library reads from a variable by itself, until a declared one fills that variable."""
    return lambda key: f"secret:{variable}" in key[1:]


def _permissions_of(before: Architecture, entry_id: str, resource_id: str) -> May:
    """A grant on a handler holds for every route that it serves."""
    entry = entry_at(before, entry_id)
    same = {other.id for other in before.entries if entry and other.handler == entry.handler}
    return lambda key: key[:2] == ("link", "permission") and key[2] in same and key[3] == resource_id


def _of_property(before: Architecture, after: Architecture, edit: SetProperty) -> May:
    entry = before.entry_by_id.get(edit.resource)
    if entry and edit.property == "path":
        return _about_handlers(before, after, [entry.handler])
    owner = entry.runs_in if entry else edit.resource
    kind = KINDS[before.by_id[owner].kind]
    names = {edit.property, *(kind.one_of if edit.property in kind.one_of else ())}
    if kind.id == "secret":  # the variable that a secret fills may be one that a library reads by itself
        return lambda key: key[0] != "problem" and any(part.startswith("secret:") for part in key)
    return lambda key: key[:2] == ("property", owner) and key[2] in names


def _about_handlers(before: Architecture, after: Architecture, handlers: Iterable[str]) -> May:
    """Entries of these handlers, the functions that run only them, and what only they reach."""
    names = set(handlers)
    ids: set[str] = set()
    for architecture in (before, after):
        ids |= _handled(architecture, names)
    come_and_go = {resource.id for resource in (*before.resources, *after.resources)}
    come_and_go -= set(before.by_id) & set(after.by_id)
    ids |= {found for found in come_and_go if _only_from(before, after, found, ids)}
    return lambda key: key[0] != "problem" and bool(ids & set(key[1:]))


def _handled(architecture: Architecture, handlers: set[str]) -> set[str]:
    entries = {entry.id: entry.runs_in for entry in architecture.entries if entry.handler in handlers}
    functions = {
        host for host in entries.values() if all(entry.id in entries for entry in architecture.entries_in(host))
    }
    return set(entries) | functions


def _only_from(before: Architecture, after: Architecture, resource: str, entries: set[str]) -> bool:
    links = [link for side in (before, after) for link in side.links_to(resource)]
    return bool(links) and all(link.entry in entries for link in links)


def about_scripts(before: Architecture, after: Architecture) -> May:
    """Scripts that come or go: whether a file is one depends on who imports it and on what else starts its code."""
    scripts = {
        entry
        for one, other in ((before, after), (after, before))
        for entry in one.entries
        if entry.kind in ("script", "startup") and entry.id not in other.entry_by_id
    }
    ids = {entry.id for entry in scripts}
    ids |= {entry.runs_in for entry in scripts if not {entry.runs_in} & set(before.by_id) & set(after.by_id)}
    once = set(before.by_id) ^ set(after.by_id)
    ids |= {found for found in once if _only_from(before, after, found, ids)}
    return lambda key: key[0] != "problem" and bool(ids & set(key[1:]))


def _started(before: Architecture, edit: RemoveResource) -> list[str]:
    return [before.entry_by_id[link.entry].handler for link in before.links_to(edit.resource) if link.kind == "trigger"]


def links_between(before: Architecture, edit: Disconnect) -> list[Link]:
    """The link that is meant: of the kind that is named, otherwise the permission if there is one."""
    entry = entry_at(before, edit.entry)
    ends = entry.id if entry else edit.entry, resource_id_of(before, edit.resource)
    both = [link for link in before.links if (link.entry, link.resource) == ends and link.kind != "config"]
    named = [link for link in both if link.kind == (edit.kind or "permission")]
    return named or (both if not edit.kind else [])


def resource_id_of(before: Architecture, item_id: str) -> str:
    row = before.entry_by_id.get(item_id)
    return row.runs_in if row else item_id
