"""The environment of a unit: how its code learns what its resources are called.

A declared resource is found through the variable of `resources/physical.py`, a deduced one through the variable that
the code itself reads; both are set to what the service's calls take, unless the variable's own name asks for another
form (`…_ARN`, `…_NAME`, `…_URL`).
"""

from __future__ import annotations

from ...resources.architecture import Resource
from ...resources.physical import variable
from ..blueprint import Value
from .context import Context, Identity, Unit, existing_name


def carried(unit: Unit, context: Context) -> dict[str, Value]:
    """Variable -> value for every resource that an entry of the unit uses."""
    found: dict[str, Value] = {}
    for resource in _linked(unit, context):
        identity = context.identities.get(resource.id)
        if identity is None:
            if resource.env and (there := existing_name(resource, context)):
                found[resource.env] = there
        elif resource.origin == "declared" and resource.name:
            found[variable(resource.kind, resource.name)] = identity.carried
        elif resource.env and resource.id not in context.filled:
            found[resource.env] = form(resource.env, resource, identity)
    return found


def form(name: str, resource: Resource, identity: Identity) -> Value:
    """The name, the ARN or what the calls take, by the variable's name."""
    if name.endswith("_ARN"):
        return identity.arn
    if name.endswith("_NAME") or resource.kind == "secret":
        return identity.name
    return identity.carried


def _linked(unit: Unit, context: Context) -> list[Resource]:
    linked = {
        link.resource
        for entry in context.architecture.entries_in(unit.resource.id)
        for link in context.architecture.links_of(entry.id)
        if link.kind != "trigger"
    }
    return [context.architecture.by_id[key] for key in sorted(linked) if key != unit.resource.id]
