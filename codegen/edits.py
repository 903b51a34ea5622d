"""The vocabulary of edits: what a person can change in the picture, as plain data.

Entries and resources are named by the ids of the architecture that the edit was made on. `plan` turns an edit into a
`Change` of files or says why it cannot; nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..resources.architecture import Json, Span


@dataclass(frozen=True, slots=True)
class AddResource:
    """Declare a new resource. `file` says where (relative to the project); without it, beside its siblings."""

    kind: str
    name: str
    properties: Mapping[str, Json] = field(default_factory=dict[str, Json])
    file: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveResource:
    """Take away a declaration with the grants and triggers that name it."""

    resource: str


@dataclass(frozen=True, slots=True)
class RenameResource:
    """Give a resource another name, wherever the code says it."""

    resource: str
    name: str


@dataclass(frozen=True, slots=True)
class SetProperty:
    """Set a property of a resource; None takes it back to its default.

    `resource` may also be the id of an entry: then `memory`, `timeout` and `environment` are those of its function.
    """

    resource: str
    property: str
    value: Json


@dataclass(frozen=True, slots=True)
class Connect:
    """Grant operations on a resource to an entry, besides those that it has."""

    entry: str
    resource: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Take away the permission of an entry on a resource, or the trigger between them.

    Where there are both (a subscriber that also sends to its queue), `kind` says which; without it the permission goes.
    """

    entry: str
    resource: str
    kind: Literal["permission", "trigger", ""] = ""


@dataclass(frozen=True, slots=True)
class SetOperations:
    """Grant exactly these operations on a resource to an entry."""

    entry: str
    resource: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddTrigger:
    """Let a resource start a handler (a dotted name). `method` and `path` are for routers: `get`, `/items/{id}`.

    Without a method the resource's first way of starting is taken (`subscribe`, `on_upload`, `run`).
    """

    resource: str
    handler: str
    method: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Put what lasts in the place of what does not: a remedy of `remedies.py`, for the call at a place.

    `name` is what the new resource is called; without one, the remedy's own word.
    """

    place: Span
    remedy: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MakeNameConfigurable:
    """Let a name come from an environment variable, with what the code says now as its default.

    Without a variable it is made from the name: `orders` -> `ORDERS_TABLE`.
    """

    resource: str
    variable: str = ""


Edit = (
    AddResource | RemoveResource | RenameResource | SetProperty | Connect | Disconnect | SetOperations | AddTrigger
    | Rewrite | MakeNameConfigurable
)  # fmt: skip
