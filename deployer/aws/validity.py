"""AWS's limits, checked before anything is made: names and properties as the record of each kind says."""

from __future__ import annotations

from collections.abc import Iterator

from ...resources.architecture import Resource
from ...resources.kinds import KINDS
from ..errors import DeployError
from .context import Context, Unit
from .schedule import aws_cron


def check(context: Context) -> None:
    """Raises DeployError with every refusal, so that they can be corrected at once."""
    found = [refusal for resource in context.architecture.resources for refusal in _refusals(resource, context)]
    found += [refusal for unit in context.units.values() for refusal in _sizes(unit)]
    if found:
        several = f" (and {len(found) - 1} more: {' '.join(found[1:])})" if len(found) > 1 else ""
        raise DeployError("settings", f"{found[0]}{several}", "Correct it; nothing was changed.")


def _refusals(resource: Resource, context: Context) -> Iterator[str]:
    kind = KINDS.get(resource.kind)
    if kind is None or resource.origin != "declared":
        return
    if resource.name and (refusal := kind.name_rule.refusal(resource.name)):
        yield f"{resource.source}: {refusal}"
    for name, value in context.properties(resource).items():
        if resource.kind == "function" and name in ("memory", "timeout"):
            continue  # `_sizes` sees what settings make of them
        known = kind.find_property(name)
        if name == "cron" and isinstance(value, str):
            value = aws_cron(value)
        if known and value is not None and (refusal := known.refusal(value)):
            yield f"{resource.source}: {refusal}"


def _sizes(unit: Unit) -> Iterator[str]:
    """What the code, archloom.toml and the stack together make of them."""
    for name, value in (("memory", unit.memory), ("timeout", unit.timeout)):
        known = KINDS["function"].find_property(name)
        if known and (refusal := known.refusal(value)):
            yield f"{unit.resource.source}: {refusal}"
