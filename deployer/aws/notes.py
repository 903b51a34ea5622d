"""What a person must hear before deploying: what this target cannot run, what is not made, what will not last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...resources.architecture import Resource
from ..blueprint import Note, Severity
from . import secret
from .compute import KINDS
from .context import Context, existing_name
from .stack_options import unknown

_NOT_HERE: Mapping[str, str] = {
    "ui_app": "keeps a connection open to every browser, which a Lambda function cannot. Run it on a server of its own",
    "worker": "is a program of its own, which this target does not run. Let a queue or a schedule start a handler",
    "mcp_server": "serves a session of its own, which this target does not run yet. Run it on a server of its own",
    "state_machine": "is taken as there already: functions may start it, but it is not made",
}
_OUTSIDE = ("database", "cache", "vector_store", "search_index", "knowledge_base", "file_system")
_STARTS: Mapping[str, str] = {
    "kv_store": "changes of its records start", "stream": "what arrives in it starts",
    "event_bus": "a rule on it starts", "state_machine": "its steps call",
}  # fmt: skip
"""Kinds whose triggers this target does not make."""
_STORES = ("kv_store", "bucket", "queue", "topic", "stream", "secret", "parameter")


def notes(context: Context) -> Iterator[Note]:
    """Every note that does not belong to one lowering."""
    for resource in context.architecture.resources:
        yield from _about(resource, context)
        yield from _not_started(resource, context)
    yield from _unset_variables(context)
    for option in unknown(context.options):
        text = f"archloom.toml: [stacks.{context.stack}] has an unknown setting `{option}`; it has no effect."
        yield Note(text, "warning")


def _about(resource: Resource, context: Context) -> Iterator[Note]:
    title = resource.name or resource.env or context.title(resource)
    if (there := existing_name(resource, context)) and resource.kind in _STORES:
        text = f"{title} is taken as there already ({there}); it is granted and not made. A sandbox starts without it."
        yield Note(text, "info", resource.id)
    elif resource.kind in _NOT_HERE:
        yield Note(f"{title} {_NOT_HERE[resource.kind]}.", _severity(resource), resource.id)
    elif resource.kind in KINDS and resource.id not in context.units:
        yield Note(f"{title} is a script: nothing calls it in the cloud, so it is not deployed.", "info", resource.id)
    elif resource.kind == "local_store":
        text = f"{title} lies on the disk or in the memory of one run; in the cloud it is empty again at each start."
        yield Note(text, "warning", resource.id)
    elif resource.kind in _OUTSIDE:
        yield from _outside(title, resource, context)


def _not_started(resource: Resource, context: Context) -> Iterator[Note]:
    started = sorted({entry.handler for _, entry, _ in context.triggers_of(resource)})
    if resource.kind in _STARTS and started:
        what = f"{resource.name or resource.env or context.title(resource)}: that {_STARTS[resource.kind]}"
        text = f"{what} {', '.join(started)} is not made by this target; invoke it yourself."
        yield Note(text, "warning", resource.id)


def _severity(resource: Resource) -> Severity:
    return "info" if resource.kind == "state_machine" else "warning"


def _outside(title: str, resource: Resource, context: Context) -> Iterator[Note]:
    if any(link.kind != "trigger" for link in context.architecture.links_to(resource.id)):
        how = f"the functions connect to what {resource.env} names" if resource.env else "it must be there already"
        yield Note(f"{title} ({resource.service}) is not made by this target; {how}.", "info", resource.id)


def _unset_variables(context: Context) -> Iterator[Note]:
    """One note for all: a project that can talk to ten providers reads ten keys and needs one."""
    found = sorted({str(item.env) for item in context.architecture.resources if _is_unset(item, context)})
    if found:
        text = (
            f"Neither the environment nor .env has {', '.join(found)}; the functions do not find what has no default. "
            "In the sandbox the stand-in for models needs no key."
        )
        yield Note(text, "info")


def _is_unset(resource: Resource, context: Context) -> bool:
    if secret.is_unset(resource, context):
        return True
    connected = resource.kind in _OUTSIDE and not context.properties(resource).get("existing")
    return connected and resource.env is not None and not resource.name and resource.env not in context.variables
