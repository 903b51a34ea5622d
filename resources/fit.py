"""How a unit suits the ways in which it can be deployed: the property `fit` that deduction gives it, as values.

`verdict`, `megabytes` (what its requirements come to, estimated) and `reasons`, each with a code, what it needs, a
message, a file and a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from .architecture import Json, Resource, Span

Verdict = Literal["zip function", "container function", "service"]
ZIP: Final = "zip function"
CONTAINER: Final = "container function"
SERVICE: Final = "service"
RANKS: tuple[Verdict, ...] = (ZIP, CONTAINER, SERVICE)
"""From the least that a unit may need to the most."""
PROPERTY = "fit"
HAZARDS = frozenset({
    "memory-saver", "memory-store", "memory-kv", "memory-history", "memory-vectors", "memory-index", "memory-cache",
    "module-state", "disk-write", "local-file", "local-saver", "local-index", "local-address",
})  # fmt: skip
"""Codes of the problems about state that a deployment does not keep."""
NEEDS = frozenset({"needs-container", "needs-service"})
"""Codes of the problems that say a verdict with its first reason."""
ZIPPED = frozenset({"function", "web_app", "graph"})
"""Kinds that are deployed as zip functions."""
PATIENT = "long"
"""The reason of a unit that works until it is done, with nobody in front of it who gives up earlier."""
LONG = 300
"""Seconds that such a unit gets, unless its `timeout` says otherwise."""
ROOMY = 2048
"""Megabytes of memory of a unit that loads the weights of a model, unless its `memory` says otherwise."""
LIMIT = 250
"""Megabytes that a zip function takes, unpacked."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit needs what it needs, at a place of the code or of a project file."""

    code: str
    needs: Verdict
    message: str
    span: Span
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """A verdict, with the most demanding reason first. `megabytes` is the estimate for what is required."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    megabytes: int | None = None

    @classmethod
    def of(cls, reasons: Iterable[Reason], megabytes: int | None) -> Fit:
        known = tuple(reasons)
        needed = [RANKS.index(reason.needs) for reason in known]
        return cls(RANKS[max(needed, default=0)], known, megabytes)

    @property
    def json(self) -> dict[str, Json]:
        made: dict[str, Json] = {"verdict": self.verdict}
        if self.megabytes is not None:
            made["megabytes"] = self.megabytes
        made["reasons"] = [
            {"code": one.code, "needs": one.needs, "message": one.message,
             "file": one.span.file, "line": one.span.line}
            for one in self.reasons
        ]  # fmt: skip
        return made


def fit_of(resource: Resource) -> Fit | None:
    """The verdict on a unit; None for what is no unit."""
    known = resource.properties.get(PROPERTY)
    if not isinstance(known, dict) or "verdict" not in known:
        return None
    data = cast("Mapping[str, Any]", known)
    reasons = (
        Reason(one["code"], one["needs"], one["message"], Span(one["file"], one["line"])) for one in data["reasons"]
    )
    return Fit(data["verdict"], tuple(reasons), data.get("megabytes"))


def usual(resource: Resource, name: str, default: int) -> int:
    """What a unit gets for `memory` or `timeout` where nothing else is said: more when its code asks for more."""
    fit = fit_of(resource)
    codes = {reason.code for reason in fit.reasons} if fit else set[str]()
    if name == "timeout" and PATIENT in codes:
        return LONG
    return ROOMY if name == "memory" and "weights" in codes else default
