"""Lambda functions as a project file names them, and reading the values of such files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import yaml

from ...architecture import EntryKind
from .. import read_yaml

Table = Mapping[str, Any]
_REFERENCE = re.compile(r"\$\{(?:AWS::)?(\w+)[\w.]*\}")

SOURCES: Mapping[str, tuple[str, str, EntryKind, str]] = {
    "sqs": ("queue", "sqs", "queue", "receive"), "sns": ("topic", "sns", "event", "subscribe"),
    "s3": ("bucket", "s3", "event", "on_upload"), "dynamodb": ("kv_store", "dynamodb", "event", "stream"),
    "kinesis": ("stream", "kinesis", "queue", "read"), "schedule": ("schedule", "events", "schedule", "run"),
    "schedulev2": ("schedule", "scheduler", "schedule", "run"), "http": ("router", "apigateway", "http", ""),
    "websocket": ("", "apigateway", "websocket", ""), "bus": ("event_bus", "events", "event", "on_event"),
    "machine": ("state_machine", "stepfunctions", "function", "step"),
}  # fmt: skip
"""What starts a function -> its kind and service (no kind: it is not drawn), kind of entry, operation."""


class Spot(NamedTuple):
    """Where a file says something."""

    path: str
    line: int


class Started(NamedTuple):
    """What starts a function: the word for it in SOURCES, its name in the file, and the route of an API."""

    word: str
    name: str
    route: str = ""
    spot: Spot | None = None


class Sent(NamedTuple):
    """What sends something on: the word for it in SOURCES, and its name in the file."""

    word: str
    name: str


@dataclass(slots=True)
class Named:
    """A function as a file names it: where its code is, its variables, and by what it is started."""

    handler: str
    folder: str
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    """Environment variable -> the resource of the file that it tells the name of."""
    started_by: list[Started] = field(default_factory=list[Started])
    packed: bool = True
    """Is the code somewhere in the project? Code that stands in the template itself is not."""
    names: tuple[str, ...] = ()
    """What it is called in the file and where it is deployed; first what people call it."""
    spot: Spot | None = None


@dataclass(slots=True)
class Part:
    """What one file names: its functions, the variables of other programs, and what its resources are called."""

    path: str
    functions: list[Named]
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    sent: Mapping[str, Sent] = field(default_factory=dict[str, "Sent"])
    """Queue, topic or state machine -> what sends its notifications there."""

    def told_of(self, name: str) -> str:
        """The bucket of whose uploads the messages of a queue, a topic or a machine tell; empty if of none."""
        for _ in range(5):
            source = self.sent.get(name)
            if source is None or source.word == "s3":
                return source.name if source is not None else ""
            name = source.name
        return ""


def _short(tag: str, value: Any) -> Any:
    """CloudFormation's short tags: `!GetAtt Jobs.Arn` -> the text `Jobs`, as `!Ref Jobs` does."""
    if isinstance(value, str):
        return value.partition(".")[0] if tag == "GetAtt" else value
    several_of_it = value.__class__ is list and value and tag in ("GetAtt", "Sub")
    return value[0] if several_of_it else value


def read(text: bytes) -> Any:
    """The data of a file in YAML or JSON; nothing if it is neither."""
    try:
        return read_yaml.load(text, _short)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return None


def spot_of(path: str, text: bytes, *keys: str) -> Spot:
    """Where the last of these keys stands, each looked for after the one before, as far as they are found."""
    at = 0
    for key in keys:
        found = _behind_key(text, key.encode(), at)
        if found is None:
            break
        at = found
    return Spot(path, 1 + text.count(b"\n", 0, at))


def _behind_key(text: bytes, key: bytes, at: int) -> int | None:
    """The position behind `key:` at the beginning of a line from AT on. A pattern for each key would be made anew."""
    start = text.find(key, at)
    while start >= 0:
        line = text.rfind(b"\n", 0, start) + 1
        end = _COLON.match(text, start + len(key)) if line >= at and _BEFORE_KEY.fullmatch(text, line, start) else None
        if end is not None:
            return end.end()
        start = text.find(key, start + 1)
    return None


_BEFORE_KEY = re.compile(rb"[ \t{,]*[\"']?")
_COLON = re.compile(rb"[\"']?[ \t]*:")


def table(value: Any) -> Table:
    return cast("Table", value) if isinstance(value, dict) else {}


def several(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in cast("Table", value).values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from texts(inner)


def name_of(value: Any) -> str:
    """The resource that a value of a file means: `!Ref Jobs`, `{"Fn::GetAtt": ["Jobs", "Arn"]}`, an ARN, a name."""
    if isinstance(value, dict):
        inner = next(iter(table(value).values()), "")
        value = several(inner)[0] if several(inner) else ""
        if isinstance(value, str) and "${" not in value:
            value = value.partition(".")[0]
    text = value if isinstance(value, str) else ""
    if text.startswith("arn:"):
        return arn_name(text)
    reference = _REFERENCE.fullmatch(text)
    return reference[1] if reference else text


def rule(pattern: Any, bus: Any) -> Sent:
    """What a rule of EventBridge listens to: a bucket if the pattern names one, else the bus."""
    said = table(pattern)
    buckets = several(table(table(said.get("detail")).get("bucket")).get("name"))
    if "aws.s3" in several(said.get("source")) and buckets and not isinstance(buckets[0], dict | list):
        return Sent("s3", name_of(buckets[0]))
    return Sent("bus", name_of(bus) or "default")


def steps(definition: Any) -> Iterator[str]:
    """The functions that a definition of Step Functions calls, as it names them."""
    for key, value in table(definition).items():
        if key in ("Resource", "FunctionName") and value:
            yield name_of(value.partition(":$")[0] if isinstance(value, str) else value)
        yield from steps(value)
    for value in several(definition) if isinstance(definition, list) else ():
        yield from steps(value)


def arn_name(text: str) -> str:
    """`arn:aws:sqs:eu-west-1:1:jobs` -> `jobs`, `arn:aws:dynamodb:…:table/orders/stream/…` -> `orders`."""
    tail = text.rpartition(":")[2] if "/stream/" not in text else text.partition("/stream/")[0]
    return tail.rpartition("/")[2]


def arn_word(arn: str) -> str:
    """`arn:aws:sqs:…` -> `sqs`."""
    word = arn.split(":")[2] if arn.startswith("arn:") and arn.count(":") > 2 else ""
    return word if word in SOURCES else ""


def route(method: Any, path: Any) -> str:
    """`get`, `items/{id}` -> `GET /items/{id}`; a method or a path that is not said stands for all."""
    verb = str(method or "ANY").upper()
    text = str(path or "{proxy+}").strip()
    return f"{'ANY' if verb in ('*', 'X-AMAZON-APIGATEWAY-ANY-METHOD') else verb} /{text.lstrip('/')}"


def route_of_key(key: Any) -> str:
    """A route key of API Gateway: `GET /items`, `$default`."""
    method, _, path = str(key or "$default").strip().partition(" ")
    return route(method, path) if path else route("ANY", "{proxy+}")
