"""What each function may do, and why: the final policies as the blueprint has them, statement by statement.

Read from the blueprint's own policy documents, so that what is shown is what is deployed. ARNs that are only known
after a deployment are foretold from the names in the blueprint; the account stands as `${AWS::AccountId}`, what AWS
adds to a secret's name as `-??????`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..resources.architecture import Architecture, Evidence, Link, Span
from ..resources.settings import Settings
from .blueprint import AWS, Because, Blueprint, CloudResource, Join, Known, settle
from .lowering import Source, blueprint_of
from .secret_values import SecretValues

ACCOUNT = "${AWS::AccountId}"
_ARNS: Mapping[str, str] = {
    "aws:dynamodb/table:Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "aws:s3/bucket:Bucket": "arn:aws:s3:::{bucket}",
    "aws:sqs/queue:Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "aws:sns/topic:Topic": "arn:aws:sns:{region}:{account}:{name}",
    "aws:secretsmanager/secret:Secret": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-??????",
    "aws:cloudwatch/logGroup:LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}",
    "aws:kinesis/stream:Stream": "arn:aws:kinesis:{region}:{account}:stream/{name}",
    "aws:ssm/parameter:Parameter": "arn:aws:ssm:{region}:{account}:parameter{name}",
    "aws:cloudwatch/eventBus:EventBus": "arn:aws:events:{region}:{account}:event-bus/{name}",
    "aws:sagemaker/endpoint:Endpoint": "arn:aws:sagemaker:{region}:{account}:endpoint/{name}",
    "aws:lambda/function:Function": "arn:aws:lambda:{region}:{account}:function:{name}",
}  # fmt: skip
"""Type -> its ARN, by its inputs."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy with what needs it."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    because: Because

    @property
    def json(self) -> dict[str, Any]:
        """As IAM reads it."""
        return {"Sid": self.sid, "Effect": "Allow", "Action": list(self.actions), "Resource": list(self.resources)}


@dataclass(frozen=True, slots=True)
class Policy:
    """What one deployed function may do. `unit` is its id in the architecture, `function` its name in the cloud."""

    unit: str
    function: str
    role: str
    statements: tuple[Statement, ...]

    @property
    def document(self) -> dict[str, Any]:
        return {"Version": "2012-10-17", "Statement": [statement.json for statement in self.statements]}


def policies_of(architecture: Architecture, settings: Settings, root: Path, stack: str = "dev") -> tuple[Policy, ...]:
    """The policy of every function of a stack, by unit. Raises DeployError as a preview does."""
    return read(blueprint_of(architecture, settings, stack, Source(root, "", SecretValues(root).names())))


def read(blueprint: Blueprint) -> tuple[Policy, ...]:
    """The policies that a blueprint deploys."""
    known = Known(foretold(blueprint), lambda _: "")
    found = (item for item in blueprint.resources if item.type == "aws:iam/rolePolicy:RolePolicy" and item.subject)
    return tuple(sorted((_policy(item, blueprint, known) for item in found), key=lambda policy: policy.unit))


def foretold(blueprint: Blueprint) -> dict[str, dict[str, str]]:
    """Logical name -> the outputs that can be told before a deployment."""
    outputs = {AWS: {"accountId": ACCOUNT}}
    account = Known(outputs, lambda _: "")
    for item in blueprint.resources:
        told = {key: settle(value, account) for key, value in item.inputs.items() if isinstance(value, str | Join)}
        known = {key: value for key, value in told.items() if isinstance(value, str)}
        if template := _ARNS.get(item.type):
            known["arn"] = template.format_map(_Fields(known, region=blueprint.region, account=ACCOUNT))
        outputs[item.name] = known
    return outputs


class _Fields(dict[str, str]):
    """The fields of a template; one that is not known stands as `*`."""

    def __init__(self, known: Mapping[str, str], **more: str) -> None:
        super().__init__({**known, **more})

    def __missing__(self, _: str) -> str:
        return "*"


def _policy(item: CloudResource, blueprint: Blueprint, known: Known) -> Policy:
    document = json.loads(settle(item.inputs["policy"], known))
    role = str(settle(item.inputs["role"], known))
    function = next(
        (one for one in blueprint.resources
         if one.type == "aws:lambda/function:Function" and one.subject == item.subject), None,
    )  # fmt: skip
    statements = (
        Statement(one["Sid"], tuple(one["Action"]), tuple(one["Resource"]), item.because.get(one["Sid"], Because()))
        for one in document["Statement"]
    )
    name = str(settle(function.inputs["name"], known)) if function else role
    return Policy(item.subject or "", name, role, tuple(statements))


def to_json(policy: Policy, architecture: Architecture) -> dict[str, Any]:
    """The policy with a sentence and the evidence of each statement."""
    return {
        "unit": policy.unit,
        "function": policy.function,
        "role": policy.role,
        "policy": policy.document,
        "because": [
            {
                "sid": statement.sid,
                "sentence": sentence(statement, architecture),
                "resource": statement.because.subject,
                "needs": [
                    need for link in statement.because.links for piece in link.evidence
                    if (need := _need(link, piece, architecture))
                ],
            }
            for statement in policy.statements
        ],
    }  # fmt: skip


def _need(link: Link, piece: Evidence, architecture: Architecture) -> dict[str, Any]:
    return {
        "entry": link.entry,
        "label": architecture.entry_by_id[link.entry].label,
        "link": link.kind,
        "operation": piece.operation,
        "state": link.state,
        **_place(piece.span),
        "path": [_place(span) for span in piece.path],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.file, "line": span.line}


def sentence(statement: Statement, architecture: Architecture) -> str:
    """`May get items of sessions, which POST /chat needs at main.py:31.`"""
    because = statement.because
    resource = architecture.by_id.get(because.subject or "")
    what = (resource.name or resource.env or resource.id) if resource else ", ".join(map(_tail, statement.resources))
    actions = ", ".join(action.partition(":")[2] for action in statement.actions)
    who = ", ".join(dict.fromkeys(architecture.entry_by_id[link.entry].label for link in because.links))
    places = because.places
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    needed = f"{who} needs it at {', '.join(places[:3])}{more}" if who and places else ""
    why = "; ".join(part for part in (because.why, needed) if part)
    return f"May {actions} on {what}{_state(because)}: {why}."


def _tail(arn: str) -> str:
    """`arn:aws:logs:us-east-1:1:log-group:/x:*` -> `log-group:/x:*`."""
    return arn.replace(ACCOUNT, "").split(":", 5)[-1]


def _state(because: Because) -> str:
    """What to say when none of the links is proven."""
    states = {link.state for link in because.links if link.kind != "trigger"}
    if not states or "proven" in states:
        return ""
    return " (chosen at run time)" if "possible" in states else " (granted in the code, no use found)"
