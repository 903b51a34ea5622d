"""Which route of an HTTP API a request takes.

As in API Gateway: a route without variables wins over one with variables, that over a greedy one (`/{path+}`), that
over `$default`; and a route for the method over one for any method.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

DEFAULT = "$default"


@dataclass(frozen=True, slots=True)
class Match:
    """The route that a request takes."""

    key: str
    function: str
    parameters: Mapping[str, str]


def find(routes: Iterable[tuple[str, str]], method: str, path: str) -> Match | None:
    """The best of some routes (key, function) for a request; `path` as it stands in the request line."""
    found = [
        (_rank(key), Match(key, function, parameters))
        for key, function in routes
        if (parameters := _parameters(key, method, path)) is not None
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _rank(key: str) -> tuple[int, int, int]:
    if key == DEFAULT:
        return 2, 0, 0
    method, _, pattern = key.partition(" ")
    return int("+}" in pattern), pattern.count("{"), int(method == "ANY")


def _parameters(key: str, method: str, path: str) -> Mapping[str, str] | None:
    """The values of the variables when the route fits, else None."""
    if key == DEFAULT:
        return {}
    wanted, _, pattern = key.partition(" ")
    if wanted not in ("ANY", method):
        return None
    return _fit(_segments(pattern), _segments(path))


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []


def _fit(pattern: list[str], path: list[str]) -> Mapping[str, str] | None:
    values: dict[str, str] = {}
    for index, part in enumerate(pattern):
        if part.startswith("{") and part.endswith("+}"):
            values[part[1:-2]] = unquote("/".join(path[index:]))
            return values if len(path) > index else None
        if index >= len(path):
            return None
        if part.startswith("{") and part.endswith("}"):
            values[part[1:-1]] = unquote(path[index])
        elif part != unquote(path[index]):
            return None
    return values if len(pattern) == len(path) else None
