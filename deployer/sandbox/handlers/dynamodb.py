"""DynamoDB tables."""

from __future__ import annotations

from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Table(Handler):
    type = "aws:dynamodb/table:Table"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        keys = [{"AttributeName": inputs["hashKey"], "KeyType": "HASH"}]
        if inputs.get("rangeKey"):
            keys.append({"AttributeName": inputs["rangeKey"], "KeyType": "RANGE"})
        cloud("dynamodb").create_table(
            TableName=inputs["name"],
            KeySchema=keys,
            AttributeDefinitions=[
                {"AttributeName": item["name"], "AttributeType": item["type"]} for item in inputs["attributes"]
            ],
            BillingMode=inputs.get("billingMode", "PAY_PER_REQUEST"),
        )
        _expire(cloud, inputs["name"], None, inputs.get("ttl"))
        return inputs["name"], self._outputs(cloud, inputs["name"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("dynamodb").describe_table(TableName=id_)
        return self._outputs(cloud, id_)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        _expire(cloud, id_, before.get("ttl"), after.get("ttl"))
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("dynamodb").delete_table(TableName=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        found = super().find(cloud, name, inputs)
        if found:
            # The process may have been killed between the two calls of a creation.
            said = cloud("dynamodb").describe_time_to_live(TableName=found[0])["TimeToLiveDescription"]
            there = {"attributeName": said["AttributeName"]} if said.get("AttributeName") else None
            _expire(cloud, found[0], there, inputs.get("ttl"))
        return found

    def _outputs(self, cloud: Cloud, table: str) -> Outputs:
        return {"name": table, "id": table, "arn": cloud.arn("dynamodb", f"table/{table}")}


def _expire(cloud: Cloud, table: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    """Lets items go by one attribute, or no longer."""
    was, will = (before or {}).get("attributeName"), (after or {}).get("attributeName")
    if was == will:
        return
    for attribute, enabled in ((was, False), (will, True)):
        if attribute:
            wanted = {"Enabled": enabled, "AttributeName": attribute}
            cloud("dynamodb").update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
