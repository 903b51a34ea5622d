"""Parts of JSON that somebody else wrote: what should be a table or a list, and may be anything."""

from __future__ import annotations

from typing import Any, cast


def table(value: Any) -> dict[str, Any]:
    """The value if it is an object, otherwise an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The value if it is a list, otherwise an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def tables(value: Any) -> list[dict[str, Any]]:
    """The objects in a list."""
    return [table(item) for item in items(value) if isinstance(item, dict)]
