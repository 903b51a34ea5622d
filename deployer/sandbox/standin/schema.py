"""A value that fits a JSON schema, made from what the user said.

Numbers are taken from there one after another; a text is what stands in quotes, or a proper name for a place or a
person, or an arithmetic expression for an `expression`, or else all of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..fields import items, table, tables

DEEPEST = 12
_FORMATS = {
    "date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z", "time": "00:00:00", "email": "someone@example.com",
    "uri": "https://example.com", "uuid": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


_PARTS = (
    (r"", r"[\"“‘]([^\"“”‘’]+)[\"”’]"),
    (r"expression|formula|equation", r"[-\d(][-+*/^().\d\s]*[\d)]"),
    (r"(^|_)(id|number|no|code|sku)$", r"\b[A-Za-z]*[-#]?\d[\w-]*"),
    (r"city|place|location|country|town|region|person|customer|name$", r"(?<!^)\b[A-Z][\w'-]*(?: [A-Z][\w'-]*)*"),
)
"""Which part of a sentence fits which names of properties; the first that is there is taken."""


class Said:
    """What the user said, and which of its numbers are not used yet."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self._numbers = iter(re.findall(r"-?\d+(?:\.\d+)?", text))

    def number(self) -> float | None:
        found = next(self._numbers, None)
        return None if found is None else float(found)

    def about(self, name: str) -> str:
        """The part that fits a property of this name."""
        for names, part in _PARTS:
            if re.search(names, name) and (found := re.findall(part, self.text)):
                return str(found[-1]).strip()
        return self.text


def example(schema: Mapping[str, Any], said: str) -> Any:
    """A value for `schema`. Required properties are there, optional ones are left out."""
    return _value(schema, Said(said), schema, 0)


def _value(schema: Mapping[str, Any], said: Said, root: Mapping[str, Any], depth: int, name: str = "") -> Any:
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if choices := schema.get("enum"):
        return next((choice for choice in choices if str(choice).lower() in said.text.lower()), choices[0])
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
            return _text(schema, said.about(name.lower()))


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follows `$ref` and takes the first branch of a union that is not null."""
    for _ in range(DEEPEST):
        if reference := schema.get("$ref"):
            schema = root
            for part in str(reference).lstrip("#/").split("/"):
                schema = table(schema.get(part))
        elif branches := tables(schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")):
            schema = next((branch for branch in branches if branch.get("type") != "null"), branches[0])
        else:
            break
    return schema


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if several := items(kind):
        kind = next((name for name in several if name != "null"), "null")
    return str(kind or ("object" if "properties" in schema else "string"))


def _object(schema: Mapping[str, Any], said: Said, root: Mapping[str, Any], depth: int) -> dict[str, Any]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    required = schema.get("required")
    names = properties if required is None and depth == 0 else (required or ())
    return {name: _value(properties.get(name, {}), said, root, depth + 1, name) for name in names if depth < DEEPEST}


def _number(schema: Mapping[str, Any], said: Said, kind: str) -> int | float:
    found = said.number()
    value = float(schema.get("default") or 0) if found is None else found
    value = max(value, schema.get("minimum", value))
    value = min(value, schema.get("maximum", value))
    return int(value) if kind == "integer" else value


def _text(schema: Mapping[str, Any], text: str) -> str:
    if fixed := _FORMATS.get(schema.get("format", "")):
        return fixed
    text = text or "text"
    return text[: schema["maxLength"]] if "maxLength" in schema else text
