"""Secret: a value in Secrets Manager, filled from the environment or .env of the computer that deploys.

Two ways lead to the value. Code that asks Secrets Manager itself (`Secret("openai").get()`, boto3) gets the secret's
ARN or name. Code or a library that reads an environment variable (`OPENAI_API_KEY`, `DATABASE_URL`) gets it through
ARCHLOOM_SECRETS: the function's entry point reads the secret and sets the variable before it imports the handler, so
that the value stands neither in the function's configuration nor in any state.
"""

from __future__ import annotations

import re

from ...resources.architecture import Resource
from ..blueprint import CloudResource, NamedOutput, Note, Ref, SecretValue
from .context import Context, Filled, Identity, Made, chosen_name, existing_name, nameless

STORES = ("secretsmanager",)
_RESERVED = frozenset({
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CREDENTIALS_PROFILE_NAME",
})  # fmt: skip


def lower(resource: Resource, context: Context) -> Made:
    fills = filled_variable(resource, context)
    if there := existing_name(resource, context):
        arn = there if there.startswith("arn:") else context.arn("secretsmanager", f"secret:{there}-??????")
        return Made(identity=Identity(there, arn, there), fills=Filled(fills, there, arn) if fills else None)
    if provided_by_role(resource.env or resource.name) or is_unset(resource, context):
        return Made()
    name = chosen_name(resource, context, "secret")
    if name is None:
        return nameless(resource)
    title = context.title(resource)
    resources, arn = stored(title, name, variable(resource, context), resource.id)
    return Made(
        resources,
        Identity(Ref(f"{title}-secret", "name"), arn, arn),
        (NamedOutput(f"{title}.secret", arn, resource.id),),
        valueless(title, variable(resource, context), resource, context),
        Filled(fills, arn, arn) if fills else None,
    )


def stored(title: str, name: str, source: str, subject: str) -> tuple[tuple[CloudResource, CloudResource], Ref]:
    """A secret with its value, which comes from the variable `source`; and its ARN."""
    arn = Ref(f"{title}-secret", "arn")
    secret = CloudResource(
        "aws:secretsmanager/secret:Secret", arn.resource, {"name": name, "recoveryWindowInDays": 0}, subject=subject
    )
    version = CloudResource(
        "aws:secretsmanager/secretVersion:SecretVersion",
        f"{title}-value",
        {"secretId": arn, "secretString": SecretValue(source)},
        subject=subject,
    )
    return (secret, version), arn


def variable(resource: Resource, context: Context) -> str:
    """The environment variable that holds the value where one deploys."""
    if filled := filled_variable(resource, context):
        return filled
    known = context.properties(resource).get("env")
    if isinstance(known, str) and known:
        return known
    return re.sub(r"[^A-Z0-9]+", "_", str(resource.name or resource.env).upper()).strip("_")


def reads_store(resource: Resource) -> bool:
    """Does the code ask Secrets Manager itself? Otherwise it reads an environment variable."""
    return resource.origin == "declared" or resource.service in STORES


def filled_variable(resource: Resource, context: Context) -> str | None:
    """The environment variable that the function must find the value in."""
    if resource.origin == "declared":
        declared = context.properties(resource).get("env") or resource.env
        return declared if isinstance(declared, str) else None
    return None if reads_store(resource) or provided_by_role(resource.env) else resource.env


def provided_by_role(name: str | None) -> bool:
    """Is it one of the variables that Lambda sets itself, or that would lead away from the function's role?"""
    return name in _RESERVED


def is_unset(resource: Resource, context: Context) -> bool:
    """Is it a variable that a library reads and that has no value here? Then there is nothing to store."""
    if resource.kind != "secret" or reads_store(resource) or existing_name(resource, context):
        return False
    return resource.env is not None and not provided_by_role(resource.env) and resource.env not in context.variables


def valueless(title: str, source: str, resource: Resource, context: Context) -> tuple[Note, ...]:
    """A secret of the store without a value on this computer."""
    if source in context.variables:
        return ()
    text = (
        f"Secret {title} has no value here: {source} is neither in the environment nor in .env. The sandbox stores "
        f'`sandbox` in its place; for AWS set it, or say `existing = true` under [resources."{resource.id}"] in '
        "archloom.toml if it is there already."
    )
    return (Note(text, "info", resource.id),)
