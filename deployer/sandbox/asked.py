"""What a request to AWS asks for: the IAM actions and the ARNs that the service checks, read from the request itself.

moto derives ARNs for S3 and SQS only. An operation is not always an action: `ListObjectsV2` is checked as `ListBucket`,
a batch as its single operation, a transaction as each of its parts; what names no single thing is checked on `*`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

Pair = tuple[str, str]
"""An action (`dynamodb:GetItem`) and the ARN on which it is asked."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call: `operation` is the API's word, `query` the form or query fields, `body` a JSON body or {}."""

    service: str
    operation: str
    region: str
    account: str
    path: str
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    def field(self, *names: str) -> str | None:
        """The first of these fields that is there, in the body or the query."""
        for name in names:
            found = self.body.get(name) or self.query.get(name)
            if isinstance(found, list):
                found = cast("list[Any]", found)[0]
            if found:
                return str(found)
        return None

    def arn(self, path: str, service: str = "") -> str:
        return f"arn:aws:{service or self.service}:{self.region}:{self.account}:{path}"


def asked(request: Request, known_arn: str | None = None) -> tuple[Pair, ...]:
    """Everything that must be allowed. `known_arn`: what moto found out itself (S3)."""
    reader = _READERS.get(request.service)
    if request.service == "s3":
        return (_s3(request.operation, known_arn or "*"),)
    if reader is None:
        return ((f"{request.service}:{request.operation}", known_arn or "*"),)
    return tuple(reader(request))


def parse_body(raw: bytes | str | None) -> dict[str, Any]:
    """The JSON object in a body; empty when it holds something else."""
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _s3(operation: str, arn: str) -> Pair:
    action = _S3.get(operation, operation)
    several = action == "DeleteObject" and "/" not in arn  # of DeleteObjects moto names the bucket only
    return f"s3:{action}", f"{arn}/*" if several else arn


_S3 = {
    "ListObjectsV2": "ListBucket", "ListObjects": "ListBucket", "HeadBucket": "ListBucket", "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets", "CopyObject": "PutObject", "DeleteObjects": "DeleteObject",
    "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject", "CompleteMultipartUpload": "PutObject",
}  # fmt: skip


def _dynamodb(request: Request) -> Iterator[Pair]:
    body = request.body
    if request.operation in ("BatchGetItem", "BatchWriteItem"):
        for table in cast("dict[str, Any]", body.get("RequestItems") or {}):
            yield f"dynamodb:{request.operation}", _table(request, table)
    elif request.operation in ("TransactWriteItems", "TransactGetItems"):
        for item in cast("list[dict[str, Any]]", body.get("TransactItems") or []):
            for word, part in item.items():
                action = {"Put": "PutItem", "Delete": "DeleteItem", "Update": "UpdateItem", "Get": "GetItem"}
                yield f"dynamodb:{action.get(word, 'ConditionCheckItem')}", _table(request, part.get("TableName", ""))
    elif request.operation in ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"):
        yield from _partiql(request)
    else:
        table = request.field("TableName", "ResourceArn")
        arn = _table(request, table) if table else "*"
        yield (
            f"dynamodb:{request.operation}",
            f"{arn}/index/{body['IndexName']}" if table and body.get("IndexName") else arn,
        )


def _partiql(request: Request) -> Iterator[Pair]:
    parts = request.body.get("Statements") or request.body.get("TransactStatements") or [request.body]
    for part in cast("list[dict[str, Any]]", parts):
        words = re.match(r"\s*(\w+)", part.get("Statement", ""))
        table = re.search(r'(?:FROM|INTO|UPDATE)\s+"?([\w.-]+)"?', part.get("Statement", ""), re.IGNORECASE)
        action = f"dynamodb:PartiQL{words[1].capitalize() if words else ''}"
        yield action, _table(request, table[1]) if table else "*"


def _table(request: Request, name: str) -> str:
    return name if name.startswith("arn:") else request.arn(f"table/{name}", "dynamodb")


def _sqs(request: Request) -> Iterator[Pair]:
    action = f"sqs:{request.operation.removesuffix('Batch')}"
    url, name = request.field("QueueUrl"), request.field("QueueName")
    queue = url.rstrip("/").rpartition("/")[2] if url else name
    yield action, request.arn(queue) if queue else "*"


def _sns(request: Request) -> Iterator[Pair]:
    yield f"sns:{request.operation.removesuffix('Batch')}", request.field("TopicArn", "TargetArn") or "*"


def _secretsmanager(request: Request) -> Iterator[Pair]:
    wanted = request.body.get("SecretIdList") or [request.field("SecretId")]
    for secret in cast("list[str | None]", wanted):
        yield f"secretsmanager:{request.operation}", _secret_arn(request, secret) if secret else "*"


def _secret_arn(request: Request, secret: str) -> str:
    if secret.startswith("arn:"):
        return secret
    from moto.secretsmanager.models import secretsmanager_backends

    found = secretsmanager_backends[request.account][request.region].secrets.get(secret)
    return str(found.arn) if found else request.arn(f"secret:{secret}-??????")


def _ssm(request: Request) -> Iterator[Pair]:
    names = request.body.get("Names") or [request.field("Name", "Path")]
    for name in cast("list[str | None]", names):
        yield f"ssm:{request.operation}", request.arn(f"parameter/{name.lstrip('/')}") if name else "*"


def _lambda(request: Request) -> Iterator[Pair]:
    action = "InvokeFunction" if request.operation.startswith("Invoke") else request.operation
    found = re.search(r"/functions/([^/?]+)", unquote(request.path))
    name = found[1].removeprefix(request.arn("function:")).split(":")[0] if found else None
    yield f"lambda:{action}", request.arn(f"function:{name}") if name else "*"


def _logs(request: Request) -> Iterator[Pair]:
    group, stream = request.field("logGroupName"), request.field("logStreamName")
    arn = request.arn(f"log-group:{group}:log-stream:{stream or ''}") if group else "*"
    yield f"logs:{request.operation}", arn


def _events(request: Request) -> Iterator[Pair]:
    for entry in cast("list[dict[str, Any]]", request.body.get("Entries") or [{}]):
        bus = str(entry.get("EventBusName") or request.field("EventBusName") or "default")
        yield f"events:{request.operation}", bus if bus.startswith("arn:") else request.arn(f"event-bus/{bus}")


def _kinesis(request: Request) -> Iterator[Pair]:
    arn, name = request.field("StreamARN"), request.field("StreamName")
    yield f"kinesis:{request.operation}", arn or (request.arn(f"stream/{name}") if name else "*")


def _states(request: Request) -> Iterator[Pair]:
    yield f"states:{request.operation}", request.field("stateMachineArn", "executionArn") or "*"


def _sagemaker(request: Request) -> Iterator[Pair]:
    name = request.field("EndpointName")
    yield f"sagemaker:{request.operation}", request.arn(f"endpoint/{name.lower()}") if name else "*"


def _sts(request: Request) -> Iterator[Pair]:
    yield f"sts:{request.operation}", request.field("RoleArn") or "*"


_READERS: dict[str, Callable[[Request], Iterator[Pair]]] = {
    "dynamodb": _dynamodb,
    "sqs": _sqs,
    "sns": _sns,
    "secretsmanager": _secretsmanager,
    "ssm": _ssm,
    "lambda": _lambda,
    "logs": _logs,
    "events": _events,
    "kinesis": _kinesis,
    "states": _states,
    "sagemaker": _sagemaker,
    "sts": _sts,
}
