"""A value that fits a JSON schema, made from what the user said: numbers and texts come from there where they fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

DEEPEST = 12
_FORMATS = {
    "date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z", "time": "00:00:00", "email": "someone@example.com",
    "uri": "https://example.com", "uuid": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


def example(schema: Mapping[str, Any], said: str) -> Any:
    """A value for `schema`. Required properties are there, optional ones are left out."""
    return _value(schema, said, schema, 0)


def _value(schema: Mapping[str, Any], said: str, root: Mapping[str, Any], depth: int) -> Any:
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if choices := schema.get("enum"):
        return next((choice for choice in choices if str(choice).lower() in said.lower()), choices[0])
    match _type(schema):
        case "object":
            return _object(schema, said, root, depth)
        case "array":
            count = max(1, schema.get("minItems", 1)) if depth < DEEPEST else 0
            return [_value(schema.get("items", {}), said, root, depth + 1) for _ in range(count)]
        case "integer" | "number" as kind:
            return _number(schema, said, kind)
        case "boolean":
            return bool(schema.get("default", False))
        case "null":
            return None
        case _:
            return _text(schema, said)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follows `$ref` and takes the first branch of a union that is not null."""
    for _ in range(DEEPEST):
        if reference := schema.get("$ref"):
            found: Any = root
            for part in str(reference).lstrip("#/").split("/"):
                found = found.get(part, {}) if isinstance(found, dict) else {}
            schema = found
        elif branches := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            schema = next((branch for branch in branches if branch.get("type") != "null"), branches[0])
        else:
            break
    return schema


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((name for name in kind if name != "null"), "null")
    return str(kind or ("object" if "properties" in schema else "string"))


def _object(schema: Mapping[str, Any], said: str, root: Mapping[str, Any], depth: int) -> dict[str, Any]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    required = schema.get("required")
    names = properties if required is None and depth == 0 else (required or ())
    return {name: _value(properties.get(name, {}), said, root, depth + 1) for name in names if depth < DEEPEST}


def _number(schema: Mapping[str, Any], said: str, kind: str) -> int | float:
    found = re.search(r"-?\d+(?:\.\d+)?", said)
    value = float(found[0]) if found else float(schema.get("default") or 0)
    value = max(value, schema.get("minimum", value))
    value = min(value, schema.get("maximum", value))
    return int(value) if kind == "integer" else value


def _text(schema: Mapping[str, Any], said: str) -> str:
    if fixed := _FORMATS.get(schema.get("format", "")):
        return fixed
    text = said.strip() or "text"
    return text[: schema["maxLength"]] if "maxLength" in schema else text
