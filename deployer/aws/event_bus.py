"""Event bus: an EventBridge bus; every account has `default` already."""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import CloudResource, Ref
from .context import Context, Identity, Made, chosen_name, existing_name


def lower(resource: Resource, context: Context) -> Made:
    there = existing_name(resource, context) or (None if resource.env or resource.name else "default")
    if resource.name == "default":
        there = "default"
    if there:
        return Made(identity=Identity(there, context.arn("events", f"event-bus/{there}"), there))
    logical = f"{context.title(resource)}-bus"
    bus = CloudResource(
        "aws:cloudwatch/eventBus:EventBus",
        logical,
        {"name": chosen_name(resource, context, "event_bus")},
        subject=resource.id,
    )
    return Made((bus,), Identity(Ref(logical, "name"), Ref(logical, "arn"), Ref(logical, "name")))
