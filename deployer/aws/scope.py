"""On what an action is granted: the ARNs of one resource that a service checks for it.

Services differ: S3 checks objects for some actions and the bucket for others, DynamoDB checks the index too when one
is queried, and listing actions cannot be narrowed at all (AWS's service authorization reference says which).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...resources.architecture import Resource
from ..blueprint import Join, Value
from . import model
from .context import Context, Identity, existing_name

Scope = tuple[Value, ...]
EVERYTHING: Scope = ("*",)

_UNSCOPED = frozenset({
    "dynamodb:ListTables", "dynamodb:DescribeLimits", "dynamodb:ListBackups", "dynamodb:ListStreams",
    "s3:ListAllMyBuckets", "s3:ListBuckets", "sqs:ListQueues", "sns:ListTopics", "sns:ListSubscriptions",
    "secretsmanager:ListSecrets", "secretsmanager:GetRandomPassword", "secretsmanager:BatchGetSecretValue",
    "ssm:DescribeParameters", "bedrock:Rerank",
    "lambda:ListFunctions", "sagemaker:ListEndpoints", "sagemaker:ListModels", "bedrock:ListFoundationModels",
    "bedrock:ListKnowledgeBases", "bedrock:ListInferenceProfiles", "kinesis:ListStreams", "events:ListEventBuses",
    "kendra:ListIndices", "states:ListStateMachines",
})  # fmt: skip
_INDEXED = frozenset({"dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect"})
_TABLE_STREAM = frozenset({"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"})
_OF_EXECUTIONS = frozenset({"states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"})
_ENDPOINT = re.compile(r"(?:(?:search|vpc)-(.+?)-\w{26}|([\w-]+))\.[\w-]+\.(?:es|aoss)\.amazonaws\.com")
"""Where AWS answers for a domain (`search-NAME-ID.REGION.es.amazonaws.com`) or a collection (`ID.REGION.aoss.…`); code
may also put the address of a domain together from its name alone.
"""
_API = re.compile(r"^(?:https?://)?(\w+)\.execute-api\.")
_OBJECT_WORDS = ("Object", "AbortMultipartUpload", "ListMultipartUploadParts")
_NOT_OBJECT = frozenset({"s3:GetBucketObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One action on one resource."""

    action: str
    resource: Resource
    identity: Identity | None
    context: Context

    @property
    def name(self) -> str:
        """What the code or archloom.toml calls it; `*` when neither does."""
        return existing_name(self.resource, self.context) or self.resource.name or "*"


def scope(action: str, resource: Resource, context: Context) -> Scope:
    """The ARNs that a statement for this action on this resource must name; `*` where AWS knows no narrower."""
    identity = context.identities.get(resource.id)
    if action in _BY_ACTION:
        return _BY_ACTION[action](_Asked(action, resource, identity, context))
    service = action.partition(":")[0]
    if action in _UNSCOPED or (identity is None and resource.kind == "aws_service" and service != "kms"):
        return EVERYTHING
    if service in _BY_SERVICE:
        return _BY_SERVICE[service](_Asked(action, resource, identity, context))
    return (identity.arn,) if identity else EVERYTHING


def _dynamodb(asked: _Asked) -> Scope:
    if asked.identity is None:
        return EVERYTHING
    table = asked.identity.arn
    if asked.action in _TABLE_STREAM:
        return (Join((table, "/stream/*")),)
    return (table, Join((table, "/index/*"))) if asked.action in _INDEXED else (table,)


def _s3(asked: _Asked) -> Scope:
    if asked.identity is None:
        return EVERYTHING
    on_objects = any(word in asked.action for word in _OBJECT_WORDS) and asked.action not in _NOT_OBJECT
    return (Join((asked.identity.arn, "/*")),) if on_objects else (asked.identity.arn,)


