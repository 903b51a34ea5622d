"""Makes `operations.txt` and `objects.json` from the models that botocore and boto3 bring along.

    python -m archloom.resources.catalog.aws.generate          # writes both
    python -m archloom.resources.catalog.aws.generate --check  # says whether they are up to date

`operations.txt` has a line per service: its boto3 name, its IAM prefix, its operations, and after `|` its waiters as
`name=Operation`. An operation ends in `-` when none of the parameters that name the service's resources is among its
own; after `@` stand its parameters with the roles that it hands to a service, for which the caller needs
`iam:PassRole`. `objects.json` has the resource objects of boto3 (`dynamodb.Table`), again no more than deduction needs.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPERATIONS, OBJECTS, RULES = HERE / "operations.txt", HERE / "objects.json", HERE / "rules.toml"
# The identifier of a resource object that is the name of the resource, or carries it (a queue's URL, a topic's ARN).
NAMING = {"dynamodb": {"Name", "TableName"}, "s3": {"Name", "BucketName"}, "sqs": {"Url", "QueueUrl"}, "sns": {"Arn"}}
# Parameters with a role, the operations that hand one to a service, and the services that only name roles.
_ROLE = re.compile(r"([Rr]ole(Arn|ARN)?|I[Aa][Mm]Role)$(?<!GeographicRole)(?<!ResourceRole)")
_HANDS_OVER = re.compile(
    r"(?!Describe|Get|List|Delete|Search|Assume|BatchGet|BatchDelete|Disassociate|Detach|Remove|Tag|Untag|Cancel|Stop"
    r"|Validate|Estimate)"
)
KEEPS_ROLES = {
    "account", "auditmanager", "cognito-identity", "iam", "lakeformation", "organizations", "ram", "securityhub", "sso",
    "sso-admin", "sts",
}  # fmt: skip
DEPTH = 4
NAMELESS = {"sns.PlatformApplication", "sns.PlatformEndpoint", "sns.Subscription"}


def main(arguments: list[str]) -> int:
    made = {OPERATIONS: operations(), OBJECTS: objects()}
    if "--check" not in arguments:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    for name in stale:
        print(f"{name} is not what the installed boto3 says; run this without --check.")
    return 1 if stale else 0


def operations() -> str:
    """The text of operations.txt, for the installed botocore."""
    import botocore
    import botocore.session

    loader = botocore.session.get_session().get_component("data_loader")
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    lines = [f"# botocore {botocore.__version__}"]
    for service in loader.list_available_services("service-2"):
        lines.append(_service_line(loader, service, rules))
    return "\n".join(lines) + "\n"


def _service_line(loader: Any, service: str, rules: dict[str, Any]) -> str:
    model = loader.load_service_model(service, "service-2")
    meta = model["metadata"]
    prefix = rules["prefixes"].get(service) or meta.get("signingName") or meta["endpointPrefix"]
    names = set(rules["services"].get(service, {}).get("names", ()))
    words = [
        name + ("" if not names or _takes(model, name, names) else "-") + _handed_over(service, model, name)
        for name in sorted(model["operations"])
    ]
    waiters = " ".join(f"{name}={operation}" for name, operation in _waiters(loader, service))
    return " ".join([service, prefix, *words]) + (f" | {waiters}" if waiters else "")


def _takes(model: dict[str, Any], operation: str, names: set[str]) -> bool:
    shape = model["operations"][operation].get("input", {}).get("shape")
    return bool(shape) and bool(names & set(model["shapes"][shape].get("members", {})))


def _handed_over(service: str, model: dict[str, Any], operation: str) -> str:
    """`@Role,VpcConfig.RoleArn`: models do not say which roles are passed on; their parameters' names do."""
    shape = model["operations"][operation].get("input", {}).get("shape")
    if not shape or service in KEEPS_ROLES or not _HANDS_OVER.match(operation):
        return ""
    found = list(_roles(model["shapes"], shape, "", DEPTH, frozenset()))
    return "@" + ",".join(found) if found else ""


