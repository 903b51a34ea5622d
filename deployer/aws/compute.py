"""Compute: a function, a web app or a graph becomes one Lambda function with its role, its log and maybe its URL.

Every unit runs the same package and the same entry point (`archloom.resources.runtime.entrypoint.handler`); the
variables ARCHLOOM_KIND and ARCHLOOM_HANDLER say what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ...resources.architecture import Entry, Resource
from ...resources.fit import usual
from ..blueprint import CloudResource, Code, JsonText, NamedOutput, Ref, Value
from ..errors import DeployError
from . import environment, roles
from .context import Context, Made, Unit
from .permissions import open_url

ENTRY_POINT = "archloom.resources.runtime.entrypoint.handler"
KINDS = ("function", "web_app", "graph")
_MEMORY, _TIMEOUT = 512, 30
_WSGI = ("flask", "bottle", "django", "wsgi")
_BY_TRIGGER = {"router": "http", "queue": "queue", "topic": "topic", "bucket": "bucket", "schedule": "schedule"}


def unit_of(resource: Resource, context: Context, logical: str) -> Unit | None:
    """The unit of a compute resource; None when nothing in it can be called."""
    entries = context.architecture.entries_in(resource.id)
    handler = _handler(resource, entries)
    if resource.kind not in KINDS or handler is None or all(entry.kind in ("script", "ui") for entry in entries):
        return None
    size = _size(resource, entries, context)
    kind = _kind(resource, entries, context)
    return Unit(
        resource,
        logical,
        context.physical(logical, "function"),
        kind,
        handler,
        resource.root or (entries[0].root if entries else ""),
        _whole(size.get("memory"), usual(resource, "memory", _MEMORY), "memory", resource),
        _whole(size.get("timeout"), usual(resource, "timeout", _TIMEOUT), "timeout", resource),
        {str(key): str(value) for key, value in size["environment"].items()},
        url=kind in ("asgi", "wsgi", "graph") or (kind == "raw" and not any(_starters(entries, context))),
    )


def lower(unit: Unit, context: Context) -> Made:
    """All that belongs to a unit. The identities of what it uses must be known."""
    logs = _logs(unit, context)
    role, policy = roles.lower(unit, context)
    function = CloudResource(
        "aws:lambda/function:Function", unit.logical, _inputs(unit, role, context), (logs.name, policy.name),
        unit.resource.id,
    )  # fmt: skip
    url = _url(unit) if unit.url else ()
    outputs = (_url_output(unit),) if unit.url else ()
    return Made((logs, role, policy, function, *url), outputs=outputs)


def _logs(unit: Unit, context: Context) -> CloudResource:
    inputs: dict[str, Value] = {
        "name": f"/aws/lambda/{unit.physical}",
        "retentionInDays": int(context.options.get("log_retention", 30)),
    }
    return CloudResource("aws:cloudwatch/logGroup:LogGroup", f"{unit.logical}-logs", inputs, subject=unit.resource.id)


def _inputs(unit: Unit, role: CloudResource, context: Context) -> dict[str, Value]:
    return {
        "name": unit.physical,
        "role": Ref(role.name, "arn"),
        "handler": ENTRY_POINT,
        "runtime": f"python{context.options['python']}",
        "architectures": [str(context.options.get("architecture", "x86_64"))],
        "code": Code(context.code_digest),
        "memorySize": unit.memory,
        "timeout": unit.timeout,
        "environment": {"variables": _variables(unit, context)},
    }


def _variables(unit: Unit, context: Context) -> dict[str, Value]:
    named: dict[str, Value] = {"ARCHLOOM_KIND": unit.kind, "ARCHLOOM_HANDLER": unit.handler}
    if unit.root:
        named["ARCHLOOM_ROOT"] = unit.root
    if secrets := {item.variable: item.secret for item in roles.filled(unit, context)}:
        named["ARCHLOOM_SECRETS"] = JsonText(dict(sorted(secrets.items())))
    if context.options.get("models"):
        named["ARCHLOOM_MODELS"] = str(context.options["models"])
    return dict(sorted((environment.carried(unit, context) | named | dict(unit.environment)).items()))


def _url(unit: Unit) -> tuple[CloudResource, ...]:
    inputs: dict[str, Value] = {"functionName": unit.function, "authorizationType": "NONE"}
    name = f"{unit.logical}-url"
    url = CloudResource("aws:lambda/functionUrl:FunctionUrl", name, inputs, subject=unit.resource.id)
    return url, *open_url(unit)


def _url_output(unit: Unit) -> NamedOutput:
    return NamedOutput(f"{unit.logical}.url", Ref(f"{unit.logical}-url", "functionUrl"), unit.resource.id)


def _size(resource: Resource, entries: tuple[Entry, ...], context: Context) -> dict[str, Any]:
    """Memory, timeout and environment: the code's, then archloom.toml's by handler and by id, then the stack's."""
    stack: Mapping[str, Any] = context.options.get("functions", {})
    keys = [*sorted({entry.handler for entry in entries}), resource.id]
    layers = [
        resource.properties,
        *(table.get(key, {}) for table in (context.settings.functions, stack) for key in keys),
    ]
    size: dict[str, Any] = {"environment": {}}
    for layer in layers:
        size = {**size, **layer, "environment": {**size["environment"], **_mapping(layer.get("environment"))}}
    return size


def _whole(value: Any, default: int, name: str, resource: Resource) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise DeployError(str(resource.source), f"{name} takes a whole number, not {value!r}.", "Correct it.")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else {}


def _kind(resource: Resource, entries: tuple[Entry, ...], context: Context) -> str:
    if resource.kind == "graph":
        return "graph"
    if resource.kind == "web_app":
        return "wsgi" if resource.service.lower() in _WSGI else "asgi"
    for starter in _starters(entries, context):
        if starter.origin == "declared" and (word := _BY_TRIGGER.get(starter.kind)):
            return word
    return "function" if resource.origin == "declared" else "raw"


def _starters(entries: tuple[Entry, ...], context: Context) -> Iterator[Resource]:
    """What starts a unit. A handler of Archloom's own takes a message, a file or a request; any other, found by a SAM
    template or written for Chalice, takes the event as Lambda has it."""
    for entry in entries:
        for link in context.architecture.links_of(entry.id):
            if link.kind == "trigger":
                yield context.architecture.by_id[link.resource]


def _handler(resource: Resource, entries: tuple[Entry, ...]) -> str | None:
    """`module:attribute`. A web app and a graph are called as a whole, a function by its handler."""
    whole = resource.kind in ("web_app", "graph")
    dotted = (resource.symbol or resource.id.partition(":")[2]) if whole else (entries[0].handler if entries else "")
    module = _module(resource.source.file if whole else entries[0].source.file if entries else "", resource.root)
    if module and dotted.startswith(f"{module}."):
        return f"{module}:{dotted.removeprefix(f'{module}.')}"
    start, _, attribute = dotted.rpartition(".")
    return f"{start}:{attribute}" if start and attribute else None


def _module(file: str, root: str) -> str:
    """`src/app/main.py` under the root `src` -> `app.main`."""
    inside = file.removeprefix(f"{root}/") if root else file
    return inside.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
