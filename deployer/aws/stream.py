"""Stream: a Kinesis stream that grows with its load."""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import CloudResource, NamedOutput, Ref, Value
from .context import Context, Identity, Made, chosen_name, existing_name, nameless


def lower(resource: Resource, context: Context) -> Made:
    if resource.service != "kinesis":
        return Made()
    if there := existing_name(resource, context):
        return Made(identity=Identity(there, context.arn("kinesis", f"stream/{there}"), there))
    name = chosen_name(resource, context, "stream")
    if name is None:
        return nameless(resource)
    logical = f"{context.title(resource)}-stream"
    inputs: dict[str, Value] = {"name": name, "streamModeDetails": {"streamMode": "ON_DEMAND"}}
    stream = CloudResource("aws:kinesis/stream:Stream", logical, inputs, subject=resource.id)
    reference = Ref(logical, "name")
    output = NamedOutput(f"{context.title(resource)}.stream", reference, resource.id)
    return Made((stream,), Identity(reference, Ref(logical, "arn"), reference), (output,))
