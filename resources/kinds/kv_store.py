"""KV store: a DynamoDB table."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "kv_store", "KV store", "DynamoDB table", "table", "data", "dynamodb",
    "Items under a key. Costs nothing while idle.",
    "KVStore",
    NameRule(r"[A-Za-z0-9_.-]+", "letters, digits, `_`, `.` and `-`", 3, 255),
    properties=(
        Property("partition_key", "Partition key", "text", "id", "the attribute that every item is found by",
                 pattern=r".{1,255}"),
        Property("ttl", "Expires by", "text", None, "the attribute that holds the second at which an item goes"),
    ),
    operations=(
        Operation("get", "read one item", "read", ("dynamodb:GetItem",), usual=True),
        Operation("set", "write one item", "write", ("dynamodb:PutItem",), usual=True),
        Operation("delete", "remove one item", "delete", ("dynamodb:DeleteItem",)),
        Operation("scan", "read every item", "read", ("dynamodb:Scan",)),
    ),
    fact="partition_key",
)  # fmt: skip