def _roles(shapes: dict[str, Any], shape: str, path: str, depth: int, seen: frozenset[str]) -> Iterator[str]:
    if shape in seen or not depth:
        return
    for name, member in shapes[shape].get("members", {}).items():
        inner, below = shapes[member["shape"]], f"{path}.{name}" if path else name
        if inner["type"] == "string" and _ROLE.search(name) and "enum" not in inner:
            yield below
        elif inner["type"] == "structure":
            yield from _roles(shapes, member["shape"], below, depth - 1, seen | {shape})
        elif inner["type"] == "list" and shapes[inner["member"]["shape"]]["type"] == "structure":
            yield from _roles(shapes, inner["member"]["shape"], below + "[]", depth - 1, seen | {shape})


def _waiters(loader: Any, service: str) -> Iterator[tuple[str, str]]:
    from botocore import xform_name
    from botocore.exceptions import UnknownServiceError

    try:
        model = loader.load_service_model(service, "waiters-2")
    except UnknownServiceError:
        return
    for name, waiter in sorted(model["waiters"].items()):
        yield xform_name(name), waiter["operation"]


def objects() -> str:
    """The text of objects.json, for the installed boto3."""
    import boto3.session

    session = boto3.session.Session(region_name="us-east-1")
    loader = session._loader  # boto3 has no public way to its own models
    made: dict[str, Any] = {}
    for service in session.get_available_resources():
        model = loader.load_service_model(service, "resources-1")
        made[service] = {"": _members(service, _with_all_parts(model))}
        for name, resource in sorted(model["resources"].items()):
            made[service][name] = _members(service, resource) | _loaded(resource)
    return json.dumps(made, indent=0, sort_keys=True) + "\n"


def _with_all_parts(model: dict[str, Any]) -> dict[str, Any]:
    """boto3 offers every type of the service at the service itself, named by all of its identifiers."""
    parts = {
        name: {
            "resource": {
                "type": name,
                "identifiers": [{"target": item["name"], "source": "input"} for item in resource["identifiers"]],
            }
        }
        for name, resource in model["resources"].items()
    }
    return model["service"] | {"has": parts | model["service"].get("has", {})}


def _members(service: str, model: dict[str, Any]) -> dict[str, Any]:
    """What can be called on one resource object: method -> its operation, the type it gives and where the name is."""
    from botocore import xform_name

    members: dict[str, Any] = {}
    for name, action in model.get("actions", {}).items():
        members[xform_name(name)] = _given(action["request"]["operation"], action.get("resource"))
    for name, waiter in model.get("waiters", {}).items():
        members["wait_until_" + xform_name(name)] = {"waiter": xform_name(waiter["waiterName"])}
    for name, part in model.get("has", {}).items():
        members[name] = members[xform_name(name)] = _part(service, part["resource"])
    for name, many in model.get("hasMany", {}).items():
        members[xform_name(name)] = _given(many["request"]["operation"], many.get("resource")) | {"many": 1}
    batch = {xform_name(name): action["request"]["operation"] for name, action in model.get("batchActions", {}).items()}
    made: dict[str, Any] = {"members": members}
    if batch:
        made["batch"] = batch
    return made


def _given(operation: str, resource: dict[str, Any] | None) -> dict[str, Any]:
    return {"operation": operation} | ({"type": resource["type"]} if resource else {})


def _part(service: str, resource: dict[str, Any]) -> dict[str, Any]:
    """A sub-resource: the identifiers that the caller gives, and which of them is the name."""
    from botocore import xform_name

    given = [xform_name(item["target"]) for item in resource.get("identifiers", ()) if item["source"] == "input"]
    naming = {xform_name(name) for name in NAMING.get(service, ())}
    named = [name for name in given if name in naming and f"{service}.{resource['type']}" not in NAMELESS]
    return {"type": resource["type"], "given": given} | ({"name": named[0]} if named else {})


def _loaded(resource: dict[str, Any]) -> dict[str, Any]:
    return {"loads": resource["load"]["request"]["operation"]} if "load" in resource else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
