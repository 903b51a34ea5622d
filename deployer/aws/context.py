"""What every lowering needs to know: the project, the stack, its settings, and what became of each resource so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...resources.architecture import Architecture, Entry, Link, Resource
from ...resources.settings import Settings
from ..blueprint import ACCOUNT, CloudResource, Join, NamedOutput, Note, Ref, Value
from . import names


@dataclass(frozen=True, slots=True)
class Identity:
    """How code and policies name a resource of the architecture.

    `carried` is what the service's own calls take (a table's name, a queue's URL); it goes into the environment.
    """

    name: Value
    arn: Value
    carried: Value


@dataclass(frozen=True, slots=True)
class Unit:
    """A compute resource as one Lambda function: its logical name and how it is told what to run."""

    resource: Resource
    logical: str
    physical: str
    kind: str
    """The word of ARCHLOOM_KIND."""
    handler: str
    """`module:attribute`, the word of ARCHLOOM_HANDLER."""
    root: str
    memory: int
    timeout: int
    environment: Mapping[str, str]
    url: bool
    """Does it answer at a function URL of its own?"""

    @property
    def function(self) -> Ref:
        return Ref(self.logical, "name")

    @property
    def arn(self) -> Ref:
        return Ref(self.logical, "arn")


@dataclass(frozen=True, slots=True)
class Filled:
    """A variable that the functions which use a resource find filled from a secret."""

    variable: str
    secret: Value
    """What Secrets Manager is asked for."""
    arn: Value


@dataclass(frozen=True, slots=True)
class Made:
    """What a lowering returns for one resource of the architecture."""

    resources: tuple[CloudResource, ...] = ()
    identity: Identity | None = None
    outputs: tuple[NamedOutput, ...] = ()
    notes: tuple[Note, ...] = ()
    fills: Filled | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Read-only, apart from `identities` and `filled`, which grow in the order in which resources are lowered."""

    architecture: Architecture
    settings: Settings
    stack: str
    project: str
    region: str
    root: Path
    code_digest: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The stack's table of archloom.toml."""
    variables: frozenset[str] = frozenset()
    """The environment variables for which the deploying computer has a value (names only)."""
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    """Resource id -> the word that stands for it in logical names, unique among its kind."""
    units: Mapping[str, Unit] = field(default_factory=dict[str, Unit])
    identities: dict[str, Identity] = field(default_factory=dict[str, Identity])
    filled: dict[str, Filled] = field(default_factory=dict[str, Filled])

    def physical(self, name: str, kind: str, *, room: int = 0) -> str:
        return names.physical(self.project, self.stack, name, kind, room=room)

    def arn(self, service: str, path: str | Value, *, account: bool = True, region: bool = True) -> Join:
        """`arn:aws:<service>:<region>:<account>:<path>`"""
        start = f"arn:aws:{service}:{self.region if region else ''}:"
        return Join((start, ACCOUNT if account else "", ":", path))

    def title(self, resource: Resource) -> str:
        return self.titles[resource.id]

    def properties(self, resource: Resource) -> dict[str, Any]:
        """A resource's properties with what archloom.toml says about it, for all stacks and for this one."""
        stack: Mapping[str, Any] = self.options.get("resources", {})
        return {**resource.properties, **self.settings.resources.get(resource.id, {}), **stack.get(resource.id, {})}

    def triggers_of(self, resource: Resource) -> tuple[tuple[Link, Entry, Unit], ...]:
        """Each trigger that starts at a resource, with the unit that it starts."""
        links = (link for link in self.architecture.links_to(resource.id) if link.kind == "trigger")
        started = ((link, self.architecture.entry_by_id[link.entry]) for link in links)
        return tuple((link, entry, self.units[entry.runs_in]) for link, entry in started if entry.runs_in in self.units)


Lower = Callable[[Resource, Context], Made]
_HOLE = re.compile(r"\$\{\w+\}")


def chosen_name(resource: Resource, context: Context, kind: str, *, room: int = 0) -> str | None:
    """What to call a resource: the literal name that code uses, or one made for this project and stack.

    A name that only code knows must be kept; a declared one, or one that an environment variable carries, is ours to
    choose. None when nothing says what it is called.
    """
    if resource.origin == "deduced" and resource.env is None:
        return resource.name
    known = resource.name or resource.env
    return context.physical(known if resource.name else names.slug(known or ""), kind, room=room) if known else None


def existing_name(resource: Resource, context: Context) -> str | None:
    """The name of the thing that is there already, when archloom.toml says so; a pattern where variables that only the
    run has are part of the name, `docs-${REGION}`.
    """
    existing = context.properties(resource).get("existing")
    if not existing and resource.env is None and _HOLE.search(resource.name or ""):
        return _HOLE.sub("*", resource.name or "")
    return resource.name if existing is True else existing or None


def nameless(resource: Resource) -> Made:
    """Nothing can be made: neither code nor settings say what it is called."""
    return Made(
        notes=(
            Note(
                f"{resource.source}: the name of this {resource.kind.replace('_', ' ')} is decided while the code "
                f"runs, so it is neither made nor granted. Name one that is there: `existing` under "
                f'[resources."{resource.id}"] in archloom.toml.',
                "warning",
                resource.id,
            ),
        )
    )
