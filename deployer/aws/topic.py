"""Topic: an SNS topic with one subscription per handler."""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import CloudResource, NamedOutput, Ref, Value
from .context import Context, Identity, Made, Unit, chosen_name, existing_name, nameless
from .permissions import may_invoke


def lower(resource: Resource, context: Context) -> Made:
    title = context.title(resource)
    if there := existing_name(resource, context):
        arn = there if there.startswith("arn:") else context.arn("sns", there)
        return Made(_subscriptions(title, arn, resource, context), Identity(there, arn, arn))
    name = chosen_name(resource, context, "topic")
    if name is None:
        return nameless(resource)
    logical = f"{title}-topic"
    arn = Ref(logical, "arn")
    topic = CloudResource("aws:sns/topic:Topic", logical, {"name": name}, subject=resource.id)
    output = NamedOutput(f"{title}.topic", arn, resource.id)
    return Made(
        (topic, *_subscriptions(title, arn, resource, context)), Identity(Ref(logical, "name"), arn, arn), (output,)
    )


def _subscriptions(title: str, arn: Value, resource: Resource, context: Context) -> tuple[CloudResource, ...]:
    units = {unit.logical: unit for _, _, unit in context.triggers_of(resource)}
    return tuple(made for unit in units.values() for made in _subscription(title, arn, unit, resource))


def _subscription(title: str, arn: Value, unit: Unit, resource: Resource) -> tuple[CloudResource, CloudResource]:
    allowed = may_invoke(f"{title}-calls-{unit.logical}", unit, "sns.amazonaws.com", arn, resource.id)
    inputs: dict[str, Value] = {"topic": arn, "protocol": "lambda", "endpoint": unit.arn}
    subscription = CloudResource(
        "aws:sns/topicSubscription:TopicSubscription",
        f"{title}-to-{unit.logical}",
        inputs,
        (allowed.name,),
        resource.id,
    )
    return allowed, subscription
