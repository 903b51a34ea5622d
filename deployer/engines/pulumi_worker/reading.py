"""Pulumi's engine events -> our events and our plan. The Automation API's own results hold counts only.

One change of ours may be several steps of Pulumi's: a replacement is delete-replaced, replace and create-replacement,
in an order that depends on whether the old one must go first. The events come on threads of the Automation API.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pulumi.automation import EngineEvent
from pulumi.automation.events import StepEventMetadata

from ...aws.types import facts
from ...blueprint import Blueprint
from ...difference import statement_changes
from ...events import Emit, Failed, Finished, Log, Started
from ...plan import LATER, SECRET, Action, Change, PropertyChange

_ACTIONS: Mapping[str, Action] = {
    "create": "create", "update": "update", "delete": "delete", "same": "same", "replace": "replace",
    "create-replacement": "replace", "delete-replaced": "replace", "import": "create", "discard-replaced": "replace",
}  # fmt: skip
_LAST_STEPS = ("create", "update", "delete", "create-replacement", "import")
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET, _ASSET, _ARCHIVE = (
    "1b47061264138c4ac30d75fd1eb44270",
    "c44067f5952c0a294b673a41bacd8c17",
    "0def7320c3a5731c473e5ecbe6d01bc7",
)
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


class Reader:
    """Follows one run. `changes` is the plan so far; with `emit` it tells what begins, ends and fails."""

    def __init__(self, blueprint: Blueprint | None, subjects: Mapping[str, str | None], emit: Emit) -> None:
        self._blueprint = blueprint
        self._subjects = subjects
        self._emit = emit
        self._begun: dict[str, float] = {}
        self._errors: dict[str, list[str]] = {}
        self._changes: dict[str, Change] = {}
        self._refreshed: set[str] = set()
        self.failures: list[str] = []

    def __call__(self, event: EngineEvent) -> None:
        if event.resource_pre_event:
            self._pre(event.resource_pre_event.metadata, bool(event.resource_pre_event.planning))
        elif event.res_outputs_event:
            self._done(event.res_outputs_event.metadata)
        elif event.res_op_failed_event:
            self._failed(event.res_op_failed_event.metadata)
        elif event.diagnostic_event:
            self._said(
                event.diagnostic_event.severity, event.diagnostic_event.urn or "", event.diagnostic_event.message
            )

    def changes(self) -> tuple[Change, ...]:
        """The changes in the order of the blueprint, deletions last."""
        order = {
            resource.name: index for index, resource in enumerate(self._blueprint.resources if self._blueprint else ())
        }
        return tuple(sorted(self._changes.values(), key=lambda change: order.get(change.name, len(order))))

    def errors(self) -> list[str]:
        """All errors that were said, those about no resource (keys that are refused, a missing plugin) first."""
        loose = self._errors.get("", [])
        return [*loose, *(f"{name}: {text}" for name, texts in self._errors.items() if name for text in texts)]

    def _pre(self, step: StepEventMetadata, planning: bool) -> None:
        name, action = name_of(step.urn), _ACTIONS.get(step.op)
        if step.op == "refresh":
            self._refreshed.add(name)
        if action is None or step.type.startswith("pulumi:"):
            return
        known = self._changes.get(name)
        if known is None or known.action != "replace" or step.detailed_diff:
            self._changes[name] = self._change(name, action, step)
        if not planning and action != "same" and name not in self._begun:
            self._begun[name] = time.monotonic()
            self._emit(Started(name, step.type, action, self._subject(name)))

    def _change(self, name: str, action: Action, step: StepEventMetadata) -> Change:
        loses = facts(step.type).loses if action in ("replace", "delete") else None
        properties = tuple(_properties(action, step))
        statements = tuple(statement_changes(*_inputs(step))) if action in ("update", "replace") else ()
        return Change(name, step.type, action, self._subject(name), properties, statements, loses)

    def _done(self, step: StepEventMetadata) -> None:
        name, action = name_of(step.urn), _ACTIONS.get(step.op)
        if name in self._refreshed and action in ("update", "delete", "same"):
            self._changes[name] = self._drift(name, action, step)
            return
        if action is None or step.op not in _LAST_STEPS or name not in self._begun:
            return
        seconds = time.monotonic() - self._begun.pop(name)
        self._emit(Finished(name, step.type, action, seconds, self._subject(name)))

    def _drift(self, name: str, action: Action, step: StepEventMetadata) -> Change:
        """What a refresh found: gone, or other outputs than the state says."""
        old: Mapping[str, Any] = (step.old.outputs if step.old else None) or {}
        new: Mapping[str, Any] = (step.new.outputs if step.new else None) or {}
        found = [
            PropertyChange(key, shown(old.get(key)), shown(new.get(key)))
            for key in sorted({*old, *new})
            if action == "update" and old.get(key) != new.get(key)
        ]
        return Change(name, step.type, action, self._subject(name), tuple(found))

    def _failed(self, step: StepEventMetadata) -> None:
        name = name_of(step.urn)
        said = " ".join(self._errors.get(name, [])) or f"Pulumi could not {step.op} it."
        self.failures.append(f"{name}: {said}")
        self._emit(Failed(said, "Correct it and deploy again; what was made is kept.", name, self._subject(name)))

    def _said(self, severity: str, urn: str, message: str) -> None:
        name = name_of(urn) if urn and ":pulumi:Stack::" not in urn else ""
        text = plain(message)
        if severity == "error":
            self._errors.setdefault(name, [])
            if not text.startswith("an unhandled error occurred"):  # the engine repeats what the program said
                self._errors[name].append(text)
        elif severity in ("warning", "info#err") and text:
            self._emit(Log(name or "pulumi", text, self._subject(name)))

    def _subject(self, name: str) -> str | None:
        resource = self._blueprint.by_name.get(name) if self._blueprint else None
        return resource.subject if resource else self._subjects.get(name)


def name_of(urn: str) -> str:
    """The logical name in `urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders`."""
    return urn.rpartition("::")[2]


def plain(message: str) -> str:
    """A diagnostic without colours and without Pulumi's markers for them."""
    text = re.sub(r"<\{%.*?%\}>|\x1b\[[0-9;]*m", "", message).partition("Traceback (most recent call last)")[0]
    return re.sub(r"\s+", " ", text).strip()


