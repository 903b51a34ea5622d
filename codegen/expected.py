"""The post-condition: the new architecture is the old one with exactly the change that the edit means.

For each edit two questions: is what it asked for there, and is everything else as it was? What an edit may change
besides is said in allowed.py.
"""

from __future__ import annotations

from dataclasses import replace

from ..resources.architecture import Architecture, Json, Problem, Resource
from ..resources.connecting import entry_at
from ..resources.kinds import KINDS
from .allowed import about_scripts, links_between, may_change, resource_id_of
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
from .facts import Differences, differences, facts, in_words
from .remedies import REMEDIES, remedies_of
from .triggers import operation_of, same_operation


def unexpected(before: Architecture, after: Architecture, edit: Edit) -> str | None:
    """What is wrong with the new architecture, in words; None when it is exactly the old one with the edit."""
    if missing := _missing(before, after, edit):
        return missing
    found = differences(facts(_renamed(before, edit)), facts(after))
    may, scripts = may_change(before, after, edit), about_scripts(before, after)
    rest: Differences = {key: pair for key, pair in found.items() if not may(key) and not scripts(key)}
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
        case Rewrite():
            return _still_a_problem(before, after, edit)
        case MakeNameConfigurable():
            return _still_fixed(after, edit)


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
    key = "permission", entry.id if entry else edit.entry, resource_id_of(before, edit.resource)
    old = next((set(link.operations) for link in before.links if link.key == key), set[str]())
    new = next((set(link.operations) for link in after.links if link.key == key), set[str]())
    wanted = {*edit.operations, *(old if isinstance(edit, Connect) else ())}
    return None if new == wanted else f"the permission would be {', '.join(sorted(new)) or 'none'}"


def _still_linked(before: Architecture, after: Architecture, edit: Disconnect) -> str | None:
    gone = {link.key for link in links_between(before, edit)}
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


def _still_a_problem(before: Architecture, after: Architecture, edit: Rewrite) -> str | None:
    """The problem at the place must be gone, and a resource of the remedy's kind be there."""
    codes = {problem.code for problem in before.problems if problem.source == edit.place}
    kinds = {remedy.kind for code in codes for remedy in remedies_of(code) if remedy.id == edit.remedy}
    for code in sorted(codes & {remedy.code for remedy in REMEDIES}):
        if len(_of_code(after, code, edit)) >= len(_of_code(before, code, edit)):
            return f"the problem {code} would still be there"
    if not any(resource.kind in kinds for resource in after.resources):
        return f"no {' or '.join(sorted(kinds)) or 'resource'} would appear"
    return None


def _of_code(architecture: Architecture, code: str, edit: Rewrite) -> list[Problem]:
    return [one for one in architecture.problems if one.code == code and one.source.file == edit.place.file]


def _still_fixed(after: Architecture, edit: MakeNameConfigurable) -> str | None:
    made = after.by_id.get(edit.resource)
    if made is None:
        return f"{edit.resource} would disappear"
    if made.env is None or (edit.variable and made.env != edit.variable):
        return f"the name of {made.id} would not come from {edit.variable or 'the environment'}"
    return None


def _new_id(before: Architecture, edit: RenameResource) -> str:
    return f"{before.by_id[edit.resource].kind}:{edit.name}"


def _renamed(before: Architecture, edit: Edit) -> Architecture:
    """The old architecture with the new name, for an edit that renames."""
    if not isinstance(edit, RenameResource):
        return before
    swap = {edit.resource: _new_id(before, edit)} | _relabelled(before, edit)
    resources = [replace(r, id=swap[r.id], name=edit.name) if r.id == edit.resource else r for r in before.resources]
    entries = [replace(e, id=swap.get(e.id, e.id), runs_in=swap.get(e.runs_in, e.runs_in)) for e in before.entries]
    links = [replace(k, start=swap.get(k.start, k.start), end=swap.get(k.end, k.end)) for k in before.links]
    problems = [replace(p, subject=swap.get(p.subject or "", p.subject)) for p in before.problems]
    return Architecture.of(before.project, resources, entries, links, problems)


def _relabelled(before: Architecture, edit: RenameResource) -> dict[str, str]:
    """Ids of entries that end with what starts them: `entry:main.tell#subscribe news`."""
    old = before.by_id[edit.resource].name or ""
    started = [link.end for link in before.links_to(edit.resource) if link.kind == "trigger"]
    return {found: f"{found.removesuffix(old)}{edit.name}" for found in started if old and found.endswith(f" {old}")}
