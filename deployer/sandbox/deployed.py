"""What is deployed to the sandbox, as the runtime needs it: functions, addresses and what starts them.

Read from the state file of the stack, which holds every resource with its settled inputs and its outputs. Topics and
buckets are missing: the local cloud itself calls the functions that they start (`runtime/moto_hook.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from .. import state as states
from ..state import Record, State

_FUNCTION = "aws:lambda/function:Function"
_URL = "aws:lambda/functionUrl:FunctionUrl"
_MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
_API, _ROUTE = "aws:apigatewayv2/api:Api", "aws:apigatewayv2/route:Route"
_INTEGRATION = "aws:apigatewayv2/integration:Integration"
_SCHEDULE = "aws:scheduler/schedule:Schedule"
_WEBSITE = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
_QUEUE = "aws:sqs/queue:Queue"


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `name` is its logical name, `physical` what Lambda calls it; memory in MB, timeout in seconds."""

    name: str
    subject: str
    physical: str
    arn: str
    role_arn: str
    environment: Mapping[str, str]
    memory: int
    timeout: int
    code: Path
    python: Path
    log_group: str
    handler: str


@dataclass(frozen=True, slots=True)
class Route:
    """`key` is API Gateway's (`GET /items/{id}`, `ANY /{path+}`, `$default`); `function` a logical name."""

    key: str
    function: str


@dataclass(frozen=True, slots=True)
class Address:
    """A port on 127.0.0.1 that answers HTTP."""

    name: str
    subject: str
    port: int
    kind: Literal["function_url", "http_api"]
    routes: tuple[Route, ...]
    cors: bool = False
    timeout: int = 30
    """Seconds after which the address stops waiting for the function; 0: as long as the function may run."""


@dataclass(frozen=True, slots=True)
class QueueSource:
    queue_url: str
    function: str
    batch_size: int
    fifo: bool


@dataclass(frozen=True, slots=True)
class ScheduleSource:
    name: str
    expression: str
    timezone: str
    function: str


@dataclass(frozen=True, slots=True)
class WebsiteAddress:
    name: str
    port: int
    bucket: str
    index: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """All of it. Names of functions are logical names, the keys of `functions`."""

    region: str = "us-east-1"
    account: str = "123456789012"
    functions: Mapping[str, Function] = field(default_factory=dict[str, Function])
    addresses: tuple[Address, ...] = ()
    queues: tuple[QueueSource, ...] = ()
    schedules: tuple[ScheduleSource, ...] = ()
    websites: tuple[WebsiteAddress, ...] = ()


def read(home: Path) -> Deployed:
    """What the state file in this folder says. Raises DeployError when it cannot be understood."""
    return of(states.load(home))


def of(state: State) -> Deployed:
    """The same from a state at hand. A resource whose function is not there (yet) is left out."""
    functions = dict(_functions(state))
    names = {function.arn: name for name, function in functions.items()}
    return Deployed(
        state.facts.get("region", "us-east-1"),
        state.facts.get("account", "123456789012"),
        functions,
        (*_function_urls(state, functions), *_apis(state, names)),
        tuple(_queues(state, names)),
        tuple(_schedules(state, names)),
        tuple(_websites(state)),
    )


def _each(state: State, type_: str) -> Iterator[tuple[str, Record]]:
    return ((name, record) for name, record in sorted(state.resources.items()) if record.type == type_)


def _functions(state: State) -> Iterator[tuple[str, Function]]:
    for name, record in _each(state, _FUNCTION):
        inputs = record.inputs
        yield (
            name,
            Function(
                name,
                record.subject or name,
                inputs["name"],
                record.outputs["arn"],
                inputs["role"],
                {key: str(value) for key, value in inputs["environment"]["variables"].items()},
                int(inputs["memorySize"]),
                int(inputs["timeout"]),
                Path(state.facts.get("code", "")),
                Path(state.facts.get("python", "")),
                f"/aws/lambda/{inputs['name']}",
                inputs["handler"],
            ),
        )


def _function_urls(state: State, functions: Mapping[str, Function]) -> Iterator[Address]:
    by_physical = {function.physical: name for name, function in functions.items()}
    for name, record in _each(state, _URL):
        function = by_physical.get(record.inputs["functionName"])
        if function:
            port = port_of(record.outputs["functionUrl"])
            routes = (Route("$default", function),)
            yield Address(name, record.subject or name, port, "function_url", routes, timeout=0)


def _apis(state: State, names: Mapping[str, str]) -> Iterator[Address]:
    targets: dict[str, str] = {}
    for _, record in _each(state, _INTEGRATION):
        arn = str(record.inputs["integrationUri"]).partition("/functions/")[2].removesuffix("/invocations")
        if arn in names:
            targets[f"integrations/{record.id}"] = names[arn]
    for name, record in _each(state, _API):
        routes = tuple(
            Route(route.inputs["routeKey"], targets[route.inputs["target"]])
            for _, route in _each(state, _ROUTE)
            if route.inputs["apiId"] == record.id and route.inputs["target"] in targets
        )
        cors = bool(record.inputs.get("corsConfiguration"))
        yield Address(name, record.subject or name, port_of(record.outputs["apiEndpoint"]), "http_api", routes, cors)


def _queues(state: State, names: Mapping[str, str]) -> Iterator[QueueSource]:
    by_arn = {record.outputs["arn"]: record for _, record in _each(state, _QUEUE)}
    for _, record in _each(state, _MAPPING):
        queue, function = by_arn.get(record.inputs["eventSourceArn"]), names.get(record.inputs["functionName"])
        if queue and function:
            fifo = bool(queue.inputs.get("fifoQueue"))
            yield QueueSource(queue.outputs["url"], function, int(record.inputs.get("batchSize", 10)), fifo)


def _schedules(state: State, names: Mapping[str, str]) -> Iterator[ScheduleSource]:
    for name, record in _each(state, _SCHEDULE):
        target: dict[str, Any] = record.inputs["target"]
        if target["arn"] in names:
            zone = record.inputs.get("scheduleExpressionTimezone", "UTC")
            yield ScheduleSource(name, record.inputs["scheduleExpression"], zone, names[target["arn"]])


def _websites(state: State) -> Iterator[WebsiteAddress]:
    for name, record in _each(state, _WEBSITE):
        port = port_of(f"http://{record.outputs['websiteEndpoint']}")
        yield WebsiteAddress(name, port, record.inputs["bucket"], record.inputs["indexDocument"]["suffix"])


def port_of(url: str) -> int:
    """The port in `http://127.0.0.1:23456/`."""
    return urlsplit(url).port or 80