def _bedrock(asked: _Asked) -> Scope:
    if asked.resource.kind == "knowledge_base":
        return (asked.context.arn("bedrock", f"knowledge-base/{asked.name}"),)
    return model.arns(str(asked.identity.name), asked.context) if asked.identity else EVERYTHING


def _role(asked: _Asked) -> Scope:
    """The role that the code names, else any of the account's; one of another account is named by its ARN."""
    if asked.name.startswith("arn:"):
        return (asked.name,)
    return (asked.context.arn("iam", f"role/{asked.name}", region=False),)


def _key(asked: _Asked) -> Scope:
    """A key by its id or ARN. A policy cannot name an alias, which therefore stands for any key of the account."""
    if asked.name == "*":
        return EVERYTHING
    if "alias/" in asked.name:
        return (asked.context.arn("kms", "key/*"),)
    return (asked.name if asked.name.startswith("arn:") else asked.context.arn("kms", f"key/{asked.name}"),)


def _states(asked: _Asked) -> Scope:
    """A state machine; what is asked of one of its executions is checked on that."""
    if asked.identity or asked.name.startswith("arn:") or asked.action not in _OF_EXECUTIONS:
        return _named("states", "stateMachine:{}")(asked)
    return (asked.context.arn("states", f"execution:{asked.name}:*"),)


def _search(asked: _Asked) -> Scope:
    """The domain or collection whose endpoint the code has; an index alone says nothing of the cluster."""
    address = str(asked.context.properties(asked.resource).get("endpoint") or asked.name)
    found = _ENDPOINT.search(address)
    domain, collection = (found[1] or found[2], found[2]) if found else (None, None)
    if asked.identity or asked.name.startswith("arn:"):
        return _named("es", "domain/{}/*")(asked)
    if asked.action.startswith("aoss:"):
        return (asked.context.arn("aoss", f"collection/{collection or '*'}"),)
    return (asked.context.arn("es", f"domain/{domain or '*'}/*"),)


def _named(service: str, path: str) -> Callable[[_Asked], Scope]:
    """Things that are there already, by their name in the code."""

    def arns(asked: _Asked) -> Scope:
        if asked.identity:
            return (asked.identity.arn,)
        return (
            (asked.name,) if asked.name.startswith("arn:") else (asked.context.arn(service, path.format(asked.name)),)
        )

    return arns


def _api(asked: _Asked) -> Scope:
    """The API that answers at a host of API Gateway; another host may be any of the account's."""
    found = _API.search(asked.name)
    return (asked.context.arn("execute-api", f"{found[1] if found else '*'}/*"),)


_BY_ACTION: dict[str, Callable[[_Asked], Scope]] = {
    "execute-api:Invoke": _api,
    "appsync:GraphQL": lambda asked: (asked.context.arn("appsync", "apis/*"),),
    "lambda:InvokeFunctionUrl": lambda asked: (asked.context.arn("lambda", "function:*"),),
    "iam:PassRole": _role,
    "sts:AssumeRole": _role,
    "sts:TagSession": _role,
    "bedrock:ApplyGuardrail": _named("bedrock", "guardrail/{}"),
    "bedrock:InvokeAgent": _named("bedrock", "agent-alias/{}/*"),
    "bedrock:InvokeFlow": _named("bedrock", "flow/{}/alias/*"),
}
_BY_SERVICE: dict[str, Callable[[_Asked], Scope]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "bedrock": _bedrock,
    "kms": _key,
    "states": _states,
    "ses": _named("ses", "identity/*"),
    "kendra": _named("kendra", "index/{}"),
    "es": _search,
    "aoss": _search,
    "s3vectors": _named("s3vectors", "bucket/{}/index/*"),
    "events": _named("events", "event-bus/{}"),
    "kinesis": _named("kinesis", "stream/{}"),
    "elasticfilesystem": _named("elasticfilesystem", "file-system/{}"),
    "lambda": _named("lambda", "function:{}"),
    "sagemaker": _named("sagemaker", "endpoint/{}"),
    "execute-api": _named("execute-api", "{}/*"),
}
