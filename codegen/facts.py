"""An architecture as a flat table of facts, so that two can be compared without the places in files.

One key per resource, property, entry, link and error. Spans, evidence and the time it took are left out: an edit moves
lines. So are warnings: they come and go with what the picture says already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from ..resources.architecture import Architecture
from ..resources.fit import PROPERTY

Key = tuple[str, ...]
Facts = Mapping[Key, object]
Differences = Mapping[Key, tuple[object, object]]


def facts(architecture: Architecture) -> dict[Key, object]:
    """The table. Keys: ("resource", id), ("property", id, name), ("entry", id), ("link", kind, start, end), …"""
    found: dict[Key, object] = {}
    for resource in architecture.resources:
        found["resource", resource.id] = (resource.kind, resource.service, resource.name, resource.env, resource.origin)
        for name, value in resource.properties.items():
            if name != PROPERTY:  # a verdict on all that the unit does, no setting of it
                found["property", resource.id, name] = value
    for entry in architecture.entries:
        label = entry.label if entry.kind == "http" else ""  # others say the name of what starts them
        found["entry", entry.id] = (entry.kind, label, entry.handler, entry.runs_in)
    for link in architecture.links:
        found["link", *link.key] = (frozenset(link.operations), frozenset(link.actions), link.state)
    for problem in architecture.problems:
        if problem.severity == "error":
            found["problem", problem.code, problem.subject or "", problem.source.file] = problem.code
    return found


def differences(before: Facts, after: Facts) -> dict[Key, tuple[object, object]]:
    """The keys whose values differ, each with both values; None where there is none."""
    keys = sorted({*before, *after})
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def in_words(found: Differences) -> str:
    """`web_app:app would disappear; …`: at most three, and how many more."""
    said = list(dict.fromkeys(_words(key, before, after) for key, (before, after) in found.items()))
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return "; ".join(said[:3]) + more


def _words(key: Key, before: object, after: object) -> str:
    match key:
        case ("link", kind, start, end):
            what = f"the {kind} {start} → {end}"
        case ("property", resource, name):
            what = f"{name} of {resource}"
        case ("problem", code, subject, file):
            what = f"the problem {code} of {subject or file}"
        case _:
            what = " ".join(key[1:])
    if before is None:
        return f"{what} would appear"
    return f"{what} would disappear" if after is None else f"{what} would become {_value(key, after)}"


def _value(key: Key, value: object) -> str:
    if key[0] == "link":
        operations, _, state = cast("tuple[frozenset[str], frozenset[str], str]", value)
        return f"{', '.join(sorted(operations)) or 'nothing'} ({state})"
    return str(value)
