"""The operations of a service, by the method of the client that calls them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("operations.txt")


@dataclass(frozen=True, slots=True)
class Service:
    """`operations` are keyed by method name without underscores, since `list_objects_v2` -> ListObjectsV2 cannot be
    told from the words; `nameless` are those that take no parameter that names the service's resource; `roles` has the
    parameters with the roles that an operation hands to a service."""

    name: str
    prefix: str
    operations: dict[str, str]
    nameless: frozenset[str]
    waiters: dict[str, str]
    roles: dict[str, tuple[str, ...]]

    def operation(self, method: str) -> str | None:
        """`list_objects_v2` -> `ListObjectsV2`."""
        return self.operations.get(method.replace("_", ""))


@cache
def service(name: str) -> Service | None:
    """The service that boto3 calls NAME; None when this botocore has no such service."""
    text = _text()
    start = text.find(f"\n{name} ")
    if start < 0:
        return None
    line, _, waiters = text[start + 1 : text.index("\n", start + 1)].partition(" | ")
    _, prefix, *words = line.split(" ")
    split = [word.partition("@") for word in words]
    return Service(
        name,
        prefix,
        {word.rstrip("-").lower(): word.rstrip("-") for word, _, _ in split},
        frozenset(word[:-1] for word, _, _ in split if word.endswith("-")),
        dict(item.split("=") for item in waiters.split()),
        {word.rstrip("-"): tuple(roles.split(",")) for word, at, roles in split if at},
    )


@cache
def _text() -> str:
    return _FILE.read_text(encoding="utf-8")
