"""What a person types for an entry or a resource, taken for what it means when it can mean one thing only."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import click

from ...codegen.remedies import offers
from ...resources.architecture import Architecture, Entry, Problem, Resource
from ...resources.connecting import entry_at


def find_entry(architecture: Architecture, said: str) -> Entry:
    """By id, dotted name, last part of it, or label; a compute resource stands for its only entry."""
    names: dict[str, set[str]] = {}
    for entry in architecture.entries:
        _learn(names, entry.id, _entry_names(entry))
    for resource in architecture.resources:
        if entry := entry_at(architecture, resource.id):
            _learn(names, entry.id, _resource_names(resource))
    return architecture.entry_by_id[_one(said, names, "entry")]


def find_code(architecture: Architecture, said: str) -> Entry:
    """As `find_entry`, but any of a handler's routes will do: what is written above its `def` holds for all of them."""
    same = [entry for entry in architecture.entries if said in (entry.handler, entry.handler.rpartition(".")[2])]
    return same[0] if len({entry.handler for entry in same}) == 1 else find_entry(architecture, said)


def find_resource(architecture: Architecture, said: str) -> str:
    """By id, name, environment variable or the name of its variable in code."""
    names: dict[str, set[str]] = {}
    for resource in architecture.resources:
        _learn(names, resource.id, _resource_names(resource))
    return _one(said, names, "resource")


def find_item(architecture: Architecture, said: str) -> str:
    """A resource if one is meant, otherwise an entry."""
    names: dict[str, set[str]] = {}
    for resource in architecture.resources:
        _learn(names, resource.id, _resource_names(resource))
    if said not in names:
        for entry in architecture.entries:
            _learn(names, entry.id, _entry_names(entry))
    return _one(said, names, "resource or entry")


def find_handler(architecture: Architecture, said: str) -> str:
    """The dotted name of a handler: of an entry if one is meant, otherwise as it was typed."""
    names: dict[str, set[str]] = {}
    for entry in architecture.entries:
        _learn(names, entry.handler, _entry_names(entry))
    return next(iter(names[said])) if len(names.get(said, ())) == 1 else said


def find_problem(architecture: Architecture, said: str) -> Problem:
    """By code, by place (`agent.py:12`), or by the resource that it is about; a problem that can be rewritten first."""
    names: dict[str, set[str]] = {}
    by_key = {f"{problem.code} at {problem.source}": problem for problem in architecture.problems}
    for key, problem in by_key.items():
        subject = architecture.by_id.get(problem.subject or "")
        also = _resource_names(subject) if subject else ()
        _learn(names, key, (key, problem.code, str(problem.source), problem.subject, *also))
    fixable = {key for key in names.get(said, ()) if offers(by_key[key])}
    return by_key[next(iter(fixable)) if len(fixable) == 1 else _one(said, names, "problem")]


def _entry_names(entry: Entry) -> tuple[str, ...]:
    return entry.id, entry.id.partition(":")[2], entry.handler, entry.handler.rpartition(".")[2], entry.label


def _resource_names(resource: Resource) -> tuple[str | None, ...]:
    variable = resource.symbol.rpartition(".")[2] if resource.symbol else None
    return resource.id, resource.id.partition(":")[2], resource.name, resource.env, variable


def _learn(names: dict[str, set[str]], meant: str, said: Iterable[str | None]) -> None:
    for name in said:
        if name:
            names.setdefault(name, set()).add(meant)


def _one(said: str, names: Mapping[str, set[str]], what: str) -> str:
    found = sorted(names.get(said, ()))
    if said in found:  # an id means itself, whatever else bears that name
        return said
    if len(found) == 1:
        return found[0]
    if found:
        raise click.BadParameter(f"{said!r} may be {' or '.join(found)}; say which.")
    close = difflib.get_close_matches(said, names, 1, 0.5)
    hint = f"Did you mean {close[0]!r}?" if close else "`archloom deduce` lists what there is."
    raise click.BadParameter(f"there is no {what} {said!r}. {hint}")
