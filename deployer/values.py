"""Blueprint values as JSON and back, so that a state file can hold what a resource was made from.

A rebuilt cloud gives new ids and addresses; with references kept as references, everything is made again as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from .blueprint import Code, File, Join, JsonText, Ref, SecretValue, Value


def encode(value: Value) -> Any:
    """The JSON of a value; parts that are not plain become objects with one key that begins with `$`."""
    match value:
        case Ref(resource=resource, output=output):
            return {"$ref": [resource, output]}
        case Join(parts=parts):
            return {"$join": [encode(part) for part in parts]}
        case JsonText(value=inner):
            return {"$json": encode(inner)}
        case SecretValue(variable=variable):
            return {"$secret": variable}
        case Code(digest=digest):
            return {"$code": digest}
        case File(path=path, digest=digest):
            return {"$file": [path, digest]}
        case list():
            return [encode(item) for item in value]
        case dict():
            return {key: encode(item) for key, item in value.items()}
        case _:
            return value


def decode(data: Any) -> Value:
    """The value of `encode`."""
    if isinstance(data, list):
        return [decode(item) for item in cast("list[Any]", data)]
    if not isinstance(data, dict):
        return data
    fields = cast("dict[str, Any]", data)
    match fields:
        case {"$ref": [str(resource), str(output)]}:
            return Ref(resource, output)
        case {"$join": list()}:
            return Join(tuple(decode(part) for part in cast("list[Any]", fields["$join"])))
        case {"$json": inner}:
            return JsonText(decode(inner))
        case {"$secret": str(variable)}:
            return SecretValue(variable)
        case {"$code": str(digest)}:
            return Code(digest)
        case {"$file": [str(path), str(digest)]}:
            return File(path, digest)
        case _:
            return {key: decode(item) for key, item in fields.items()}


def encode_inputs(inputs: Mapping[str, Value]) -> dict[str, Any]:
    return {key: encode(value) for key, value in inputs.items() if value is not None}


def decode_inputs(data: Mapping[str, Any]) -> dict[str, Value]:
    return {key: decode(value) for key, value in data.items()}


def secrets_in(data: Any) -> Iterator[str]:
    """The variables of all secrets in what `encode` made."""
    if isinstance(data, list):
        for item in cast("list[Any]", data):
            yield from secrets_in(item)
    elif isinstance(data, dict):
        fields = cast("dict[str, Any]", data)
        if isinstance(variable := fields.get("$secret"), str):
            yield variable
        for item in fields.values():
            yield from secrets_in(item)
