"""The role of a unit: what its entries reach, and nothing more.

Its policy has one statement per resource (more where one service checks different ARNs for different actions), the
right to write its own log, and for each queue that starts it the rights that Lambda uses to take messages from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ...resources.architecture import Link, Resource
from ..blueprint import Because, CloudResource, Join, Ref, Value
from . import names
from .context import Context, Filled, Unit
from .policies import allow, document, trusted_by
from .scope import Scope, scope


@dataclass(frozen=True, slots=True)
class _Statement:
    """One statement, with what needs it."""

    sid: str
    actions: tuple[str, ...]
    arns: Scope
    because: Because

    @property
    def value(self) -> Value:
        return allow(self.sid, self.actions, self.arns)


_TAKE: Mapping[str, tuple[str, ...]] = {
    "queue": ("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    "kv_store": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    "stream": ("kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords",
               "kinesis:GetShardIterator", "kinesis:ListShards"),
}  # fmt: skip
"""Kind of what starts a function -> what Lambda does with it on the function's behalf."""


def lower(unit: Unit, context: Context) -> tuple[CloudResource, CloudResource]:
    """The role and its policy."""
    role = CloudResource(
        "aws:iam/role:Role",
        f"{unit.logical}-role",
        {"name": context.physical(unit.logical, "role"), "assumeRolePolicy": trusted_by("lambda.amazonaws.com")},
        subject=unit.resource.id,
    )
    statements = _numbered((
        *_log_statement(unit), *_granted(unit, context), *_reading(unit, context), *_taking(unit, context),
    ))  # fmt: skip
    policy = CloudResource(
        "aws:iam/rolePolicy:RolePolicy",
        f"{unit.logical}-policy",
        {"role": Ref(role.name, "name"), "name": "archloom", "policy": document(item.value for item in statements)},
        subject=unit.resource.id,
        because={item.sid: item.because for item in statements},
    )
    return role, policy


def permissions(unit: Unit, context: Context) -> dict[str, set[str]]:
    """Resource id -> the IAM actions that the unit's entries need on it."""
    needed: dict[str, set[str]] = {}
    for link in _links(unit, context):
        if link.kind == "permission":
            needed.setdefault(link.resource, set()).update(action for action in link.actions if ":" in action)
    return {key: actions for key, actions in sorted(needed.items()) if actions}


def filled(unit: Unit, context: Context) -> tuple[Filled, ...]:
    """The variables that the unit's entry point fills from secrets, one each."""
    linked = {link.resource for link in _links(unit, context) if link.kind != "trigger"}
    found = (context.filled[key] for key in sorted(linked) if key in context.filled)
    return tuple({item.variable: item for item in found}.values())


def _links(unit: Unit, context: Context) -> Iterator[Link]:
    for entry in context.architecture.entries_in(unit.resource.id):
        yield from context.architecture.links_of(entry.id)


def _granted(unit: Unit, context: Context) -> Iterator[_Statement]:
    for key, actions in permissions(unit, context).items():
        resource = context.architecture.by_id[key]
        if resource.kind in _NAMED_KINDS and key not in context.identities:
            continue  # its lowering has said why it is not granted
        word = names.statement_id(context.title(resource))
        for arns, group in _by_scope(actions, resource, context):
            yield _Statement(word, tuple(group), arns, _needing(unit, key, group, context))


def _by_scope(actions: Iterable[str], resource: Resource, context: Context) -> list[tuple[Scope, list[str]]]:
    groups: dict[str, tuple[Scope, list[str]]] = {}
    for action in sorted(actions):
        arns = scope(action, resource, context)
        groups.setdefault(repr(arns), (arns, []))[1].append(action)
    return list(groups.values())


def _needing(unit: Unit, resource: str, actions: Iterable[str], context: Context) -> Because:
    """The links by which the unit's code does something with a resource that needs one of these actions."""
    links = [link for link in _links(unit, context) if link.kind == "permission" and link.resource == resource]
    return Because(resource, tuple(link for link in links if set(link.actions) & set(actions)))


def _log_statement(unit: Unit) -> Iterator[_Statement]:
    group = Join((Ref(f"{unit.logical}-logs", "arn"), ":*"))
    because = Because(why="every function writes its own log")
    yield _Statement("Logs", ("logs:CreateLogStream", "logs:PutLogEvents"), (group,), because)


def _reading(unit: Unit, context: Context) -> Iterator[_Statement]:
    granted = [context.identities[key].arn for key in permissions(unit, context) if key in context.identities]
    for item in filled(unit, context):
        if item.arn not in granted:
            sid = names.statement_id(item.variable)
            yield _Statement(sid, ("secretsmanager:GetSecretValue",), (item.arn,), _filling(unit, item, context))


def _filling(unit: Unit, item: Filled, context: Context) -> Because:
    """The links to the secret that fills a variable before the code runs."""
    keys = {key for key, filled_by in context.filled.items() if filled_by == item}
    links = tuple(link for link in _links(unit, context) if link.resource in keys and link.kind != "trigger")
    return Because(min(keys), links, f"{item.variable} is filled from it before the code runs")


def _taking(unit: Unit, context: Context) -> Iterator[_Statement]:
    for resource in context.architecture.resources:
        starts = tuple(link for link, _, started in context.triggers_of(resource) if started is unit)
        if resource.kind not in _TAKE or resource.id not in context.identities or not starts:
            continue
        sid = names.statement_id(context.title(resource), "taken")
        because = Because(resource.id, starts, "Lambda takes what arrives there to start the function")
        for arns, group in _by_scope(_TAKE[resource.kind], resource, context):
            yield _Statement(sid, tuple(group), arns, because)


def _numbered(statements: Iterable[_Statement]) -> list[_Statement]:
    """The statements, no two with the same Sid."""
    seen = Counter[str]()
    numbered: list[_Statement] = []
    for statement in statements:
        seen[statement.sid] += 1
        count = seen[statement.sid]
        numbered.append(statement if count == 1 else replace(statement, sid=f"{statement.sid}{count}"))
    return numbered


_NAMED_KINDS = frozenset({"kv_store", "bucket", "queue", "topic", "secret", "parameter", "model_endpoint", "stream"})
"""Kinds whose statements are pointless without a name."""
