"""Queue: an SQS queue, its dead letter queue and its subscribers.

Lambda takes messages from the queue itself (an event source mapping). A message must stay hidden for longer than its
handler may run, else it is delivered twice: without a setting that is six times the handler's timeout, as AWS advises.
"""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import ACCOUNT, CloudResource, Join, JsonText, NamedOutput, Note, Ref, Value
from .context import Context, Identity, Made, Unit, chosen_name, existing_name, nameless

_TYPE = "aws:sqs/queue:Queue"
_LONGEST = 43_200


def lower(resource: Resource, context: Context) -> Made:
    title = context.title(resource)
    units = tuple({unit.logical: unit for _, _, unit in context.triggers_of(resource)}.values())
    if there := existing_name(resource, context):
        arn = context.arn("sqs", there)
        mappings = tuple(_mapping(title, arn, unit, resource) for unit in units)
        return Made(mappings, Identity(there, arn, _url(there, context)))
    known = context.properties(resource)
    fifo = bool(known.get("fifo")) or (resource.name or "").endswith(".fifo")
    name = chosen_name(resource, context, "queue", room=17)
    if name is None:
        return nameless(resource)
    main, arn = f"{title}-queue", Ref(f"{title}-queue", "arn")
    dead = _dead_letters(title, name, fifo, resource) if known.get("dead_letter") else ()
    inputs: dict[str, Value] = {
        **_shape(name, fifo),
        "visibilityTimeoutSeconds": _hidden_for(known.get("timeout"), units),
        "redrivePolicy": JsonText(
            {"deadLetterTargetArn": Ref(dead[0].name, "arn"), "maxReceiveCount": known["dead_letter"]}
        )
        if dead
        else None,
    }
    queue = CloudResource(_TYPE, main, inputs, subject=resource.id)
    mappings = tuple(_mapping(title, arn, unit, resource) for unit in units)
    identity = Identity(Ref(main, "name"), arn, Ref(main, "url"))
    output = NamedOutput(f"{title}.queue", identity.carried, resource.id)
    return Made((*dead, queue, *mappings), identity, (output,), _notes(known.get("timeout"), units, resource))


def _shape(name: str, fifo: bool) -> dict[str, Value]:
    if not fifo:
        return {"name": name}
    return {"name": name.removesuffix(".fifo") + ".fifo", "fifoQueue": True, "contentBasedDeduplication": True}


def _dead_letters(title: str, name: str, fifo: bool, resource: Resource) -> tuple[CloudResource, ...]:
    fourteen_days = 1_209_600
    inputs = _shape(name.removesuffix(".fifo") + "-dead-letters", fifo) | {"messageRetentionSeconds": fourteen_days}
    return (CloudResource(_TYPE, f"{title}-dead-letters", inputs, subject=resource.id),)


def _hidden_for(wanted: int | None, units: tuple[Unit, ...]) -> int | None:
    if wanted is not None or not units:
        return wanted
    return min(_LONGEST, 6 * max(unit.timeout for unit in units))


def _mapping(title: str, arn: Value, unit: Unit, resource: Resource) -> CloudResource:
    inputs: dict[str, Value] = {
        "eventSourceArn": arn,
        "functionName": unit.arn,
        "batchSize": 1,  # so that one message that fails does not bring back others that were done
    }
    return CloudResource(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        f"{title}-to-{unit.logical}",
        inputs,
        (f"{unit.logical}-policy",),  # Lambda checks the role's right to read when the mapping is made
        resource.id,
    )


def _notes(wanted: int | None, units: tuple[Unit, ...], resource: Resource) -> tuple[Note, ...]:
    slow = [unit for unit in units if wanted is not None and unit.timeout > wanted]
    return tuple(
        Note(
            f"Queue {resource.name}: messages stay hidden for {wanted} s but {unit.resource.name or unit.logical} may "
            f"run for {unit.timeout} s, which AWS refuses. Raise the queue's timeout or lower the function's.",
            "warning",
            resource.id,
        )
        for unit in slow
    )


def _url(name: str, context: Context) -> Value:
    return Join((f"https://sqs.{context.region}.amazonaws.com/", ACCOUNT, f"/{name}"))
