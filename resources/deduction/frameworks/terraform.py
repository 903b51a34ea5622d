"""Terraform: Lambda functions, their code and variables, and what starts them.

A module of the project that makes one queue, table, function or the like stands for that.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from . import terraform_blocks
from .named_functions import SOURCES, Named, Part, Sent, Started, arn_name, arn_word, route, route_of_key
from .terraform_blocks import ADDRESS, TEXT, Block, Texts, address_in

_WORDS = {"aws_sqs_queue": "sqs", "aws_sns_topic": "sns", "aws_s3_bucket": "s3", "aws_dynamodb_table": "dynamodb",
          "aws_kinesis_stream": "kinesis", "aws_cloudwatch_event_bus": "bus",
          "aws_sfn_state_machine": "machine"}  # fmt: skip
_NAME = {"aws_s3_bucket": "bucket"}
"""Kind of a resource -> the argument that names it, if it is not `name`."""
_FOLDERS = ("source_dir", "source_file", "source_path", "filename", "local_existing_package")


def part(folder: str, folders: Mapping[str, Texts]) -> Part | None:
    """What the files of one of these folders name; None if they name no function."""
    texts = folders[folder]
    if not any(word in text for word in (b"lambda", b"handler") for _, text in texts):
        return None
    blocks = terraform_blocks.read(texts)
    for block in blocks:
        _enter(block, folder, folders)
    by_address = {block.address: block for block in blocks}
    made = {block.address: named for block in blocks if (named := _function(block, by_address)) is not None}
    for block in blocks:
        _starts(block, by_address, made)
    names: dict[str, str] = {}
    for block in blocks:
        if block.kind in _WORDS:
            names[block.address] = block.plain(_NAME.get(block.kind, "name")) or block.address.rpartition(".")[2]
    sent = {to: source for block in blocks for to, source in _sends(block, by_address)}
    return Part(f"{folder}/main.tf" if folder else "main.tf", list(made.values()), {}, names, sent)


def _enter(block: Block, folder: str, folders: Mapping[str, Texts]) -> None:
    """A module of the project that makes one known resource stands for it, with what it is given as its arguments."""
    source = block.plain("source") if block.kind == "module" else ""
    inside = folders.get(posixpath.normpath(posixpath.join(folder, source))) if source.startswith(".") else None
    made = terraform_blocks.blocks(inside or [])
    known = [one for one in made if one.kind in _WORDS or one.kind == "aws_lambda_function"]
    if known and len({one.kind for one in known}) == 1:
        block.kind = known[0].kind
        for key, value in known[0].arguments.items():
            given = block.arguments.get(value.removeprefix("var.")) if value.startswith("var.") else None
            if given is not None:
                block.arguments[key] = given


def _sends(block: Block, by_address: Mapping[str, Block]) -> Iterator[tuple[str, Sent]]:
    """What a queue, a topic or a state machine hears of."""
    match block.kind:
        case "aws_s3_bucket_notification":
            for target in re.findall(r"(?:queue|topic)_arn\s*=\s*(.+)", block.text):
                yield address_in(target), Sent("s3", _source(block, "bucket", by_address)[1])
        case "aws_sns_topic_subscription":
            yield block.about("endpoint"), Sent("sns", _source(block, "topic_arn", by_address)[1])
        case "aws_cloudwatch_event_target":
            yield block.about("arn"), _rule(by_address.get(block.about("rule")))
        case "aws_s3_bucket":
            for target in re.findall(r"(?:queue|topic)_arn\s*=\s*(.+)", block.text):
                yield address_in(target), Sent("s3", block.address)
        case _:
            pass


def _rule(rule: Block | None) -> Sent:
    """What a rule of EventBridge listens to: a clock, a bucket that its pattern names, or a bus."""
    clock = rule.plain("schedule_expression") if rule is not None else ""
    if rule is None or clock:
        return Sent("schedule", clock)
    bucket = re.search(r"aws_s3_bucket\.[\w-]+", rule.text) if "aws.s3" in rule.text else None
    if bucket is not None:
        return Sent("s3", bucket[0])
    return Sent("bus", rule.about("event_bus_name") or rule.plain("event_bus_name") or "default")


def _function(block: Block, by_address: dict[str, Block]) -> Named | None:
    handler = block.plain("handler")
    if block.kind not in ("aws_lambda_function", "module") or not handler:  # a module of the registry
        return None
    variables = {key: found for key, value in block.arguments.items() if key.isupper() and (found := address_in(value))}
    sources = [block, *(by_address[one] for one in ADDRESS.findall(block.text) if one.startswith("data.archive_file.")
                        and one in by_address)]  # fmt: skip
    folder = next((path for one in sources for key in _FOLDERS if (path := _path(one.arguments.get(key, "")))), "")
    given = block.plain("function_name")
    names = (block.address.rpartition(".")[2], block.address, *([given] if given else ()))
    return Named(handler, folder, variables, names=names, spot=block.spot)


def _path(value: str) -> str:
    """`"${path.module}/../src"` -> `src`; an archive or a file stands for the folder that it is in."""
    found = TEXT.search(value)
    path = re.sub(r"\$\{[^}]*\}", "", found[1]) if found else ""
    return path.rpartition("/")[0] if path.endswith((".py", ".zip")) else path


def _starts(block: Block, by_address: dict[str, Block], made: dict[str, Named]) -> None:
    match block.kind:
        case "aws_lambda_event_source_mapping":
            word, name = _source(block, "event_source_arn", by_address)
            _add(block, made, block.about("function_name"), word, name)
        case "aws_sns_topic_subscription":
            _add(block, made, block.about("endpoint"), "sns", _source(block, "topic_arn", by_address)[1])
        case "aws_s3_bucket_notification":
            for function in re.findall(r"lambda_function_arn\s*=\s*(.+)", block.text):
                _add(block, made, address_in(function), "s3", _source(block, "bucket", by_address)[1])
        case "aws_cloudwatch_event_target":
            _add(block, made, block.about("arn"), *_rule(by_address.get(block.about("rule"))))
        case "aws_sfn_state_machine":
            for function in dict.fromkeys(ADDRESS.findall(block.text.partition("definition")[2])):
                _add(block, made, function, "machine", block.address)
        case "aws_pipes_pipe":
            for key in ("target", "enrichment"):
                _add(block, made, block.about(key), *_source(block, "source", by_address))
        case "aws_scheduler_schedule":
            _add(block, made, block.about("arn"), "schedulev2", block.plain("schedule_expression"))
        case "aws_apigatewayv2_route":
            target = by_address.get(block.about("target"))
            api = by_address.get(block.about("api_id"))
            name = (api.plain("name") if api else "") or block.about("api_id").rpartition(".")[2]
            function = target.about("integration_uri") if target else ""
            if api is not None and api.plain("protocol_type") == "WEBSOCKET":
                _add(block, made, function, "websocket", name, f"WS {block.plain('route_key')}")
            else:
                _add(block, made, function, "http", name, route_of_key(block.plain("route_key")))
        case "aws_api_gateway_integration":
            api = by_address.get(block.about("rest_api_id"))
            name = (api.plain("name") if api else "") or block.about("rest_api_id").rpartition(".")[2]
            method = by_address.get(block.about("http_method"))
            verb = method.plain("http_method") if method else block.plain("http_method")
            path = _path_of(block.about("resource_id"), by_address)
            _add(block, made, block.about("uri"), "http", name, route(verb, path))
        case _:
            pass


def _path_of(address: str, by_address: dict[str, Block]) -> str:
    """The path of a resource of a REST API, by its parents."""
    parts: list[str] = []
    while len(parts) < 20 and (found := by_address.get(address)) is not None and found.plain("path_part"):
        parts.insert(0, found.plain("path_part"))
        address = found.about("parent_id")
    return "/" + "/".join(parts)


def _source(block: Block, key: str, by_address: Mapping[str, Block]) -> tuple[str, str]:
    """The word for what an argument is about, and its address or name."""
    address, text = block.about(key), block.plain(key)
    if address:
        known = by_address.get(address)
        return _WORDS.get(known.kind if known is not None else address.partition(".")[0], ""), address
    return arn_word(text), arn_name(text)


def _add(block: Block, made: dict[str, Named], function: str, word: str, name: str, said: str = "") -> None:
    if function in made and word in SOURCES and name:
        made[function].started_by.append(Started(word, name, said, block.spot))
