"""What a person must hear before a unit is deployed as a zip function although its code asks for more.

Deduction judges; this target makes zip functions only. So each reason is told with what will come of it. A package that
was built before is not estimated any more: its real size decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..resources.architecture import Architecture, Resource
from ..resources.fit import LIMIT, ROOMY, ZIP, ZIPPED, Reason, fit_of
from .blueprint import Blueprint, Note

_COMES_OF_IT: Mapping[str, str] = {
    "websocket": "its plain routes will answer, its WebSocket routes will not",
    "endless": "it will be ended when its time is up",
    "streams": "the answer will come as a whole, at its end",
    "background": "what it starts will be frozen when it has answered",
    "weights": f"it will start slowly, with {ROOMY:,} MB of memory unless `memory` says otherwise",
    "size": "a package above 250 MB will be refused before anything is made",
    "no-wheel": "the package cannot be built without a wheel",
    "program": "calls of that program will fail",
}


def fit_notes(architecture: Architecture, blueprint: Blueprint, weight: int | None) -> Iterator[Note]:
    """A note for each unit that is deployed and asks for more; WEIGHT is the package's real size, if it is known."""
    deployed = {resource.subject for resource in blueprint.resources}
    for unit in architecture.resources:
        if unit.kind in ZIPPED and unit.id in deployed:
            yield from _about(unit, weight)
    if weight is not None:
        text = f"The package came to {weight / 1e6:,.0f} MB when it was last built; Lambda takes {LIMIT} MB."
        yield Note(text, "info" if weight <= LIMIT * 1e6 else "warning")


def _about(unit: Resource, weight: int | None) -> Iterator[Note]:
    fit = fit_of(unit)
    reasons = [reason for reason in fit.reasons if reason.needs != ZIP] if fit else []
    reasons = [reason for reason in reasons if not (reason.code == "size" and weight is not None)]
    if not fit or not reasons:
        return
    title = unit.name or unit.id
    said = " ".join(f"{reason.message} ({reason.span})" for reason in _each_once(reasons))
    outcome = "; ".join(dict.fromkeys(_COMES_OF_IT[reason.code] for reason in reasons if reason.code in _COMES_OF_IT))
    what = "a service" if fit.verdict == "service" else "a container function"
    text = f"{title} suits {what} and is deployed as a zip function: {outcome}. {said}"
    yield Note(text, "warning", unit.id)


def _each_once(reasons: list[Reason]) -> list[Reason]:
    """The first reason of each code."""
    return list({reason.code: reason for reason in reversed(reasons)}.values())[::-1]
