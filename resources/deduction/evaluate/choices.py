"""What the code chooses at run time: one of several providers, a lookup in a registry with an undecided key.

Each alternative of a union is evaluated in turn. What happens meanwhile is noted with a `Choice` (the place, which
alternative, of how many) at the edge of the call graph or at the use itself, never at what was called, so that a
remembered call stays right wherever it is called from. `reach` decides later what is reached whichever is chosen.

None, constants and what is unknown are no alternatives: a client that is made late is still the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from ...architecture import Problem, Span
from ..convert_expressions import LONGEST_LITERAL
from ..scope import Choice
from ..shapes import matters
from ..values import WIDTH, Const, EnvVar, LibMethod, LibObject, Mapped, Place, Text, Unknown

if TYPE_CHECKING:
    from .machine import Frame, Machine

T = TypeVar("T")

MANY = 8
"""Things in one registry; more are worth a word to the user."""


def each(f: Frame, values: tuple[T, ...], where: Any, real: Callable[[T], bool] | None = None) -> Iterator[T]:
    """Every alternative; what the caller does with it is noted as chosen if there are several."""
    if len(values) == 1:
        yield values[0]
        return
    real = real or is_real
    count = sum(map(real, values))
    if count < 2:
        yield from values
        return
    before, index = f.choice, 0
    for one in values:
        if real(one):
            f.choice = (*before, (where, index, count))
            index += 1
        else:
            f.choice = before
        yield one
    f.choice = before


def is_real(value: object) -> bool:
    """Is it something of its own that may be called?"""
    if isinstance(value, LibMethod):
        value = value.receiver
    if isinstance(value, LibObject):
        return matters(value)
    return not isinstance(value, Const | EnvVar | Text | Unknown)


def chosen(found: list[Any], where: Any) -> list[tuple[Any, Choice]]:
    """One of these with what says so; a single one was not chosen."""
    if len(found) < 2:
        return [(one, ()) for one in found]
    return [(one, ((where, index, len(found)),)) for index, one in enumerate(found)]


def warn(m: Machine, registry: Mapped, place: Place) -> None:
    """Says once for each registry, at the first place, that the code looks up one of very many things in it."""
    count = sum(map(matters, registry.items.values())) if len(registry.items) > MANY else 0
    if count <= MANY:
        return
    told: dict[Place | int, tuple[int, frozenset[Place], Problem | None]] = m.scratch.setdefault("registries", {})
    which = registry.place or (place if registry.born else registry.number)
    known, places, old = told.get(which, (0, frozenset(), None))
    if count <= known and place in places:
        return
    count, places = max(count, known), places | {place}
    if old is not None:
        m.problems.pop(old, None)  # the registry has grown since, or is asked at another place too
    followed = "each" if count <= WIDTH else f"each of the first {WIDTH}"
    more = f" (and at {len(places) - 1} more place{'s' if len(places) > 2 else ''})" if len(places) > 1 else ""
    many = f"{count} or more" if count >= LONGEST_LITERAL else str(count)
    message = f"One of {many} things is looked up here{more} at run time; what {followed} needs is shown as possible."
    remedy = "If not all are meant here, look it up in a dict of those that are, or with a key that the code decides."
    problem = Problem("dynamic-dispatch", "info", message, Span(*min(places)), remedy=remedy)
    told[which] = count, places, problem
    m.problems.setdefault(problem)
