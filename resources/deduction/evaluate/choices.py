"""What the code chooses at run time: one of several providers, a lookup in a registry with an undecided key.

Each alternative of a union is evaluated in turn. What happens meanwhile is noted with a `Choice` (the place, which
alternative, of how many) at the edge of the call graph or at the use itself, never at what was called, so that a
remembered call stays right wherever it is called from. `reach` decides later what is reached whichever is chosen.

None, constants and what is unknown are no alternatives: a client that is made late is still the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of one thing that is met at several places, which is told once, at the first of them."""

    count: int
    places: frozenset[Place]
    problem: Problem


def warn(m: Machine, registry: Mapped, place: Place) -> None:
    """The code looks up one of very many things in a registry."""
    count = sum(map(matters, registry.items.values())) if len(registry.items) > MANY else 0
    if count > MANY:
        _tell(m, registry.place or (place if registry.born else registry.number), count, place, _looked_up)


def cut(m: Machine, kind: str, count: int, place: Place) -> None:
    """More names of a kind of resource may be meant than are followed."""
    what = kind.replace("_", " ")

    def said(count: int, more: str) -> tuple[str, str, str]:
        message = f"One of {count} or more things of the kind {what} is meant here{more}; the first {count} are shown."
        return "too-large", message, "Add what the picture lacks with @allow."

    _tell(m, (place[0], kind), count, place, said)


def _tell(m: Machine, which: Hashable, count: int, place: Place, said: Callable[[int, str], tuple[str, str, str]]
          ) -> None:  # fmt: skip
    told: dict[Hashable, _Told] = m.scratch.setdefault("many", {})
    known = told.get(which)
    if known is not None:
        if count <= known.count and place in known.places:
            return
        m.problems.pop(known.problem, None)  # it has grown since, or is met at another place too
        count = max(count, known.count)
    places = frozenset({place}) if known is None else known.places | {place}
    others = len(places) - 1
    code, message, remedy = said(count, f" (and at {others} more place{'s' if others > 1 else ''})" if others else "")
    problem = Problem(code, "info", message, Span(*min(places)), remedy=remedy)
    told[which] = _Told(count, places, problem)
    m.problems.setdefault(problem)


def _looked_up(count: int, more: str) -> tuple[str, str, str]:
    followed = "each" if count <= WIDTH else f"each of the first {WIDTH}"
    many = f"{count} or more" if count >= LONGEST_LITERAL else str(count)
    message = f"One of {many} things is looked up here{more} at run time; what {followed} needs is shown as possible."
    remedy = "If not all are meant here, look it up in a dict of those that are, or with a key that the code decides."
    return "dynamic-dispatch", message, remedy
