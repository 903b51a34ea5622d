"""Model: a Bedrock foundation model. Nothing is made; the grant names the model, or the profile and what it routes to.

A cross-region inference profile (`us.anthropic.…`) lies in the account and calls the model in several regions, so
that both must be granted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...resources.architecture import Resource
from ..blueprint import Note, Value
from . import connection
from .context import Context, Identity, Made, existing_name

_PROFILE = re.compile(r"(us|eu|apac|jp|au|ca|sa|us-gov|global|\*)\.(?P<model>[a-z0-9-]+\..+)")
_ANY = "arn:aws:bedrock:*::foundation-model/*"


def lower(resource: Resource, context: Context) -> Made:
    configured = connection.lower(resource, context) if resource.env else Made()
    if resource.service not in ("bedrock", "bedrock-runtime"):
        return configured
    name = existing_name(resource, context) or resource.name
    if name and (resource.env is None or resource.env not in context.variables):
        return Made(identity=Identity(name, arns(name, context)[0], name))
    text = (
        f"{resource.source}: the code does not say which Bedrock model it asks, so that all are granted. "
        f'Name it by `existing` under [resources."{resource.id}"] in archloom.toml.'
    )
    note = Note(text, "warning", resource.id)
    return replace(configured, notes=(*configured.notes, note), identity=Identity("*", _ANY, "*"))


def arns(name: str, context: Context) -> tuple[Value, ...]:
    """What must be granted to ask this model."""
    if name.startswith("arn:"):
        return (name,)
    if name == "*":
        return (_ANY,)
    if profile := _PROFILE.fullmatch(name):
        profile_arn = context.arn("bedrock", f"inference-profile/{name}")
        return profile_arn, f"arn:aws:bedrock:*::foundation-model/{profile['model']}"
    return (f"arn:aws:bedrock:{context.region}::foundation-model/{name}",)
