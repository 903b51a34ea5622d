"""What is different between two architectures, in ids: what the window says after a file was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..resources.architecture import Architecture

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part:
    """The keys of what came, went and changed in one of the lists."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    resources: Part = Part()
    entries: Part = Part()
    links: Part = Part()
    problems: bool = False

    def __bool__(self) -> bool:
        return bool(self.resources or self.entries or self.links or self.problems)


def difference(before: Architecture, after: Architecture) -> Difference:
    """What AFTER has that BEFORE has not, and the other way round. Figures of the project do not count."""
    return Difference(
        _part(before.by_id, after.by_id),
        _part(before.entry_by_id, after.entry_by_id),
        _part(_links(before), _links(after)),
        before.problems != after.problems,
    )


def _links(architecture: Architecture) -> Mapping[str, object]:
    return {" ".join(link.key): link for link in architecture.links}


def _part(before: Mapping[str, Item], after: Mapping[str, Item]) -> Part:
    return Part(
        frozenset(after.keys() - before.keys()),
        frozenset(before.keys() - after.keys()),
        frozenset(_differing(before, after, before.keys() & after.keys())),
    )


def _differing(before: Mapping[str, Item], after: Mapping[str, Item], keys: Iterable[str]) -> Iterable[str]:
    return (key for key in keys if before[key] != after[key])
