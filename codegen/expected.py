"""The post-condition: the new architecture is the old one with exactly the change that the edit means.

For each edit two questions: is what it asked for there, and is everything else as it was? What an edit may change
besides (a handler that loses its last trigger takes its function along) is said here, edit by edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ..resources.architecture import Architecture, Json, Link, Resource
from ..resources.connecting import entry_at
from ..resources.kinds import KINDS
from .edits import (
    AddResource,
    AddTrigger,
    Connect,
    Disconnect,
    Edit,
    RemoveResource,
    RenameResource,
    SetOperations,
    SetProperty,
)
from .facts import Differences, Key, differences, facts, in_words
from .triggers import operation_of, same_operation

May = Callable[[Key], bool]


def unexpected(before: Architecture, after: Architecture, edit: Edit) -> str | None:
    """What is wrong with the new architecture, in words; None when it is exactly the old one with the edit."""
    if missing := _missing(before, after, edit):
        return missing
    found = differences(facts(_renamed(before, edit)), facts(after))
    may = _may_change(before, after, edit)
    rest: Differences = {key: pair for key, pair in found.items() if not may(key)}
    return in_words(rest) or None


def _missing(before: Architecture, after: Architecture, edit: Edit) -> str | None:
    match edit:
        case AddResource():
            return _resource_missing(after, edit)
        case RemoveResource():
            return f"{edit.resource} would still be there" if edit.resource in after.by_id else None
        case RenameResource():
            new = _new_id(before, edit)
            return None if new in after.by_id else f"{new} would not appear"
        case SetProperty():
            return _property_missing(before, after, edit)
        case Connect() | SetOperations():
            return _operations_missing(before, after, edit)
        case Disconnect():
            return _still_linked(before, after, edit)
        case AddTrigger():
            return _trigger_missing(after, edit)


def _resource_missing(after: Architecture, edit: AddResource) -> str | None:
    made = after.by_id.get(f"{edit.kind}:{edit.name}")
    if made is None:
        return f"{edit.kind}:{edit.name} would not appear"
    wrong = [name for name, value in edit.properties.items() if not _is_set(made, name, value)]
    return f"{', '.join(wrong)} of {made.id} would not be set" if wrong else None


def _property_missing(before: Architecture, after: Architecture, edit: SetProperty) -> str | None:
    entry = before.entry_by_id.get(edit.resource)
    if entry and edit.property == "path":
        found = (new for new in after.entries if new.handler == entry.handler)
        return None if any(new.label.endswith(f" {edit.value}") for new in found) else "the route would not change"
    made = after.by_id.get(entry.runs_in if entry else edit.resource)
    if made is None or not _is_set(made, edit.property, edit.value):
        return f"{edit.property} of {made.id if made else edit.resource} would not be set"
    return None


def _is_set(made: Resource, name: str, value: Json) -> bool:
    """A property that is not there has its default."""
    known = KINDS[made.kind].find_property(name)
    default = known.default if known else None
    return made.properties.get(name, default) == (default if value is None else value)


def _operations_missing(before: Architecture, after: Architecture, edit: Connect | SetOperations) -> str | None:
    entry = entry_at(before, edit.entry)
    key = "permission", entry.id if entry else edit.entry, _resource_id(before, edit.resource)
    old = next((set(link.operations) for link in before.links if link.key == key), set[str]())
    new = next((set(link.operations) for link in after.links if link.key == key), set[str]())
    wanted = {*edit.operations, *(old if isinstance(edit, Connect) else ())}
    return None if new == wanted else f"the permission would be {', '.join(sorted(new)) or 'none'}"


def _still_linked(before: Architecture, after: Architecture, edit: Disconnect) -> str | None:
    gone = {link.key for link in _links_between(before, edit)}
    left = [link for link in after.links if link.key in gone]
    return f"{left[0].start} → {left[0].end} would still be there" if left else None


def _trigger_missing(after: Architecture, edit: AddTrigger) -> str | None:
    resource = after.by_id.get(edit.resource)
    if resource is None:
        return f"{edit.resource} would disappear"
    router = resource.kind == "router"
    operation = operation_of(edit.method or KINDS[resource.kind].triggers[0], edit.path if router else "")
    for link in after.links_to(edit.resource):
        handled = link.kind == "trigger" and after.entry_by_id[link.end].handler == edit.handler
        if handled and any(same_operation(operation, known) for known in link.operations):
            return None
    return f"{edit.resource} would not start {edit.handler}"


def _may_change(before: Architecture, after: Architecture, edit: Edit) -> May:
    match edit:
        case AddResource():
            return _about_resource(after, f"{edit.kind}:{edit.name}")
        case RemoveResource():
            started = _about_handlers(before, after, _started(before, edit))
            return _either(_about_resource(before, edit.resource), started)
        case RenameResource():
            return _never
        case SetProperty():
            return _of_property(before, after, edit)
        case Connect() | SetOperations():
            return _permissions_of(before, edit.entry, _resource_id(before, edit.resource))
        case Disconnect():
            gone = _links_between(before, edit)
            triggered = [before.entry_by_id[link.entry].handler for link in gone if link.kind == "trigger"]
            permissions = _permissions_of(before, edit.entry, _resource_id(before, edit.resource))
            return _about_handlers(before, after, triggered) if triggered else permissions
        case AddTrigger():
            return _about_handlers(before, after, [edit.handler])


def _never(_: Key) -> bool:
    return False


def _either(one: May, other: May) -> May:
    return lambda key: one(key) or other(key)


def _about_resource(architecture: Architecture, resource_id: str) -> May:
    """The resource, its properties and links, and the entries that it runs."""
    ids = {resource_id, *(entry.id for entry in architecture.entries_in(resource_id))}
    return lambda key: key[0] != "problem" and bool(ids & set(key[1:]))


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
    ids |= {found for found in come_and_go if _only_from(before, after, found, ids)} | _fallbacks(before, after)
    return lambda key: key[0] != "problem" and bool(ids & set(key[1:]))


def _handled(architecture: Architecture, handlers: set[str]) -> set[str]:
    entries = {entry.id: entry.runs_in for entry in architecture.entries if entry.handler in handlers}
    functions = {
        host for host in entries.values() if all(entry.id in entries for entry in architecture.entries_in(host))
    }
    return set(entries) | functions


def _only_from(before: Architecture, after: Architecture, resource: str, entries: set[str]) -> bool:
    links = (*before.links_to(resource), *after.links_to(resource))
    return bool(links) and all(link.entry in entries for link in links)


def _fallbacks(before: Architecture, after: Architecture) -> set[str]:
    """Scripts are entries only while there is nothing else."""
    if all(any(entry.kind != "script" for entry in side.entries) for side in (before, after)):
        return set()
    entries = [entry for side in (before, after) for entry in side.entries if entry.kind in ("script", "startup")]
    hosts = {entry.runs_in for entry in entries}
    reached = {link.resource for side in (before, after) for entry in entries for link in side.links_of(entry.id)}
    return {entry.id for entry in entries} | hosts | reached


def _started(before: Architecture, edit: RemoveResource) -> list[str]:
    return [before.entry_by_id[link.entry].handler for link in before.links_to(edit.resource) if link.kind == "trigger"]


def _links_between(before: Architecture, edit: Disconnect) -> list[Link]:
    """The trigger between the two if there is one, otherwise the permission."""
    entry = entry_at(before, edit.entry)
    resource = _resource_id(before, edit.resource)
    both = [link for link in before.links_to(resource) if entry and link.entry == entry.id and link.kind != "config"]
    triggers = [link for link in both if link.kind == "trigger"]
    return triggers or both


def _resource_id(before: Architecture, item_id: str) -> str:
    row = before.entry_by_id.get(item_id)
    return row.runs_in if row else item_id


def _new_id(before: Architecture, edit: RenameResource) -> str:
    return f"{before.by_id[edit.resource].kind}:{edit.name}"


def _renamed(before: Architecture, edit: Edit) -> Architecture:
    """The old architecture with the new name, for an edit that renames."""
    if not isinstance(edit, RenameResource):
        return before
    old, new = edit.resource, _new_id(before, edit)
    swap = {old: new}
    resources = [replace(r, id=new, name=edit.name) if r.id == old else r for r in before.resources]
    entries = [replace(e, runs_in=swap.get(e.runs_in, e.runs_in)) for e in before.entries]
    links = [replace(k, start=swap.get(k.start, k.start), end=swap.get(k.end, k.end)) for k in before.links]
    problems = [replace(p, subject=swap.get(p.subject or "", p.subject)) for p in before.problems]
    return Architecture.of(before.project, resources, entries, links, problems)
