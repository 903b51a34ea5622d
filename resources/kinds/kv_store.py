"""KVStore: a DynamoDB table.

    sessions = KVStore("sessions", partition_key="id", ttl="expires")
    sessions.set("ada", {"turns": 3}, expires_in=3600)
    sessions.get("ada")                         # {"turns": 3}

An item is the key under `partition_key`, what was set under `value` (as a DynamoDB map, so that the console shows it)
and, with `ttl`, the second at which it goes. Items that other programs wrote read as their attributes. Other libraries
take the table by `sessions.table_name`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from .declared import DeclarationError, Referable
from .kind import Kind, NameRule, Operation, Property

VALUE = "value"
_TOO_LONG = 10**38  # DynamoDB keeps 38 digits of a number; a longer one can only have been a float

_ATTRIBUTE = rf"(?!{VALUE}$).{{1,255}}"
_ATTRIBUTE_WORDS = f"1 to 255 characters and not `{VALUE}`, where what is stored is kept"

KIND = Kind(
    "kv_store", "KV store", "DynamoDB table", "table", "data", "dynamodb",
    "Items under a key. Costs nothing while idle.",
    "KVStore",
    NameRule(r"[A-Za-z0-9_.-]+", "letters, digits, `_`, `.` and `-`", 3, 255),
    properties=(
        Property("partition_key", "Partition key", "text", "id", "the attribute that every item is found by",
                 pattern=_ATTRIBUTE, words=_ATTRIBUTE_WORDS),
        Property("ttl", "Expires by", "text", None, "the attribute that holds the second at which an item goes",
                 pattern=_ATTRIBUTE, words=_ATTRIBUTE_WORDS),
    ),
    operations=(
        Operation("get", "read one item", "read", ("dynamodb:GetItem",), usual=True),
        Operation("set", "write one item", "write", ("dynamodb:PutItem",), usual=True),
        Operation("update", "change part of one item", "write", ("dynamodb:UpdateItem",)),
        Operation("delete", "remove one item", "delete", ("dynamodb:DeleteItem",)),
        Operation("scan", "read every item", "read", ("dynamodb:Scan",)),
    ),
    fact="partition_key",
)  # fmt: skip


class KVStore(Referable):
    """Values that JSON can hold, each under a text key.

    `partition_key` names the attribute that holds the key, `ttl` the one that holds the second (since 1970) at which an
    item goes; without it items stay.
    """

    kind = KIND

    def __init__(self, name: str, *, partition_key: str = "id", ttl: str | None = None) -> None:
        super().__init__(name, partition_key=partition_key, ttl=ttl)
        if ttl == partition_key:
            raise DeclarationError(f"{self!r}: {ttl!r} is the partition key already; `ttl` is another attribute.")
        self.partition_key = partition_key
        self.ttl = ttl

    @property
    def table_name(self) -> str:
        """The name of the table in this deployment, for libraries that take one."""
        return self.physical_name

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key, or `default` when there is none or its time is over."""
        found = self._client("dynamodb").get_item(TableName=self.table_name, Key={self.partition_key: {"S": key}})
        item = _plain({"M": found["Item"]}) if "Item" in found else None
        return default if item is None or self._expired(item) else self._value(item)

    def set(self, key: str, value: Any, *, expires_in: float | None = None) -> None:
        """Keep a value under a key, in place of what is there, for `expires_in` seconds or for ever.

        Raises TypeError for what JSON cannot hold, and ValueError for `expires_in` when the store has no `ttl`.
        """
        item = {self.partition_key: {"S": key}, VALUE: _typed(value)}
        if expires_in is not None:
            if self.ttl is None:
                raise ValueError(f'{self!r} keeps items for ever; declare it with `ttl="expires"` to let them go.')
            item[self.ttl] = {"N": str(int(time.time() + expires_in))}
        self._client("dynamodb").put_item(TableName=self.table_name, Item=item)

    def update(self, key: str, changes: Mapping[str, Any]) -> None:
        """Change some names of the dict under a key, in one step. Raises KeyError when there is no dict."""
        names = {f"#n{place}": _name(name) for place, name in enumerate(changes)}
        values = {f":v{place}": _typed(value) for place, value in enumerate(changes.values())}
        dynamodb = self._client("dynamodb")
        try:
            dynamodb.update_item(
                TableName=self.table_name,
                Key={self.partition_key: {"S": key}},
                UpdateExpression="SET " + ", ".join(f"#value.#n{place} = :v{place}" for place in range(len(names))),
                ConditionExpression="attribute_type(#value, :map)",
                ExpressionAttributeNames={"#value": VALUE, **names},
                ExpressionAttributeValues={":map": {"S": "M"}, **values},
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            raise KeyError(f"{self!r} has no dict under {key!r} to change; `set` one first.") from None

    def delete(self, key: str) -> None:
        """Remove what is under a key; nothing happens when there is nothing."""
        self._client("dynamodb").delete_item(TableName=self.table_name, Key={self.partition_key: {"S": key}})

    def scan(self) -> Iterator[tuple[str, Any]]:
        """Every key with its value, page by page. Reads the whole table."""
        for page in self._client("dynamodb").get_paginator("scan").paginate(TableName=self.table_name):
            for raw in page["Items"]:
                item = _plain({"M": raw})
                if not self._expired(item):
                    yield item[self.partition_key], self._value(item)

    def _expired(self, item: Mapping[str, Any]) -> bool:
        """DynamoDB removes expired items within days, not at once."""
        until = item.get(self.ttl) if self.ttl else None
        return isinstance(until, int | float) and until <= time.time()

    def _value(self, item: dict[str, Any]) -> Any:
        if VALUE in item:
            return item[VALUE]
        return {name: value for name, value in item.items() if name != self.partition_key}


def _typed(value: Any) -> dict[str, Any]:
    """A value in DynamoDB's own notation. Raises TypeError for what JSON cannot hold."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | Decimal():
            return {"N": str(value)}
        case float() if math.isfinite(value):
            whole = value.is_integer() and abs(value) < _TOO_LONG
            return {"N": str(int(value)) if whole else repr(value)}
        case list() | tuple():
            items = cast(Sequence[Any], value)
            return {"L": [_typed(one) for one in items]}
        case dict():
            mapping = cast(dict[Any, Any], value)
            return {"M": {_name(name): _typed(one) for name, one in mapping.items()}}
        case _:
            raise TypeError(f"A KVStore keeps what JSON can hold, not {value!r}.")


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"A KVStore keeps dicts with text keys, not {name!r}.")
    return name


def _plain(typed: Mapping[str, Any]) -> Any:
    """A value from DynamoDB's notation: numbers become int where they are whole, sets become lists."""
    ((sort, value),) = typed.items()
    match sort:
        case "NULL":
            return None
        case "N":
            return _number(value)
        case "L":
            return [_plain(one) for one in value]
        case "M":
            return {name: _plain(one) for name, one in value.items()}
        case "NS":
            return [_number(one) for one in value]
        case "SS" | "BS":
            return list(value)
        case _:
            return value


def _number(text: str) -> int | float:
    exact = Decimal(text)
    whole = exact == exact.to_integral_value() and abs(exact) < _TOO_LONG
    return int(exact) if whole else float(exact)
