"""KV store: a DynamoDB table that is paid by request."""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import CloudResource, NamedOutput, Note, Ref, Value
from .context import Context, Identity, Made, chosen_name, existing_name, nameless


def lower(resource: Resource, context: Context) -> Made:
    if there := existing_name(resource, context):
        return Made(identity=Identity(there, context.arn("dynamodb", f"table/{there}"), there))
    name = chosen_name(resource, context, "kv_store")
    if name is None:
        return nameless(resource)
    logical = f"{context.title(resource)}-table"
    table = CloudResource("aws:dynamodb/table:Table", logical, _inputs(name, resource, context), subject=resource.id)
    identity = Identity(Ref(logical, "name"), Ref(logical, "arn"), Ref(logical, "name"))
    output = NamedOutput(f"{context.title(resource)}.table", identity.name, resource.id)
    return Made((table,), identity, (output,), _notes(resource, context))


def _inputs(name: str, resource: Resource, context: Context) -> dict[str, Value]:
    known = context.properties(resource)
    partition, sort = known.get("partition_key") or "id", known.get("sort_key")
    attributes: list[Value] = [{"name": partition, "type": known.get("partition_key_type") or "S"}]
    if sort:
        attributes.append({"name": sort, "type": known.get("sort_key_type") or "S"})
    return {
        "name": name,
        "billingMode": "PAY_PER_REQUEST",
        "hashKey": partition,
        "rangeKey": sort,
        "attributes": attributes,
        "ttl": {"attributeName": known["ttl"], "enabled": True} if known.get("ttl") else None,
    }


def _notes(resource: Resource, context: Context) -> tuple[Note, ...]:
    if resource.origin != "deduced" or context.properties(resource).get("partition_key"):
        return ()
    text = (
        f"{resource.source}: the code does not say the key of table {resource.name or resource.env}; `id` is taken. "
        f'Set `partition_key` under [resources."{resource.id}"] in archloom.toml if it is another.'
    )
    return (Note(text, "warning", resource.id),)
