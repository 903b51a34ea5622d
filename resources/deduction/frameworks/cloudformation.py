"""CloudFormation and SAM templates: Lambda functions, their code and variables, and what starts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .between import call_steps, sent
from .commands import command_of
from .named_functions import (
    SOURCES,
    Named,
    Part,
    Spot,
    Started,
    Table,
    arn_word,
    name_of,
    read,
    route,
    route_of_key,
    rule,
    several,
    spot_of,
    table,
    texts,
)

_SERVICES = {"AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns", "AWS::S3::Bucket": "s3", "AWS::Kinesis::Stream":
             "kinesis", "AWS::DynamoDB::Table": "dynamodb", "AWS::DynamoDB::GlobalTable": "dynamodb",
             "AWS::Serverless::SimpleTable": "dynamodb", "AWS::Events::EventBus": "bus",
             "AWS::StepFunctions::StateMachine": "machine", "AWS::Serverless::StateMachine": "machine"}  # fmt: skip
_NAMES = ("QueueName", "TableName", "BucketName", "TopicName", "StateMachineName", "Name")
_PATTERNS = ("eventbridgerule", "cloudwatchevent")
"""Events of SAM that a pattern describes."""
_APIS = {"api": ("RestApiId", "ServerlessRestApi"), "httpapi": ("ApiId", "ServerlessHttpApi")}
"""Event of SAM -> where it says which API, and the API that there is if it says none."""


def template(path: str, text: bytes, configs: Mapping[str, bytes]) -> Part:
    """What a template names."""
    data = table(read(text))
    resources = resources_of(data)
    functions = {key: made for key, value in resources.items()
                 if (made := _function(data, key, value, path, configs)) is not None}  # fmt: skip
    for key, named in functions.items():
        named.spot = spot_of(path, text, "Resources", key)
    for key, resource in resources.items():
        spot = spot_of(path, text, "Resources", key)
        starts(resources, functions, spot, key)
        if _SERVICES.get(str(resource.get("Type"))) == "machine":
            call_steps(resource, functions, Started("machine", key, "", spot), path.rpartition("/")[0], configs)
    return Part(path, list(functions.values()), _containers(resources), called(data), sent(resources))


def resources_of(data: Table) -> dict[str, Table]:
    return {key: table(value) for key, value in table(data.get("Resources")).items()}


def _function(data: Table, key: str, resource: Table, path: str, configs: Mapping[str, bytes]) -> Named | None:
    own = table(resource.get("Properties"))
    image = several(table(own.get("ImageConfig")).get("Command"))
    handler = str(image[0]) if image else ""
    told = table(resource.get("Metadata"))
    if "Dockerfile" in told and not handler:
        parts = (path.rpartition("/")[0], str(told.get("DockerContext", "")).strip("./"), str(told["Dockerfile"]))
        handler = command_of(configs.get("/".join(filter(None, parts)), b""))
        own = {**own, "CodeUri": told.get("DockerContext", "")}
    given = own.get("FunctionName")
    names = (key, given) if isinstance(given, str) and "${" not in given else (key,)
    match resource.get("Type"):
        case "AWS::Serverless::Function":
            shared = table(table(data.get("Globals")).get("Function"))
            variables = {**_variables(shared), **_variables(own)}
            uri = own.get("CodeUri", shared.get("CodeUri", ""))
            events = [_event(*one) for one in table(own.get("Events")).items()]
            handler = handler or str(own.get("Handler", shared.get("Handler", "")))
            started = [one for one in events if one is not None]
            return Named(handler, uri if isinstance(uri, str) else "", variables, started, names=names)
        case "AWS::Lambda::Function":
            code = own.get("Code")
            folder = code if isinstance(code, str) else ""
            packed = "ZipFile" not in table(code)
            return Named(handler or str(own.get("Handler", "")), folder, _variables(own), [], packed, names)
        case _:
            return None


def _variables(own: Table) -> dict[str, str]:
    return {key: name_of(value) for key, value in table(table(own.get("Environment")).get("Variables")).items()}


def _event(key: str, event: Any) -> Started | None:
    """An event of SAM."""
    word, given = str(table(event).get("Type", "")).lower(), table(table(event).get("Properties"))
    if word in _APIS:
        where, usual = _APIS[word]
        return Started("http", name_of(given.get(where)) or usual, route(given.get("Method"), given.get("Path")))
    if word in _PATTERNS:
        return Started(*rule(given.get("Pattern"), given.get("EventBusName")))
    if word not in SOURCES:
        return None
    if word.startswith("schedule"):
        return Started(word, str(given.get("Schedule", given.get("ScheduleExpression", key))))
    names = (name_of(given.get(one)) for one in ("Queue", "Topic", "Bucket", "Stream"))
    return Started(word, next(filter(None, names), ""))


def starts(resources: Mapping[str, Table], functions: Mapping[str, Named], spot: Spot, key: str) -> None:
    """What a resource of its own says about what starts a function."""
    own = table(resources[key].get("Properties"))

    def add(function: Any, word: str, name: str, said: str = "") -> None:
        named = functions.get(name_of(function))
        if named is not None and word:
            named.started_by.append(Started(word, name, said, spot))

    def word_of(source: Any) -> str:
        text = source if isinstance(source, str) else ""
        return _SERVICES.get(str(resources.get(name_of(source), {}).get("Type")), "") or arn_word(text)

    match resources[key].get("Type"):
        case "AWS::Lambda::EventSourceMapping":
            source = own.get("EventSourceArn")
            add(own.get("FunctionName"), word_of(source), name_of(source))
        case "AWS::SNS::Subscription":
            add(own.get("Endpoint"), "sns", name_of(own.get("TopicArn")))
        case "AWS::Events::Rule":
            clock, (word, name) = own.get("ScheduleExpression"), rule(own.get("EventPattern"), own.get("EventBusName"))
            for target in several(own.get("Targets")):
                add(table(target).get("Arn"), "schedule" if clock else word, str(clock) if clock else name)
        case "AWS::Pipes::Pipe":
            for part in (own.get("Target"), own.get("Enrichment")):
                add(part, word_of(own.get("Source")), name_of(own.get("Source")))
        case "AWS::Scheduler::Schedule":
            add(table(own.get("Target")).get("Arn"), "schedulev2", str(own.get("ScheduleExpression", key)))
        case "AWS::S3::Bucket":
            for one in several(table(own.get("NotificationConfiguration")).get("LambdaConfigurations")):
                add(table(one).get("Function"), "s3", key)
        case "AWS::ApiGateway::Method":
            function = _named_in(table(own.get("Integration")).get("Uri"), functions)
            path = _path(resources, own.get("ResourceId"))
            add(function, "http", name_of(own.get("RestApiId")), route(own.get("HttpMethod"), path))
        case "AWS::ApiGatewayV2::Route":
            api = name_of(own.get("ApiId"))
            called = next((one for one in resources if any(one in text for text in texts(own.get("Target")))), "")
            function = _named_in(table(resources.get(called, {}).get("Properties")).get("IntegrationUri"), functions)
            if table(resources.get(api, {}).get("Properties")).get("ProtocolType") == "WEBSOCKET":
                add(function, "websocket", api, f"WS {own.get('RouteKey')}")
            else:
                add(function, "http", api, route_of_key(own.get("RouteKey")))
        case _:
            pass


def _named_in(value: Any, functions: Mapping[str, Named]) -> str:
    """The function that stands somewhere in an address: `…:path/2015-03-31/functions/${Ask.Arn}/invocations`."""
    said = [part for text in texts(value) for part in text.replace("{", ".").replace("}", ".").split(".")]
    return next((one for one in functions if one in said), "")


def _path(resources: Mapping[str, Table], resource: Any) -> str:
    """The path of a resource of a REST API, by its parents."""
    parts: list[str] = []
    while len(parts) < 20 and str((found := resources.get(name_of(resource), {})).get("Type")).endswith("::Resource"):
        own = table(found.get("Properties"))
        parts.insert(0, str(own.get("PathPart")))
        resource = own.get("ParentId")
    return "/" + "/".join(parts)


def called(data: Table) -> dict[str, str]:
    """What resources are called, where the template says it: as it is, or as the default of a parameter."""
    found: dict[str, str] = {}
    for logical, resource in resources_of(data).items():
        own: Table = table(resource.get("Properties")) if str(resource.get("Type")) in _SERVICES else {}
        for value in (own.get(key) for key in _NAMES):
            if isinstance(value, str) and "${" not in value:
                found[logical] = str(table(table(data.get("Parameters")).get(value)).get("Default", value))
    return found


def _containers(resources: Mapping[str, Table]) -> dict[str, str]:
    """The variables of ECS tasks and other programs that the template starts."""
    found: dict[str, str] = {}
    for value in resources.values():
        for one in several(table(value.get("Properties")).get("ContainerDefinitions")):
            for pair in map(table, several(table(one).get("Environment"))):
                found.setdefault(str(pair.get("Name", "")), name_of(pair.get("Value")))
    return found
