"""SAM templates and serverless.yml: the functions that they name, and the queues, topics, buckets and clocks that
start them.

A function of a template is the handler that its path names. Its variables tell which resource of the template the
code means (`QUEUE: !GetAtt Jobs.QueueName`), so that the trigger and the code's own use meet in one resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import yaml

from ...architecture import EntryKind
from .. import read_yaml
from ..scope import Touch
from ..values import Place
from .named_handlers import Trigger, name_handler

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

Table = Mapping[str, Any]
FILES = ("template.yaml", "template.yml", "serverless.yml", "serverless.yaml")
SOURCES: dict[str, tuple[str, str, str, EntryKind, str]] = {
    "SQS": ("Queue", "queue", "sqs", "queue", "receive"), "sqs": ("arn", "queue", "sqs", "queue", "receive"),
    "SNS": ("Topic", "topic", "sns", "event", "subscribe"), "sns": ("arn", "topic", "sns", "event", "subscribe"),
    "S3": ("Bucket", "bucket", "s3", "event", "on_upload"), "s3": ("bucket", "bucket", "s3", "event", "on_upload"),
    "DynamoDB": ("Stream", "kv_store", "dynamodb", "event", "stream"),
    "Kinesis": ("Stream", "stream", "kinesis", "queue", "read"),
    "stream": ("arn", "stream", "kinesis", "queue", "read"),
    "Schedule": ("", "schedule", "events", "schedule", "run"),
    "ScheduleV2": ("", "schedule", "scheduler", "schedule", "run"),
    "schedule": ("", "schedule", "events", "schedule", "run"),
}  # fmt: skip
"""Type of event -> the property that names its source, the source's kind and service, kind of entry, operation."""


class _Loader(read_yaml.Loader):
    """Reads CloudFormation's short tags: `!GetAtt Jobs.Arn` -> the text `Jobs`, as `!Ref Jobs` does."""


def _short(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return (
            str(loader.construct_scalar(node)).partition(".")[0]
            if suffix == "GetAtt"
            else loader.construct_scalar(node)
        )
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = loader.construct_sequence(node, deep=True)
        return items[0] if suffix == "GetAtt" and items else items
    return loader.construct_mapping(cast("yaml.MappingNode", node), deep=True)


_Loader.add_multi_constructor("!", _short)  # pyright: ignore[reportUnknownMemberType]


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Registers the functions of every template, with what starts them."""
    for path in sorted(configs):
        if path.rpartition("/")[2] in FILES:
            data = _read(configs[path])
            folder = path.rpartition("/")[0]
            functions = [*_sam(data), *_serverless(data)]
            variables = {
                str(value): key for function in reversed(functions) for key, value in function["variables"].items()
            }
            for function in functions:
                _function(m, path, folder, function, variables)


def _read(text: bytes) -> Table:
    try:
        data = read_yaml.load(text, _Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return {}
    return _table(data)


def _table(value: Any) -> Table:
    return cast("Table", value) if isinstance(value, dict) else {}


def _sam(data: Table) -> Iterator[Table]:
    shared = _table(_table(data.get("Globals")).get("Function"))
    for resource in _table(data.get("Resources")).values():
        if _table(resource).get("Type") == "AWS::Serverless::Function":
            own = _table(_table(resource).get("Properties"))
            yield {
                "handler": own.get("Handler", shared.get("Handler", "")),
                "folder": own.get("CodeUri", shared.get("CodeUri", "")),
                "variables": _table(_table(own.get("Environment")).get("Variables")),
                "events": [(event.get("Type"), _table(event.get("Properties")))
                           for event in map(_table, _table(own.get("Events")).values())],
            }  # fmt: skip


def _serverless(data: Table) -> Iterator[Table]:
    for function in map(_table, _table(data.get("functions")).values()):
        listed = function.get("events")
        events: list[tuple[str, Table]] = []
        for event in cast("list[Any]", listed) if isinstance(listed, list) else ():
            for kind, given in _table(event).items():
                events.append((kind, _table(given) or {SOURCES[kind][0]: given} if kind in SOURCES else {}))
        yield {
            "handler": function.get("handler", ""),
            "folder": "",
            "variables": _table(function.get("environment")),
            "events": events,
        }


def _function(m: Machine, path: str, folder: str, function: Table, variables: Mapping[str, str]) -> None:
    code, _, name = str(function["handler"]).rpartition(".")
    inner = str(function["folder"]).strip("./")
    file = "/".join(part for part in (folder, inner, code.replace(".", "/") + ".py") if part).replace("/./", "/")
    if name and file in m.project.summaries:
        place: Place = (path, 1, 0, 0, 0)
        found = (_source(str(kind), given, variables, place) for kind, given in function["events"])
        name_handler(m, file, name, [one for one in found if one is not None])


def _source(kind: str, given: Table, variables: Mapping[str, str], place: Place) -> Trigger | None:
    """What an event comes from: by the variable that carries it, else by its name in the template."""
    known = SOURCES.get(kind)
    if known is None:
        return None
    word, resource, service, entry, operation = known
    stated = (
        str(given.get(word, "")) if word else str(given.get("Schedule", given.get("rate", given.get("schedule", kind))))
    )
    name = (
        stated.rpartition(":")[2]
        if stated.startswith("arn:")
        else stated.rpartition(".")[2]
        if "{" in stated
        else stated
    )
    variable = variables.get(name)
    if not name:
        return None
    touch = Touch(resource, service, None if variable else name, variable, place, origin="config")
    return Trigger(entry, touch, operation)
