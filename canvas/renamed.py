"""Which thing of a new architecture is one of the old under another name, so that its card stays where it is. Qt-free.

A name is part of an id, so that a renamed resource looks like one that went and one that came. It is the same when it
is of the same kind and the code holds it under the same symbol, or makes it in the same line.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

from ..resources.architecture import Architecture, Resource

Mark = Callable[[Resource], Hashable]
_MARKS: tuple[Mark, ...] = (
    lambda resource: (resource.kind, resource.symbol) if resource.symbol else None,
    lambda resource: (resource.kind, resource.source.file, resource.source.line),
)


def renamed(before: Architecture, after: Architecture) -> dict[str, str]:
    """Old id -> new id."""
    gone = [one for one in before.resources if one.id not in after.by_id]
    come = [one for one in after.resources if one.id not in before.by_id]
    found: dict[str, str] = {}
    for mark in _MARKS if gone and come else ():
        old, new = _by(mark, gone, found.keys()), _by(mark, come, found.values())
        found |= {old[key]: new[key] for key in old.keys() & new.keys()}
    return found


def _by(mark: Mark, resources: Iterable[Resource], known: Iterable[str]) -> Mapping[Hashable, str]:
    """What a mark says of one resource alone -> its id."""
    taken, made, twice = set(known), dict[Hashable, str](), set[Hashable]()
    for resource in resources:
        said = mark(resource)
        if said is not None and resource.id not in taken:
            (twice.add(said) if said in made else made.setdefault(said, resource.id))
    return {said: key for said, key in made.items() if said not in twice}
