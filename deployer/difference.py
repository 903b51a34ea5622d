"""State and blueprint -> changes: which resources are made, changed, replaced or deleted, and which properties differ.

Inputs are compared settled. An input that refers to a resource which is about to be made or replaced is not known yet
and counts as changed; while it is applied it is compared once more, and a resource that then proves equal is left
alone. Policies are compared statement by statement, code by its hash, secrets by a salted digest that is never shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from .aws.types import facts
from .blueprint import UNKNOWN, Blueprint, CloudResource, Known, settle_inputs
from .plan import LATER, SECRET, Action, Change, PropertyChange, StatementChange
from .state import Record, State

Settled = Mapping[str, Any]


def changes_between(state: State, blueprint: Blueprint, known: Known) -> tuple[Change, ...]:
    """Every change, in the order of the blueprint; deletions last, users before what they use.

    `known` gives the outputs of the account and the digests of secrets; outputs of resources come from the state.
    """
    outputs: dict[str, Mapping[str, Any]] = dict(known.outputs)
    changes: list[Change] = []
    for resource in blueprint.resources:
        settled = settle_inputs(resource, Known(outputs, known.secret_digest))
        change = change_of(resource, state.resources.get(resource.name), settled)
        outputs[resource.name] = _outputs_after(change.action, resource, state, settled)
        changes.append(change)
    return (*changes, *deletions(state, blueprint))


def change_of(resource: CloudResource, record: Record | None, settled: Settled) -> Change:
    """What must happen to one resource so that it has these inputs."""
    if record is None:
        statements = _placed(statement_changes({}, settled), resource)
        return Change(resource.name, resource.type, "create", resource.subject, _all_of(settled), statements)
    if record.type != resource.type:
        return _replaced(resource, record, settled, _all_of(settled))
    properties = tuple(property_changes(record.inputs, settled, resource.type))
    if any(change.forces for change in properties):
        return _replaced(resource, record, settled, properties)
    action: Action = "update" if properties or record.uncertain else "same"
    statements = _placed(statement_changes(record.inputs, settled), resource) if properties else ()
    return Change(resource.name, resource.type, action, resource.subject, properties, statements)


def deletions(state: State, blueprint: Blueprint | None) -> tuple[Change, ...]:
    """What the state has and the blueprint has not: each before what it needs."""
    going = [name for name in state.resources if blueprint is None or name not in blueprint.by_name]
    ordered: list[str] = []
    while going:
        needed = {need for name in going for need in state.resources[name].needs if need in going and need != name}
        free = [name for name in going if name not in needed] or going
        ordered += sorted(free)
        going = [name for name in going if name not in free]
    return tuple(_deleted(name, state.resources[name]) for name in ordered)


def property_changes(before: Settled, after: Settled, type_: str) -> Iterator[PropertyChange]:
    """Each property that differs, by its path."""
    forces = facts(type_).forces
    for key in sorted({*before, *after}):
        for path, old, new in _leaves(key, before.get(key), after.get(key)):
            yield PropertyChange(path, shown(old), shown(new), key in forces)


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if _same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _is_marker(old) and not _is_marker(new):
        before, after = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        for key in sorted({*before, *after}):
            yield from _leaves(f"{path}.{key}", before.get(key), after.get(key))
    else:
        yield path, old, new


def _same(old: Any, new: Any) -> bool:
    return old == new and old is not UNKNOWN and new is not UNKNOWN


def shown(value: Any) -> Any:
    """A settled value as a person may see it: no secret, a short hash for code, `(known after apply)`."""
    if value is UNKNOWN:
        return LATER
    if isinstance(value, list):
        return [shown(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    fields = cast("dict[str, Any]", value)
    match fields:
        case {"$secret": _}:
            return SECRET
        case {"$code": str(digest)}:
            return digest[:7]
        case {"$file": str(path), "digest": str(digest)}:
            return f"{path} {digest[:7]}"
        case _:
            return {key: shown(item) for key, item in fields.items()}


def _is_marker(value: Any) -> bool:
    return any(key in value for key in ("$secret", "$code", "$file"))


def _all_of(settled: Settled) -> tuple[PropertyChange, ...]:
    return tuple(PropertyChange(key, None, shown(value)) for key, value in sorted(settled.items()))


def _replaced(
    resource: CloudResource, record: Record, settled: Settled, properties: tuple[PropertyChange, ...]
) -> Change:
    statements = _placed(statement_changes(record.inputs, settled), resource)
    return Change(
        resource.name, resource.type, "replace", resource.subject, properties, statements, facts(record.type).loses
    )


def _deleted(name: str, record: Record) -> Change:
    return Change(name, record.type, "delete", record.subject, loses=facts(record.type).loses)


def _outputs_after(action: Action, resource: CloudResource, state: State, settled: Settled) -> Mapping[str, Any]:
    if action in ("same", "update"):
        return state.resources[resource.name].outputs
    return {key: settled[key] for key in facts(resource.type).echoes if key in settled}


def statement_changes(before: Settled, after: Settled) -> Iterator[StatementChange]:
    """What a policy among the inputs grants otherwise, statement by statement."""
    old, new = _by_sid(before.get("policy")), _by_sid(after.get("policy"))
    for sid in sorted({*old, *new}):
        was, will = old.get(sid, ((), ())), new.get(sid, ((), ()))
        if was != will:
            yield StatementChange(sid, was[0], will[0], was[1], will[1])


def _placed(changes: Iterator[StatementChange], resource: CloudResource) -> tuple[StatementChange, ...]:
    """The changes with the lines of code that need them."""
    return tuple(replace(change, places=_places(resource, change.sid)) for change in changes)


def _places(resource: CloudResource, sid: str) -> tuple[str, ...]:
    because = resource.because.get(sid)
    return because.places if because else ()


def _by_sid(text: Any) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    if not isinstance(text, str) or not text.startswith("{"):
        return {}
    statements = json.loads(text).get("Statement", [])
    return {
        str(item.get("Sid", f"statement {index + 1}")): (_words(item.get("Action")), _words(item.get("Resource")))
        for index, item in enumerate(statements)
    }


def _words(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)
