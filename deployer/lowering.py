"""Architecture, settings and stack -> blueprint: pure but for the files of websites; same input, same blueprint.

First every compute resource becomes a unit, so that triggers know what they start; then each other resource is lowered
and says how it is called; then the units are lowered, whose roles and environments name those. At the end all stand
in an order in which each comes after what it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..resources.architecture import Architecture, Resource
from ..resources.settings import Settings
from .aws import LOWER, compute, names, stack_options, validity
from .aws.context import Context, Identity, Made, Unit
from .aws.notes import notes
from .blueprint import Blueprint, CloudResource
from .errors import DeployError

DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an architecture comes from: the project's root, the hash of its package, the variables it may use."""

    root: Path
    code_digest: str
    variables: frozenset[str] = frozenset()
    python: str = "3.12"
    """The Lambda runtime that the project asks for; the stack's `python` comes before it."""


def blueprint_of(architecture: Architecture, settings: Settings, stack: str, source: Source) -> Blueprint:
    """Raises DeployError when a setting is outside of AWS's limits or two things would get one name."""
    context = _context(architecture, settings, stack, source)
    validity.check(context)
    made = [*_lower_resources(context), *_lower_units(context)]
    resources = [item for part in made for item in part.resources]
    _check_names(resources)
    outputs = sorted((output for part in made for output in part.outputs), key=lambda output: output.name)
    all_notes = [*(note for part in made for note in part.notes), *notes(context)]
    return Blueprint(
        context.project, stack, context.region, tuple(in_order(resources)), tuple(outputs), tuple(all_notes)
    )


def project_name(settings: Settings, root: Path) -> str:
    """What the project is called in names: archloom.toml's word or that of its folder."""
    return names.slug(settings.name or root.resolve().name)


def _context(architecture: Architecture, settings: Settings, stack: str, source: Source) -> Context:
    options: Mapping[str, Any] = {"python": source.python, **settings.stacks.get(stack, {})}
    stack_options.check(stack, options)
    bare = Context(
        architecture,
        settings,
        stack,
        project_name(settings, source.root),
        str(options.get("region", DEFAULT_REGION)),
        source.root,
        source.code_digest,
        options,
        source.variables,
    )
    titled = replace(bare, titles=_titles(architecture))
    return replace(titled, units=_units(titled))


def _titles(architecture: Architecture) -> dict[str, str]:
    """The name where it is the only one of its kind (`lambda_handler` often is not), else the id without the kind."""
    short = {item.id: _short(item) for item in architecture.resources}
    count = Counter((_group(item), short[item.id]) for item in architecture.resources)
    return {
        item.id: short[item.id] if count[_group(item), short[item.id]] == 1 else _long(item)
        for item in architecture.resources
    }


def _short(resource: Resource) -> str:
    title = resource.name or resource.env or resource.id.partition(":")[2]
    return names.slug(title) if resource.kind in compute.KINDS else title


def _long(resource: Resource) -> str:
    title = resource.id.partition(":")[2]
    return names.slug(title) if resource.kind in compute.KINDS else f"{title} {resource.env or ''}".strip()


def _group(resource: Resource) -> str:
    return "compute" if resource.kind in compute.KINDS else resource.kind


def _units(context: Context) -> dict[str, Unit]:
    found = (
        (resource.id, compute.unit_of(resource, context, context.title(resource)))
        for resource in context.architecture.resources
    )
    return {key: unit for key, unit in found if unit is not None}


def _lower_resources(context: Context) -> list[Made]:
    for key, unit in context.units.items():
        # By name, not by reference: functions may call each other in a circle.
        arn = context.arn("lambda", f"function:{unit.physical}")
        context.identities[key] = Identity(unit.physical, arn, unit.physical)
    made: list[Made] = []
    known = [resource for resource in context.architecture.resources if resource.kind in LOWER]
    for resource in sorted(known, key=lambda item: item.kind != "secret"):  # so that connections find their secrets
        part = LOWER[resource.kind](resource, context)
        made.append(part)
        if part.identity:
            context.identities[resource.id] = part.identity
        if part.fills:
            context.filled[resource.id] = part.fills
    return made


def _lower_units(context: Context) -> list[Made]:
    return [compute.lower(unit, context) for unit in context.units.values()]


def _check_names(resources: Iterable[CloudResource]) -> None:
    seen: dict[str, CloudResource] = {}
    for resource in resources:
        other = seen.setdefault(resource.name, resource)
        if other is not resource:
            raise DeployError(
                f"{other.subject} and {resource.subject}",
                f"both would be deployed as {resource.name!r}.",
                "Give one of them another name.",
            )


def in_order(resources: Iterable[CloudResource]) -> list[CloudResource]:
    """Each after what it needs, otherwise as given. Raises DeployError when they need each other."""
    waiting = {resource.name: resource for resource in resources}
    known = set(waiting)
    ordered: dict[str, CloudResource] = {}
    while waiting:
        ready = [item for item in waiting.values() if all(need in ordered or need not in known for need in item.needs)]
        if not ready:
            raise DeployError("blueprint", f"{', '.join(waiting)} need each other.", "Break the circle in the code.")
        for item in ready:
            ordered[item.name] = waiting.pop(item.name)
    return list(ordered.values())
