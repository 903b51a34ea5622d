"""What a person must hear before deploying: what this target cannot run, what is not made, what will not last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...resources.architecture import Resource
from ..blueprint import Note
from .compute import KINDS
from .context import Context

_NOT_HERE: Mapping[str, str] = {
    "ui_app": "keeps a connection open to every browser, which a Lambda function cannot. Run it on a server of its own",
    "worker": "runs without end, which a Lambda function cannot. Let a queue or a schedule start a handler instead",
    "mcp_server": "serves a session of its own, which this target does not run yet. Run it on a server of its own",
    "state_machine": "is taken as there already: functions may start it, but it is not made",
}
_OUTSIDE = ("database", "cache", "vector_store", "search_index", "knowledge_base", "file_system")
_STACK_OPTIONS = frozenset({
    "target", "region", "profile", "python", "architecture", "log_retention", "force_destroy", "models", "port",
    "functions", "resources", "backend", "account", "allow_missing_secrets",
})  # fmt: skip


def notes(context: Context) -> Iterator[Note]:
    """Every note that does not belong to one lowering."""
    for resource in context.architecture.resources:
        yield from _about(resource, context)
    for option in sorted(set(context.options) - _STACK_OPTIONS):
        text = f"archloom.toml: [stacks.{context.stack}] has an unknown setting `{option}`; it has no effect."
        yield Note(text, "warning")


def _about(resource: Resource, context: Context) -> Iterator[Note]:
    title = resource.name or resource.env or resource.symbol or resource.id.partition(":")[2]
    if resource.kind in _NOT_HERE:
        yield Note(f"{title} {_NOT_HERE[resource.kind]}.", _severity(resource), resource.id)
    elif resource.kind in KINDS and resource.id not in context.units:
        yield Note(f"{title} is a script: nothing calls it in the cloud, so it is not deployed.", "info", resource.id)
    elif resource.kind == "local_store":
        text = f"{title} lies on the disk or in the memory of one run; in the cloud it is empty again at each start."
        yield Note(text, "warning", resource.id)
    elif resource.kind in _OUTSIDE:
        yield from _outside(title, resource, context)


def _severity(resource: Resource) -> Any:
    return "info" if resource.kind == "state_machine" else "warning"


def _outside(title: str, resource: Resource, context: Context) -> Iterator[Note]:
    if any(link.kind != "trigger" for link in context.architecture.links_to(resource.id)):
        how = f"the functions connect to what {resource.env} names" if resource.env else "it must be there already"
        text = f"{title} ({resource.service}) is not made by this target; {how}."
        yield Note(text, "info", resource.id)
