"""Properties as evaluation left them, in tuples -> as JSON."""

from __future__ import annotations

from typing import Any, cast

from ..architecture import Json


def as_json(value: Any) -> Json:
    """Tuples of pairs with different keys are objects, other tuples lists."""
    if not isinstance(value, tuple):
        return value
    items = cast("tuple[Any, ...]", value)
    if _is_object(items):
        return {key: as_json(inner) for key, inner in items}
    return [list(cast("tuple[str, ...]", one)) if isinstance(one, tuple) else as_json(one) for one in items]


def _is_object(items: tuple[Any, ...]) -> bool:
    pairs = [
        cast("tuple[Any, ...]", one)
        for one in items
        if isinstance(one, tuple) and len(cast("tuple[Any, ...]", one)) == 2
    ]
    keys = {pair[0] for pair in pairs if isinstance(pair[0], str)}
    return bool(items) and len(keys) == len(items) and not _is_edges(items)


def _is_edges(value: tuple[Any, ...]) -> bool:
    return any(isinstance(one[1], str) and (one[1].startswith("__") or one[0].startswith("__")) for one in value)
