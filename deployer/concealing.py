"""Taking known secret values out of text before it is stored or shown.

Short values are left alone: they are words like `test`, and would take half of a log away. Of a value with several
lines or of a JSON object each part is concealed too, because that is how programs print them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

SHORTEST = 6
PLACEHOLDER = "sandbox"
"""What the sandbox stores for a secret that has no value here; it is no secret."""
SIGN = "•••"

Conceal = Callable[[str], str]


def concealing(values: Iterable[str]) -> Conceal:
    """A function that gives a text back without these values."""
    parts = {part for value in values for part in _parts(value) if len(part) >= SHORTEST and part != PLACEHOLDER}
    longest_first = sorted(parts, key=len, reverse=True)

    def conceal(text: str) -> str:
        for part in longest_first:
            text = text.replace(part, SIGN)
        return text

    return conceal


def _parts(value: str) -> Iterator[str]:
    yield value
    yield from (line.strip() for line in value.splitlines())
    if value.lstrip().startswith("{"):
        try:
            yield from _texts(json.loads(value))
        except ValueError:
            return


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for inner in cast("dict[str, Any]", data).values():
            yield from _texts(inner)
    elif isinstance(data, list):
        for inner in cast("list[Any]", data):
            yield from _texts(inner)
