"""Project files that name Lambda functions: CloudFormation and SAM templates, serverless.yml, Terraform, Dockerfiles;
and the queues, topics, buckets and clocks that start the functions.

A function of such a file is the handler that its path names. Its variables tell which resource of the file the code
means (`QUEUE: !GetAtt Jobs.QueueName`), so that the trigger and the code's own use meet in one resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import yaml

from ...architecture import EntryKind
from .. import read_yaml
from ..scope import Touch
from ..values import Place
from .named_handlers import Trigger, locate, name_handler

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

Table = Mapping[str, Any]
_COMMAND = re.compile(rb"(?mi)^\s*CMD\s*\[\s*\"([\w./-]+\.\w+)\"\s*\]")
_REFERENCE = re.compile(r"\$\{(?:AWS::)?(\w+)[\w.]*\}")
_OWN = re.compile(r"\$\{self:([\w.-]+)[^}]*\}")

SOURCES: Mapping[str, tuple[str, str, EntryKind, str]] = {
    "sqs": ("queue", "sqs", "queue", "receive"), "sns": ("topic", "sns", "event", "subscribe"),
    "s3": ("bucket", "s3", "event", "on_upload"), "dynamodb": ("kv_store", "dynamodb", "event", "stream"),
    "kinesis": ("stream", "kinesis", "queue", "read"), "schedule": ("schedule", "events", "schedule", "run"),
    "schedulev2": ("schedule", "scheduler", "schedule", "run"),
}  # fmt: skip
"""What starts a function -> its kind and service, kind of entry, operation."""
_SERVICES = {"AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns", "AWS::S3::Bucket": "s3", "AWS::Kinesis::Stream":
             "kinesis", "AWS::DynamoDB::Table": "dynamodb", "AWS::DynamoDB::GlobalTable": "dynamodb",
             "AWS::Serverless::SimpleTable": "dynamodb"}  # fmt: skip
_NAMES = ("QueueName", "TableName", "BucketName", "TopicName", "Name")


@dataclass(slots=True)
class Named:
    """A function as a file names it: where its code is, its variables, and by what it is started, as (word, name)."""

    handler: str
    folder: str
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    """Environment variable -> the resource of the file that it tells the name of."""
    started_by: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    packed: bool = True
    """Is the code somewhere in the project? Code that stands in the template itself is not."""


@dataclass(slots=True)
class _Part:
    """What one file names: its functions, the variables of other programs, and what its resources are called."""

    path: str
    functions: list[Named]
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    names: Mapping[str, str] = field(default_factory=dict[str, str])


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Registers the functions of every file, with what starts them."""
    from . import terraform

    folders: dict[str, list[bytes]] = {}
    found: list[_Part] = []
    for path in sorted(configs):
        folder, _, file = path.rpartition("/")
        text = configs[path]
        if file.endswith(".tf"):
            folders.setdefault(folder, []).append(text)
        elif "dockerfile" in file.lower():
            handler = command_of(text)
            if handler:
                found.append(_Part(path, [Named(handler, "")]))
        elif file.endswith((".yaml", ".yml")) and file.startswith("serverless"):
            data = _read(text)
            found.append(_Part(path, list(_serverless(data)), {}, _called(_table(data.get("resources")))))
        elif file.endswith((".yaml", ".yml")) and b"AWS::" in text:
            found.append(_template(path, _read(text), configs))
    for folder, texts in folders.items():
        found.append(_Part(f"{folder}/main.tf" if folder else "main.tf", *terraform.functions(texts)))
    for started in (True, False):
        for part in found:
            _register(m, part, started)


def command_of(text: bytes) -> str:
    """The handler that the image of a Lambda function starts: `CMD ["app.handler"]`."""
    found = _COMMAND.findall(text)
    return found[-1].decode() if found and b"lambda" in text else ""


def _register(m: Machine, part: _Part, started: bool) -> None:
    """Registers the functions of one file: those that say what starts them, or the others."""
    variables = {value: key for one in reversed(part.functions) for key, value in one.variables.items()}
    variables = {value: key for key, value in part.variables.items()} | variables
    for function in part.functions:
        code, _, name = function.handler.rpartition(".")
        wanted = name and code and bool(function.started_by) is started
        file = _file(m, part.path.rpartition("/")[0], function, code) if wanted else None
        if file is not None:
            place: Place = (part.path, 1, 0, 0, 0)
            triggers = [_trigger(*one, variables, part.names, place) for one in function.started_by if one[1]]
            name_handler(m, file, name, triggers)


def _file(m: Machine, near: str, function: Named, code: str) -> str | None:
    inner = function.folder.strip("./")
    exact = "/".join(part for part in (near, inner, code.replace(".", "/") + ".py") if part).replace("/./", "/")
    if exact in m.project.summaries:
        return exact
    return locate(m, near, inner, code) if function.packed else None