def _properties(action: Action, step: StepEventMetadata) -> Iterator[PropertyChange]:
    old, new = _inputs(step)
    if action == "create":
        for name in sorted(new):
            if not name.startswith("__"):
                yield PropertyChange(name, None, shown(new[name]))
    elif action in ("update", "replace"):
        for path in sorted(step.detailed_diff or dict.fromkeys(step.diffs or ())):
            kind = (step.detailed_diff or {}).get(path)
            forces = str(kind.diff_kind.value).endswith("-replace") if kind else path in (step.keys or ())
            yield PropertyChange(path, shown(_at(old, path)), shown(_at(new, path)), forces)


def _inputs(step: StepEventMetadata) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The inputs before and after."""
    return (step.old.inputs if step.old else None) or {}, (step.new.inputs if step.new else None) or {}


def _at(inputs: Any, path: str) -> Any:
    """The value at `environment.variables.TABLE`, `attributes[0].name` or `tags["a.b"]`; None when there is none."""
    for dotted, index, quoted in re.findall(r'([^.\[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]', path):
        try:
            inputs = inputs[int(index)] if index else inputs[quoted or dotted]
        except (KeyError, IndexError, TypeError):
            return None
    return inputs


def shown(value: Any) -> Any:
    """An input as a person may see it: no secret, a short hash for files, `(known after apply)`."""
    if isinstance(value, str):
        return LATER if value == _UNKNOWN else SECRET if value == "[secret]" else value
    if isinstance(value, list):
        return [shown(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    fields = cast("dict[str, Any]", value)
    kind = fields.get(_SIGNATURE)
    if kind is None:
        return {name: shown(item) for name, item in fields.items() if not name.startswith("__")}
    if kind in (_ASSET, _ARCHIVE):
        return str(fields.get("hash", ""))[:7]
    return SECRET if kind == _SECRET else LATER
