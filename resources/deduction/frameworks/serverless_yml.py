"""serverless.yml: Lambda functions, their code and variables, and what starts them.

`${self:custom.queue}` is what stands there in the file, `${file(functions.yml):work}` what stands in another one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .between import call_steps, sent
from .cloudformation import called, resources_of, starts
from .named_functions import (
    Named,
    Part,
    Started,
    Table,
    name_of,
    read,
    route,
    route_of_key,
    rule,
    several,
    spot_of,
    table,
)  # fmt: skip

_OWN = re.compile(r"\$\{self:([\w.-]+)[^}]*\}")
_FILE = re.compile(r"\$\{file\(([^)]+)\)(?::([\w.-]+))?[^}]*\}")


def serverless(path: str, text: bytes, configs: Mapping[str, bytes]) -> Part:
    """What a serverless.yml names."""
    data = table(_with_files(read(text), path.rpartition("/")[0], configs))
    resources: dict[str, Any] = {}
    for one in several(data.get("resources")):
        resources |= table(table(one).get("Resources"))
    functions = list(_functions(data, resources))
    for named in functions:
        named.spot = spot_of(path, text, "functions", named.names[0])
    known = {name: named for named in functions for name in (named.names[0], _logical(named.names[0]))}
    made = {key: table(value) for key, value in resources.items()}
    for key in made:
        starts(made, known, spot_of(path, text, "resources", key), key)
    names = called({"Resources": _all_filled(data, resources)})
    for key, machine in table(table(data.get("stepFunctions")).get("stateMachines")).items():
        spot = spot_of(path, text, "stateMachines", key)
        own = {"Properties": {"Definition": table(machine).get("definition")}}
        call_steps(own, known, Started("machine", key, "", spot), "", configs)
        if isinstance(name := table(machine).get("name"), str) and "${" not in name:
            names[key] = name
    return Part(path, functions, {}, names, sent(made))


def _logical(name: str) -> str:
    """What a function is called in the template that is made of the file."""
    return name[:1].upper() + name[1:].replace("-", "Dash").replace("_", "Underscore") + "LambdaFunction"


def _with_files(value: Any, folder: str, configs: Mapping[str, bytes], depth: int = 12) -> Any:
    """The same with other files in the place of the texts that name them."""
    if isinstance(value, str) and "${file(" in value and depth:
        found = _FILE.fullmatch(value.strip())
        other = posixpath.normpath(posixpath.join(folder, found[1].strip())) if found else ""
        if found is None or other not in configs:
            return value
        inner = read(configs[other])
        for key in found[2].split(".") if found[2] else ():
            inner = table(inner).get(key)
        return _with_files(inner, folder, configs, depth - 1)
    if isinstance(value, dict):
        return {key: _with_files(inner, folder, configs, depth) for key, inner in table(value).items()}
    if isinstance(value, list):
        return [_with_files(inner, folder, configs, depth) for inner in several(value)]
    return value


def _functions(data: Table, resources: Table) -> Iterator[Named]:
    provider = table(data.get("provider"))
    shared = table(provider.get("environment"))
    service = table(data.get("service")).get("name", data.get("service"))
    named = {key: table(one) for part in several(data.get("functions")) for key, one in table(part).items()}
    for key, function in named.items():
        variables = {**shared, **table(function.get("environment"))}
        started: list[Started] = []
        for event in several(function.get("events")):
            for word, given in (table(event) or {event: None}).items():
                for one in several(given) or [None]:
                    started += _event(data, resources, str(word), one, str(service or "api"))
        handler = str(function.get("handler", "")) or next(
            iter(map(str, several(table(function.get("image")).get("command")))), ""
        )
        told = {name: _filled(data, _function_of(_own(data, value), named)) for name, value in variables.items()}
        given = function.get("name")
        names = (key, given) if isinstance(given, str) and "${" not in given else (key,)
        yield Named(handler, "", told, started, names=names)


def _function_of(text: str, named: Mapping[str, Table]) -> str:
    """`${self:service}-${sls:stage}-work`, as functions are called if nobody says otherwise, is the function `work`."""
    return next((key for key in named if "${" in text and text.endswith(f"}}-{key}")), text)


def _event(data: Table, resources: Table, word: str, given: Any, api: str) -> Iterator[Started]:
    told = table(given)
    match word:
        case "sqs" | "sns":
            yield Started(word, _own(data, told.get("arn", told.get("topicName", given))))
        case "s3":
            yield Started(word, _own(data, told.get("bucket", given)))
        case "stream":
            source = told.get("arn", given)
            name = _own(data, source)
            said = f"{told.get('type')} {source} {resources_of({'Resources': resources}).get(name, {}).get('Type')}"
            yield Started("dynamodb" if "dynamodb" in said.lower() else "kinesis", name)
        case "eventBridge" if "schedule" not in told:
            yield Started(*rule(told.get("pattern"), _own(data, told.get("eventBus"))))
        case "cloudwatchEvent":
            yield Started(*rule(told.get("event"), ""))
        case "schedule" | "eventBridge":
            given = told.get("schedule", given)
            told = table(given)
            rates = several(told.get("rate", given))
            yield Started(word, str(rates[0]) if rates else "")
        case "http" | "httpApi":
            said = route(told.get("method"), told.get("path")) if told else route_of_key(given if given != "*" else "")
            yield Started("http", api, said)
        case "websocket":
            yield Started("websocket", api, f"WS {told.get('route', given)}")
        case _:
            pass


_HOLE = re.compile(
    r"\$\{(?:opt:[\w.-]+|sls:stage|self:(?P<own>[\w.-]+))(?:,\s*(?:self:(?P<other>[\w.-]+)|'(?P<text>[^']*)'))?\s*\}"
)


def _filled(data: Table, text: str, depth: int = 10) -> str:
    """`orders-${self:custom.stage}` with what stands there; `${opt:stage, 'dev'}` is what stands in for an option."""

    def value(found: re.Match[str]) -> str:
        for path in filter(None, (found["own"], found["other"], "provider.stage" if "sls:" in found[0] else "")):
            inner: Any = data
            for key in path.split("."):
                inner = table(inner).get(key)
            if isinstance(inner, str | int):
                return str(inner)
        return found["text"] if found["text"] is not None else "dev" if "sls:" in found[0] else found[0]

    made = _HOLE.sub(value, text)
    return made if made == text or not depth else _filled(data, made, depth - 1)


def _all_filled(data: Table, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _all_filled(data, inner) for key, inner in table(value).items()}
    return _filled(data, value) if isinstance(value, str) else value


def _own(data: Table, value: Any) -> str:
    """The name that a value of serverless.yml means: `${self:custom.queue}` is what stands there."""
    found = _OWN.fullmatch(value) if isinstance(value, str) else None
    seen = 0
    while found is not None and seen < 10:
        inner: Any = data
        for key in found[1].split("."):
            inner = table(inner).get(key)
        if inner is None:
            return found[1].rpartition(".")[2]
        value, seen = inner, seen + 1
        found = _OWN.fullmatch(value) if isinstance(value, str) else None
    return name_of(value)
