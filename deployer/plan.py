"""The plan: what a deployment would change, property by property and, for policies, statement by statement.

`changes_between` (in `difference.py`) makes it from the state and the blueprint. It is data: the command line prints
it, the window draws it, and the engine carries out exactly it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .blueprint import LATER, Note

Action = Literal["create", "update", "replace", "delete", "same"]
SECRET = "(secret)"

__all__ = [
    "LATER", "SECRET", "Action", "Change", "Plan", "PropertyChange", "StatementChange", "from_json", "to_json",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property, by its path (`environment.variables.TABLE`). None stands for absent."""

    path: str
    before: Any
    after: Any
    forces: bool = False
    """Does it force the resource to be replaced?"""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """One statement of a policy: who may do what, before and after. Empty on one side: created or deleted."""

    sid: str
    actions_before: tuple[str, ...]
    actions_after: tuple[str, ...]
    resources_before: tuple[str, ...]
    resources_after: tuple[str, ...]
    places: tuple[str, ...] = ()
    """The lines of code that need it (`main.py:31`)."""

    @property
    def action(self) -> Action:
        if not self.actions_before:
            return "create"
        return "update" if self.actions_after else "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource. `properties` is empty for same and delete."""

    name: str
    type: str
    action: Action
    subject: str | None = None
    properties: tuple[PropertyChange, ...] = ()
    statements: tuple[StatementChange, ...] = ()
    loses: str | None = None
    """What is lost for good (`every item of the table`), when the change destroys data."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes, in the order of the blueprint; deletions come last."""

    project: str
    stack: str
    target: str
    changes: tuple[Change, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def pending(self) -> tuple[Change, ...]:
        """The changes that change something."""
        return tuple(change for change in self.changes if change.action != "same")

    @property
    def counts(self) -> Mapping[Action, int]:
        """How many of each action, in the order in which people read them."""
        order: tuple[Action, ...] = ("create", "update", "replace", "delete", "same")
        return {action: sum(change.action == action for change in self.changes) for action in order}

    @property
    def losing(self) -> tuple[Change, ...]:
        """The changes that need a person's typed consent."""
        return tuple(change for change in self.changes if change.loses)


def to_json(plan: Plan) -> dict[str, Any]:
    """Plain data for `--json` and the window."""
    return asdict(plan) | {"counts": dict(plan.counts)}


def from_json(data: Mapping[str, Any]) -> Plan:
    """The plan of `to_json`."""
    return Plan(
        data["project"],
        data["stack"],
        data["target"],
        tuple(_change(item) for item in data["changes"]),
        tuple(Note(**item) for item in data["notes"]),
    )


def _change(data: Mapping[str, Any]) -> Change:
    return Change(
        data["name"],
        data["type"],
        data["action"],
        data["subject"],
        tuple(PropertyChange(**item) for item in data["properties"]),
        tuple(_statement(item) for item in data["statements"]),
        data["loses"],
    )


def _statement(data: Mapping[str, Any]) -> StatementChange:
    return StatementChange(
        data["sid"],
        tuple(data["actions_before"]),
        tuple(data["actions_after"]),
        tuple(data["resources_before"]),
        tuple(data["resources_after"]),
        tuple(data["places"]),
    )
