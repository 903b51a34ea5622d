"""CDK programs: the Lambda functions that their constructs describe, and what starts those.

A program is evaluated as any other code, across stacks, constructs and loops; what it made lies on the heap as objects
of `aws_cdk`, each with the call that made it, and each call of a method of such an object holds its owner. Here these
are read: functions with their code and variables, event sources, notifications, subscriptions, rules and routes. A
variable that carries the name of a resource (`environment={"TABLE": table.table_name}`) makes the trigger and the
code's own use meet in one resource; one that carries the name of a function makes who calls it call that function.
The program itself is no entry: it runs where one deploys. One in TypeScript is read as if it were one in Python
(`typescript/`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..carried import ambiguous
from ..evaluate import naming
from ..evaluate.data_files import module_of
from ..evaluate.machine import Frame
from ..scope import Node, Touch
from ..typescript import program
from ..values import Instance, LibMethod, LibObject, Mapped, Sequence, Value, alternatives
from .cdk_between import bucket_behind, listens, steps
from .cdk_resources import is_bucket, kind_of, logical_id, text, touch_of
from .cdk_routes import owner_of, routes
from .cdk_routes import word_of as _word
from .commands import command_in
from .guards import guarded
from .named_handlers import Called, Trigger, locate, name_handler

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ROOTS = ("aws_cdk", "aws_cdk_lib")
FUNCTIONS = ("Function", "DockerImageFunction", "PythonFunction", "SingletonFunction", "EdgeFunction")
STARTS: dict[str, tuple[EntryKind, str]] = {
    "kv_store": ("event", "stream"), "bucket": ("event", "on_upload"), "queue": ("queue", "receive"),
    "topic": ("event", "subscribe"), "stream": ("queue", "read"), "schedule": ("schedule", "run"),
    "event_bus": ("event", "on_event"), "state_machine": ("function", "step"),
}  # fmt: skip
SOURCES = frozenset({"add_event_source", "add_event_source_mapping"})
"""Methods of a function that say what starts it."""
TARGETS = frozenset({"add_event_notification", "add_object_created_notification", "add_object_removed_notification",
                     "add_subscription", "add_target"})  # fmt: skip
"""Methods of a source that say what it starts."""


@dataclass(eq=False)
class _Function:
    made: LibObject
    variables: dict[str, Value] = field(default_factory=dict[str, Value])
    sources: list[LibObject] = field(default_factory=list[LibObject])
    routes: list[Trigger] = field(default_factory=list[Trigger])


def programs(m: Machine) -> frozenset[str]:
    """The files that make a CDK application."""
    return frozenset(made.place[0] for made in m.objects
                     if made.place is not None and made.path in ("aws_cdk.App", "aws_cdk.core.App"))  # fmt: skip


def find(m: Machine) -> None:
    """Registers every function that the project's CDK programs name, be they in Python or in TypeScript."""
    users = [file for file, summary in m.project.summaries.items() if not set(ROOTS).isdisjoint(summary.imports)]
    for file in users:
        if m.project.summaries[file].main_guard:
            m.begin()
            guarded(m, Frame(m.scope("function", file, None), Node(file, (file, 1, 0, 0, 0), None, None), 0), file)
    if users:
        _register(m, m.objects)
    other = program.evaluated(m.catalog, m.data)
    if other is not None:
        _register(m, other.objects)
        other.close()


def _register(m: Machine, made: Iterable[LibObject]) -> None:
    ours = [one for one in made if one.path.partition(".")[0] in ROOTS]
    functions = _functions(ours)
    for machine, function in steps(ours, functions):
        functions[function].sources.append(machine)
    unclear = ambiguous({str(made.number): _given(function) for made, function in functions.items()})
    carried, sent = _carried(functions.values(), unclear), _sent(ours)
    for function in functions.values():
        _name(m, function, carried, sent)


