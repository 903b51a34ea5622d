"""Secret: a value in Secrets Manager, filled from the environment or .env of the computer that deploys.

Two ways lead to the value. Code that asks Secrets Manager itself (`Secret("openai").get()`, boto3) gets the secret's
ARN or name. Code or a library that reads an environment variable (`OPENAI_API_KEY`) gets it through ARCHLOOM_SECRETS:
the function's entry point reads the secret and sets the variable before it imports the handler, so that the value
stands neither in the function's configuration nor in any state.
"""

from __future__ import annotations

import re

from ...resources.architecture import Resource
from ..blueprint import CloudResource, NamedOutput, Note, Ref, SecretValue
from .context import Context, Identity, Made, chosen_name, existing_name, nameless

STORES = ("secretsmanager",)


def lower(resource: Resource, context: Context) -> Made:
    if there := existing_name(resource, context):
        path = there if there.startswith("arn:") else context.arn("secretsmanager", f"secret:{there}-??????")
        return Made(identity=Identity(there, path, there))
    if provided_by_role(resource):
        return Made()
    name = chosen_name(resource, context, "secret")
    if name is None:
        return nameless(resource)
    title = str(resource.name or resource.env)
    logical = f"{title}-secret"
    arn = Ref(logical, "arn")
    secret = CloudResource(
        "aws:secretsmanager/secret:Secret", logical, {"name": name, "recoveryWindowInDays": 0}, subject=resource.id
    )
    version = CloudResource(
        "aws:secretsmanager/secretVersion:SecretVersion",
        f"{title}-value",
        {"secretId": arn, "secretString": SecretValue(variable(resource, context))},
        subject=resource.id,
    )
    identity = Identity(Ref(logical, "name"), arn, arn)
    return Made((secret, version), identity, (NamedOutput(f"{title}.secret", arn, resource.id),), ())


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
    if provided_by_role(resource):
        return None
    if resource.origin == "declared":
        declared = context.properties(resource).get("env") or resource.env
        return declared if isinstance(declared, str) else None
    return None if reads_store(resource) else resource.env


def provided_by_role(resource: Resource) -> bool:
    """Is it one of the variables that Lambda sets itself from the function's role?"""
    return (resource.env or resource.name or "").startswith("AWS_")


def missing_note(resource: Resource, context: Context) -> Note | None:
    """A secret without a value on this computer."""
    name = variable(resource, context)
    if name in context.variables:
        return None
    text = (
        f"Secret {resource.name or resource.env} has no value here: {name} is neither in the environment nor in .env."
    )
    return Note(text, "warning", resource.id)