def _trigger(word: str, name: str, variables: Mapping[str, str], names: Mapping[str, str], place: Place) -> Trigger:
    """What an event comes from: by the variable that carries it, else by its name."""
    kind, service, entry, operation = SOURCES[word]
    variable = variables.get(name)
    touch = Touch(kind, service, None if variable else names.get(name, name), variable, place, origin="config")
    return Trigger(entry, touch, operation)


# --- YAML ------------------------------------------------------------------------------------------------------------


class _Loader(read_yaml.Loader):
    """Reads CloudFormation's short tags: `!GetAtt Jobs.Arn` -> the text `Jobs`, as `!Ref Jobs` does."""


def _short(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        text = str(loader.construct_scalar(node))
        return text.partition(".")[0] if suffix == "GetAtt" else text
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = loader.construct_sequence(node, deep=True)
        return items[0] if suffix in ("GetAtt", "Sub") and items else items
    return loader.construct_mapping(cast("yaml.MappingNode", node), deep=True)


cast("Any", _Loader).add_multi_constructor("!", _short)


def _read(text: bytes) -> Table:
    try:
        data = read_yaml.load(text, _Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return {}
    return _table(data)


def _table(value: Any) -> Table:
    return cast("Table", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]


def _name_of(value: Any) -> str:
    """The resource that a value of a file means: `!Ref Jobs`, `{"Fn::GetAtt": ["Jobs", "Arn"]}`, an ARN, a name."""
    if isinstance(value, dict):
        inner = next(iter(_table(value).values()), "")
        value = _list(inner)[0] if _list(inner) else ""
        if isinstance(value, str) and "${" not in value:
            value = value.partition(".")[0]
    text = value if isinstance(value, str) else ""
    if text.startswith("arn:"):
        return arn_name(text)
    reference = _REFERENCE.fullmatch(text)
    return reference[1] if reference else text


def arn_name(text: str) -> str:
    """`arn:aws:sqs:eu-west-1:1:jobs` -> `jobs`, `arn:aws:dynamodb:…:table/orders/stream/…` -> `orders`."""
    tail = text.rpartition(":")[2] if "/stream/" not in text else text.partition("/stream/")[0]
    return tail.rpartition("/")[2]


# --- CloudFormation and SAM ------------------------------------------------------------------------------------------


def _template(path: str, data: Table, configs: Mapping[str, bytes]) -> _Part:
    resources = _resources(data)
    functions = {key: made for key, value in resources.items()
                 if (made := _cloud_function(data, value, path, configs)) is not None}  # fmt: skip
    for key, value in resources.items():
        _starts(resources, functions, key, str(value.get("Type")), _table(value.get("Properties")))
    return _Part(path, list(functions.values()), _containers(resources), _called(data))


def _resources(data: Table) -> dict[str, Table]:
    return {key: _table(value) for key, value in _table(data.get("Resources")).items()}


def _cloud_function(data: Table, resource: Table, path: str, configs: Mapping[str, bytes]) -> Named | None:
    own = _table(resource.get("Properties"))
    image = _list(_table(own.get("ImageConfig")).get("Command"))
    handler = str(image[0]) if image else ""
    told = _table(resource.get("Metadata"))
    if "Dockerfile" in told and not handler:
        parts = (path.rpartition("/")[0], str(told.get("DockerContext", "")).strip("./"), str(told["Dockerfile"]))
        handler = command_of(configs.get("/".join(filter(None, parts)), b""))
        own = {**own, "CodeUri": told.get("DockerContext", "")}
    match resource.get("Type"):
        case "AWS::Serverless::Function":
            shared = _table(_table(data.get("Globals")).get("Function"))
            variables = {**_variables(shared), **_variables(own)}
            uri = own.get("CodeUri", shared.get("CodeUri", ""))
            events = [_event(*one) for one in _table(own.get("Events")).items()]
            handler = handler or str(own.get("Handler", shared.get("Handler", "")))
            return Named(handler, uri if isinstance(uri, str) else "", variables, [one for one in events if one[0]])
        case "AWS::Lambda::Function":
            code = own.get("Code")
            folder = code if isinstance(code, str) else ""
            packed = "ZipFile" not in _table(code)
            return Named(handler or str(own.get("Handler", "")), folder, _variables(own), [], packed)
        case _:
            return None


def _variables(own: Table) -> dict[str, str]:
    return {key: _name_of(value) for key, value in _table(_table(own.get("Environment")).get("Variables")).items()}


def _event(key: str, event: Any) -> tuple[str, str]:
    """An event of SAM: the word for what starts the function, and its name."""
    word, given = str(_table(event).get("Type", "")).lower(), _table(_table(event).get("Properties"))
    if word not in SOURCES:
        return "", ""
    if word.startswith("schedule"):
        return word, str(given.get("Schedule", given.get("ScheduleExpression", key)))
    names = (_name_of(given.get(one)) for one in ("Queue", "Topic", "Bucket", "Stream"))
    return word, next(filter(None, names), "")


def _starts(resources: Mapping[str, Table], functions: Mapping[str, Named], key: str, kind: str, own: Table) -> None:
    """What a resource of its own says about what starts a function."""

    def add(function: Any, word: str, name: str) -> None:
        named = functions.get(_name_of(function))
        if named is not None and word:
            named.started_by.append((word, name))

    def word_of(source: Any) -> str:
        text = source if isinstance(source, str) else ""
        return _SERVICES.get(str(resources.get(_name_of(source), {}).get("Type")), "") or arn_word(text)

    match kind:
        case "AWS::Lambda::EventSourceMapping":
            source = own.get("EventSourceArn")
            add(own.get("FunctionName"), word_of(source), _name_of(source))
        case "AWS::SNS::Subscription":
            add(own.get("Endpoint"), "sns", _name_of(own.get("TopicArn")))
        case "AWS::Events::Rule":
            for target in _list(own.get("Targets")) if "ScheduleExpression" in own else ():
                add(_table(target).get("Arn"), "schedule", str(own["ScheduleExpression"]))
        case "AWS::Scheduler::Schedule":
            add(_table(own.get("Target")).get("Arn"), "schedulev2", str(own.get("ScheduleExpression", key)))
        case "AWS::S3::Bucket":
            for one in _list(_table(own.get("NotificationConfiguration")).get("LambdaConfigurations")):
                add(_table(one).get("Function"), "s3", key)
        case _:
            pass


def arn_word(arn: str) -> str:
    """`arn:aws:sqs:…` -> `sqs`."""
    word = arn.split(":")[2] if arn.startswith("arn:") and arn.count(":") > 2 else ""
    return word if word in SOURCES else ""


def _called(data: Table) -> dict[str, str]:
    """What resources are called, where the template says it: as it is, or as the default of a parameter."""
    found: dict[str, str] = {}
    for logical, resource in _resources(data).items():
        own: Table = _table(resource.get("Properties")) if str(resource.get("Type")) in _SERVICES else {}
        for value in (own.get(key) for key in _NAMES):
            if isinstance(value, str) and "${" not in value:
                found[logical] = str(_table(_table(data.get("Parameters")).get(value)).get("Default", value))
    return found


def _containers(resources: Mapping[str, Table]) -> dict[str, str]:
    """The variables of ECS tasks and other programs that the template starts."""
    found: dict[str, str] = {}
    for value in resources.values():
        for one in _list(_table(value.get("Properties")).get("ContainerDefinitions")):
            for pair in map(_table, _list(_table(one).get("Environment"))):
                found.setdefault(str(pair.get("Name", "")), _name_of(pair.get("Value")))
    return found


# --- serverless.yml --------------------------------------------------------------------------------------------------


def _serverless(data: Table) -> Iterator[Named]:
    shared = _table(_table(data.get("provider")).get("environment"))
    for function in map(_table, _table(data.get("functions")).values()):
        variables = {**shared, **_table(function.get("environment"))}
        started: list[tuple[str, str]] = []
        for event in map(_table, _list(function.get("events"))):
            for word, given in event.items():
                for one in _list(given):
                    source = _serverless_event(data, str(word), one)
                    if source is not None:
                        started.append(source)
        handler = str(function.get("handler", "")) or next(
            iter(map(str, _list(_table(function.get("image")).get("command")))), ""
        )
        yield Named(handler, "", {key: _own(data, value) for key, value in variables.items()}, started)


def _serverless_event(data: Table, word: str, given: Any) -> tuple[str, str] | None:
    told = _table(given)
    match word:
        case "sqs" | "sns":
            return word, _own(data, told.get("arn", told.get("topicName", given)))
        case "s3":
            return word, _own(data, told.get("bucket", given))
        case "stream":
            source = told.get("arn", given)
            name = _own(data, source)
            said = f"{told.get('type')} {source} {_resources(_table(data.get('resources'))).get(name, {}).get('Type')}"
            return "dynamodb" if "dynamodb" in said.lower() else "kinesis", name
        case "schedule":
            rates = _list(told.get("rate", given))
            return word, str(rates[0]) if rates else ""
        case _:
            return None


def _own(data: Table, value: Any) -> str:
    """The name that a value of serverless.yml means: `${self:custom.queue}` is what stands there."""
    found = _OWN.fullmatch(value) if isinstance(value, str) else None
    seen = 0
    while found is not None and seen < 10:
        inner: Any = data
        for key in found[1].split("."):
            inner = _table(inner).get(key)
        if inner is None:
            return found[1].rpartition(".")[2]
        value, seen = inner, seen + 1
        found = _OWN.fullmatch(value) if isinstance(value, str) else None
    return _name_of(value)