def _functions(ours: list[LibObject]) -> dict[LibObject, _Function]:
    """Every function with its variables and sources, from the calls that the program made."""
    found = {made: _Function(made, _variables(made)) for made in ours if _word(made) in FUNCTIONS}
    for made in ours:
        owner = owner_of(made)
        if owner is not None:
            _method(made, owner, found)
        else:
            _construct(made, found)
    for one in routes(ours):
        for function in _inside(one.answered_by, found):
            found[function].routes.append(_route(one.api, one.operation, one.is_socket))
    return found


def _sent(ours: list[LibObject]) -> dict[LibObject, LibObject]:
    """Queue, topic or state machine -> what sends its notifications there."""
    found: dict[LibObject, LibObject] = {}
    for made in ours:
        owner = owner_of(made)
        given = [value for key, value in made.arguments.named if key == "targets"]
        if owner is not None and _word(made) in TARGETS:
            found |= dict.fromkeys(_resources(made.arguments.all()), owner)
        elif owner is None and _word(made) == "Rule":
            found |= dict.fromkeys(_resources(given), made)
    return found


def _route(api: LibObject, operation: str, is_socket: bool) -> Trigger:
    if is_socket or api.place is None:
        return Trigger("websocket" if is_socket else "http", None, operation)
    given = dict(api.arguments.named)
    name = text(given.get("rest_api_name", given.get("api_name"))) or logical_id(api)
    return Trigger("http", Touch("router", "apigateway", name or "api", None, api.place, origin="config"), operation)


def _method(made: LibObject, owner: LibObject, found: dict[LibObject, _Function]) -> None:
    """`fn.add_environment("QUEUE", queue.queue_url)`, `fn.add_event_source(…)`, `topic.add_subscription(…)`."""
    word, function = _word(made), found.get(owner)
    if function is not None and word == "add_environment":
        given = naming.bind(("key", "value"), made.arguments)
        key = naming.text_of(given["key"]) if "key" in given else None
        if key is not None and "value" in given:
            function.variables[key] = given["value"]
    elif function is not None and word in SOURCES:
        function.sources += _resources(made.arguments.all())
    elif word in TARGETS:
        for one in _inside(made.arguments.all(), found):
            found[one].sources.append(owner)


def _construct(made: LibObject, found: dict[LibObject, _Function]) -> None:
    """`Function(…, events=[…])`, `Rule(…, targets=[…])`, `EventSourceMapping(…, target=fn)`, `CfnPipe(…)`."""
    word, given = _word(made), dict(made.arguments.named)
    if word in FUNCTIONS:
        found[made].sources += _resources([value for key, value in made.arguments.named if key == "events"])
    elif word in ("Rule", "Schedule", "EventSourceMapping"):
        for one in _inside([value for key, value in made.arguments.named if key in ("targets", "target")], found):
            found[one].sources += [made] if word != "EventSourceMapping" else _resources(made.arguments.all())
    elif word in ("CfnPipe", "Pipe") and "source" in given:
        for one in _inside([given[key] for key in ("enrichment", "target") if key in given], found):
            found[one].sources += _resources([given["source"]])


def _variables(made: LibObject) -> dict[str, Value]:
    given = made.arguments.get("environment")
    return {key: value for one in (alternatives(given) if given is not None else ())
            if isinstance(one, Mapped) for key, value in one.items.items() if isinstance(key, str)}  # fmt: skip


def _inside(values: Iterable[Value], wanted: dict[LibObject, _Function]) -> Iterator[LibObject]:
    """The functions in arguments, also under what wraps them (`LambdaDestination(fn)`)."""
    for made in _objects(values):
        if made in wanted:
            yield made


def _resources(values: Iterable[Value]) -> list[LibObject]:
    """The sources in arguments, under `SqsEventSource(queue)` or as `queue.queue_arn`."""
    return [made for made in _objects(values) if kind_of(made) is not None]


