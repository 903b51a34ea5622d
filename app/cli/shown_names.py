"""What resources and entries are called in a terminal: by their own names, by more where two of one kind share one."""

from __future__ import annotations

import re
from collections import Counter

from rich.text import Text

from ...resources.architecture import Architecture, Entry, Resource
from ...resources.kinds import KINDS

_BY_PLACE = re.compile(r".+:\d+")
"""The id of a resource that only its place tells from others: `bucket:app:57`."""


class ShownNames:
    def __init__(self, architecture: Architecture) -> None:
        self._by_id = architecture.by_id
        self._resources = Counter((one.kind, own_name(one)) for one in architecture.resources)
        self._entries = Counter(one.label for one in architecture.entries)

    def resource(self, resource: Resource) -> Text:
        if not resource.name and not resource.env:
            return Text(own_name(resource), "italic")
        if self._resources[resource.kind, own_name(resource)] > 1:
            return Text(resource.id.partition(":")[2])
        variable = resource.env if resource.name and resource.env != resource.name else None
        return Text(own_name(resource)) + (Text(f" (${variable})", "dim") if variable else Text())

    def entry(self, entry: Entry) -> str:
        return entry.handler if self._entries[entry.label] > 1 and " " not in entry.label else entry.label

    def starter(self, key: str) -> str:
        """`api (Web app)`, `jobs (Queue)`."""
        resource = self._by_id[key]
        return f"{self.resource(resource).plain} ({KINDS[resource.kind].label})"


def own_name(resource: Resource) -> str:
    """The name, the variable that carries it, or what is known instead."""
    if resource.name or resource.env:
        return resource.name or f"${resource.env}"
    tail = resource.id.partition(":")[2]
    if pattern := resource.properties.get("pattern"):
        return f"{pattern}, undecided"
    return f"undecided, {resource.source}" if _BY_PLACE.fullmatch(tail) else tail


def kind_of(resource: Resource) -> str:
    """`Queue`; of a service of AWS without a kind of its own also which one: `AWS service · kms`."""
    label = KINDS[resource.kind].label
    return f"{label} · {resource.service}" if resource.kind == "aws_service" and resource.name else label
