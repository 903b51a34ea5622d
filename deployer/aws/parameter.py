"""Parameter: an SSM parameter, made when archloom.toml or the environment gives it a value, else taken as there."""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import CloudResource, Note, Ref, SecretValue, Value
from .context import Context, Identity, Made, existing_name, nameless


def lower(resource: Resource, context: Context) -> Made:
    name = existing_name(resource, context) or resource.name
    if name is None:
        return nameless(resource)
    known = context.properties(resource)
    value = _value(known.get("value"), known.get("env"))
    if existing_name(resource, context) or value is None:
        arn = context.arn("ssm", f"parameter/{name.lstrip('/')}")
        return Made(identity=Identity(name, arn, name), notes=_notes(resource, context, name))
    logical = f"{name}-parameter"
    kind = "SecureString" if isinstance(value, SecretValue) else "String"
    inputs: dict[str, Value] = {"name": name, "type": kind, "value": value}
    parameter = CloudResource("aws:ssm/parameter:Parameter", logical, inputs, subject=resource.id)
    return Made((parameter,), Identity(Ref(logical, "name"), Ref(logical, "arn"), Ref(logical, "name")))


def _value(text: object, variable: object) -> Value:
    if text is not None:
        return str(text)
    return SecretValue(variable) if isinstance(variable, str) else None


def _notes(resource: Resource, context: Context, name: str) -> tuple[Note, ...]:
    if existing_name(resource, context):
        return ()
    text = (
        f"{resource.source}: parameter {name} is granted but not made, because the code does not say its value. "
        f'Give it `value`, or `env` to take it from a variable, under [resources."{resource.id}"] in archloom.toml.'
    )
    return (Note(text, "info", resource.id),)