def _objects(values: Iterable[Value], depth: int = 3) -> Iterator[LibObject]:
    for value in values:
        for one in alternatives(value):
            made = one.receiver if isinstance(one, LibMethod) else one
            if isinstance(made, Instance):
                made = made.attributes.get("__base__", made)  # of a class derived from a construct
            if isinstance(made, LibObject):
                yield made
                if depth and kind_of(made) is None and _word(made) not in FUNCTIONS:
                    yield from _objects(made.arguments.all(), depth - 1)
            elif isinstance(made, Sequence):
                yield from _objects(made.items, depth)


def _given(function: _Function) -> dict[str, str]:
    """The variables of a function with what they carry."""
    found: dict[str, str] = {}
    for key, value in function.variables.items():
        one = next((each.receiver for each in alternatives(value) if isinstance(each, LibMethod)), None)
        touch = touch_of(one, {}) if one is not None else None
        name = touch.name if touch is not None else logical_id(one) if one is not None else text(value)
        if name:
            found[key] = name
    return found


def _carried(functions: Iterable[_Function], unclear: Container[str]) -> dict[LibObject, tuple[str, ...]]:
    """Resource -> the variables that carry its name, ARN or URL to every function that has them."""
    found: dict[LibObject, tuple[str, ...]] = {}
    for function in functions:
        for key, value in sorted(function.variables.items()):
            for one in alternatives(value) if key not in unclear else ():
                if isinstance(one, LibMethod):
                    found[one.receiver] = (*found.get(one.receiver, ()), key)
    return found


def _name(
    m: Machine, function: _Function, carried: dict[LibObject, tuple[str, ...]], sent: dict[LibObject, LibObject]
) -> None:
    near = function.made.place[0] if function.made.place is not None else ""
    folder, handler = _code(m, near, function.made)
    code, _, name = handler.rpartition(".")
    file = locate(m, near, folder, code) if name else None
    if file is not None:
        triggers = [_trigger(source, carried, sent) for source in dict.fromkeys(function.sources)]
        called = [logical_id(function.made), text(dict(function.made.arguments.named).get("function_name"))]
        name_handler(m, file, name, [*(one for one in triggers if one is not None), *function.routes],
                     Called(tuple(filter(None, called)), carried.get(function.made, ()), _given(function)))  # fmt: skip


def _code(m: Machine, near: str, made: LibObject) -> tuple[str, str]:
    """The folder of a function's code, and its handler."""
    given = dict(made.arguments.named)
    handler = text(given.get("handler"))
    if _word(made) == "PythonFunction":
        index = text(given.get("index")) or "index.py"
        return text(given.get("entry")), f"{index.removesuffix('.py').replace('/', '.')}.{handler or 'handler'}"
    options = alternatives(given["code"]) if "code" in given else ()
    code = next((one for one in options if isinstance(one, LibObject)), None)
    if code is None:
        return "", handler
    inline = module_of(next(iter(code.arguments.all()), None))
    if inline:  # Lambda calls it index.py
        folder, _, file = inline.rpartition("/")
        return folder, f"{file.removesuffix('.py')}.{handler.rpartition('.')[2]}"
    folder = text(next(iter(code.arguments.all()), None))
    command = code.arguments.get("cmd")
    words = [text(one) for one in command.items] if isinstance(command, Sequence) else []
    image = text(code.arguments.get("file")) or "Dockerfile" if _word(made) == "DockerImageFunction" else ""
    return folder, handler or next(iter(words), "") or (command_in(m.data, near, folder, image) if image else "")


def _trigger(
    source: LibObject, carried: dict[LibObject, tuple[str, ...]], sent: dict[LibObject, LibObject]
) -> Trigger | None:
    if _word(source) == "Rule" and "event_pattern" in dict(source.arguments.named):
        heard = listens(source, is_bucket)
        if heard is None and source.place is not None:
            bus = Touch("event_bus", "events", "default", None, source.place, origin="config")
            return Trigger("event", bus, "on_event")
        source = heard or source
    touch = touch_of(source, carried)
    if touch is None:
        return None
    bucket = bucket_behind(source, sent, is_bucket)
    entry, operation = STARTS[touch.kind]
    return Trigger(entry, touch, operation, touch_of(bucket, carried) if bucket is not None else None)
