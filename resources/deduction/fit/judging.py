"""The verdict of each unit: does it run as a zip function, does it need a container, or a service that keeps running?

A reason names what it needs. The verdict is the most that any reason needs; what is only worth knowing (a long agent, a
background task that delays the answer) needs no more than a zip function. The unit gets the property `fit`
(`resources/fit.py`), and a problem when it is deployed as a zip function and needs more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from ...architecture import Entry, Json, Link, Problem, Resource, Span
from ...fit import CONTAINER, LIMIT, LONG, PATIENT, PROPERTY, RANKS, SERVICE, ZIP, ZIPPED, Fit, Reason, Verdict
from .closure import NO_WHEEL, PROGRAMS, Closure, closures, nearest
from .guards import Guards
from .hazards import Units, hazards
from .notes import Note, Noticed

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

UNITS = frozenset({"function", "web_app", "graph", "ui_app", "worker", "mcp_server"})
LARGEST_IMAGE = 10_000
"""Megabytes that a container function takes."""
SURELY = 1.1
"""How far an estimate must be above a limit to be believed: packages are trimmed when they are built."""


def judge(m: Machine, configs: Mapping[str, bytes], resources: Sequence[Resource], entries: Sequence[Entry],
          links: Sequence[Link], noticed: Sequence[Noticed]) -> tuple[list[Resource], list[Problem]]:  # fmt: skip
    """The resources with the verdicts of the units among them, and the problems of units and of state."""
    inside: dict[str, list[Entry]] = {}
    for entry in entries:
        inside.setdefault(entry.runs_in, []).append(entry)
    kinds = {resource.id: resource.kind for resource in resources}
    units = {key: own for key, own in inside.items() if kinds.get(key) in UNITS and _is_called(own)}
    hosts = {entry.id: entry.runs_in for entry in entries}
    judging = _Judging(closures(configs) if units else {}, links, noticed, Guards(m.project))
    judged = [_judged(one, judging.reasons(one, units[one.id]), judging) if one.id in units else one
              for one in resources]  # fmt: skip
    services = frozenset(key for key, reasons in judging.by_unit.items() if reasons and reasons[0].needs == SERVICE)
    found = [*hazards(m, resources, links, noticed, Units(frozenset(units), services, hosts))]
    names = Counter(one.name or one.id for one in judged if one.id in units)
    for one in judged if units else ():
        name = one.name or one.id
        if one.id in units:
            problem = _problem(one, name if names[name] == 1 else one.id.partition(":")[2], judging)
            found += [problem] if problem is not None else []
    return judged, found


def _is_called(entries: Iterable[Entry]) -> bool:
    """Is there anything besides a script that a person starts?"""
    return any(entry.kind not in ("script", "startup") for entry in entries)


class _Judging:
    def __init__(
        self, declared: Mapping[str, Closure], links: Sequence[Link], noticed: Iterable[Noticed], guards: Guards
    ) -> None:
        self._declared = declared
        self._guards = guards
        self._routed = {link.end for link in links if link.kind == "trigger" and link.start.startswith("router:")}
        self._noticed: dict[str, list[Noticed]] = {}
        for one in noticed:
            self._noticed.setdefault(one.host, []).append(one)
        self.by_unit: dict[str, list[Reason]] = {}

    def closure(self, unit: Resource) -> Closure | None:
        return nearest(self._declared, unit.source.file)

    def reasons(self, unit: Resource, entries: Sequence[Entry]) -> list[Reason]:
        """Most demanding first, each place once; that something takes long is said once."""
        known = sorted(self._all(unit, entries), key=lambda one: one.span, reverse=True)
        found = {(one.code, None if one.code in (PATIENT, "cut-off") else one.span): one for one in known}
        ordered = sorted(found.values(), key=lambda one: (-RANKS.index(one.needs), _ORDER.index(one.code), one.span))
        self.by_unit[unit.id] = ordered
        return ordered

    def _all(self, unit: Resource, entries: Sequence[Entry]) -> Iterator[Reason]:
        if unit.kind in _BY_KIND:
            yield Reason("lasting", SERVICE, _BY_KIND[unit.kind], unit.source)
        elif unit.service == "ray":
            yield Reason("lasting", SERVICE, "It is a deployment of a Ray cluster, which keeps running.", unit.source)
        if unit.kind == "graph" and _goes_round(unit.properties.get("edges")) and not unit.properties.get("timeout"):
            message = f"{unit.name or unit.id} goes in circles until it is done; {_ENDS}."
            yield Reason(PATIENT, ZIP, message, unit.source, _LONGER)
        for entry in entries:
            yield from _of_entry(entry, unit)
        yield from self._of_notes(unit, entries)
        closure = self.closure(unit)
        if closure is not None:
            yield from _of_closure(closure)

    def _of_notes(self, unit: Resource, entries: Sequence[Entry]) -> Iterator[Reason]:
        noticed = self._noticed.get(unit.id, ())
        joined = {one.note.place for one in noticed if one.note.code == "thread-joined"}
        for note in dict.fromkeys(one.note for one in noticed):
            outlives = note.code in ("task", "thread")
            if note.code == "task" and not self._guards.is_loose(note.place):
                continue
            if outlives and note.place in joined:
                continue
            if note.code in ("agent", "sleeps"):
                yield from self._takes_long(note, unit, entries)
            elif note.code in _BY_NOTE:
                needs, message, remedy = _BY_NOTE[note.code]
                yield Reason(_REASONS.get(note.code, note.code), needs, message.format(note.detail),
                             Span(*note.place), remedy)  # fmt: skip

    def _takes_long(self, note: Note, unit: Resource, entries: Sequence[Entry]) -> Iterator[Reason]:
        """An agent or a wait in a request: how long it may take depends on who waits for the answer."""
        waiting = [entry for entry in entries if entry.kind in ("http", "graph")]
        if not waiting or unit.properties.get("timeout"):
            return
        routed = any(entry.id in self._routed for entry in waiting)
        what = "calls its model until it is done" if note.code == "agent" else "waits while a request does"
        message = f"{note.detail} {what}; {_GIVES_UP if routed else _ENDS}."
        yield Reason("cut-off" if routed else PATIENT, ZIP, message, Span(*note.place), _LONGER)


def _goes_round(edges: Json) -> bool:
    """Does a path of a graph's edges come back to where it began?"""
    after: dict[Json, list[Json]] = {}
    for start, end in cast("list[list[str]]", edges) if isinstance(edges, list) else ():
        after.setdefault(start, []).append(end)
    done: set[Json] = set()
    for first in after:
        stack = [first]
        seen: set[Json] = set()
        while stack:
            for end in after.get(stack.pop(), ()):
                if end == first:
                    return True
                if end not in seen and end not in done:
                    seen.add(end)
                    stack.append(end)
        done.add(first)
    return False


def _of_entry(entry: Entry, unit: Resource) -> Iterator[Reason]:
    if entry.kind == "websocket" and unit.kind != "function":  # API Gateway calls a function for each message
        message = f"{entry.label} keeps a connection open, which a function cannot."
        yield Reason("websocket", SERVICE, message, entry.source, "Run it as a service, or use plain requests.")
    elif entry.kind == "http" and entry.label.startswith("LangServe "):
        message = f"{entry.label} streams beside its plain routes; a zip function sends what they stream at its end."
        yield Reason("streams", ZIP, message, entry.source, _TO_STREAM)


def _of_closure(closure: Closure) -> Iterator[Reason]:
    names = ", ".join(f"{name} {_size(size)}" for name, size in closure.largest if size >= 1)
    if closure.megabytes > LIMIT * SURELY:
        needs: Verdict = SERVICE if closure.megabytes > LARGEST_IMAGE else CONTAINER
        line = closure.lines.get(closure.largest[0][0], 1)
        message = (f"What {closure.file} asks for takes about {_size(closure.megabytes)} ({names}); "
                   f"a zip function takes {LIMIT} MB.")  # fmt: skip
        yield Reason("size", needs, message, Span(closure.file, line), "Leave out what the deployed code does not use.")
    for name, line in closure.lines.items():
        if name in NO_WHEEL:
            message = f"{name} is published without a build for Linux; it must be built where it is deployed."
            yield Reason("no-wheel", CONTAINER, message, Span(closure.file, line), "Use a package that has wheels.")
        elif name in PROGRAMS:
            message = f"{name} needs {PROGRAMS[name]}, which a zip function does not have."
            yield Reason("program", CONTAINER, message, Span(closure.file, line), _INTO_IMAGE)


_ENDS = f"it gets {LONG} s when it is deployed, and with `timeout` 900 s at most"
_GIVES_UP = "the API in front of it gives up after 30 s"
_LONGER = "Set `timeout`, or let a queue start the work."
_ORDER = (
    "lasting", "websocket", "endless", "weights", "size", "streams", "background", "no-wheel", "program", "cut-off",
    PATIENT, "delayed",
)  # fmt: skip
"""Which of several reasons is said first."""


def _size(megabytes: float) -> str:
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes:.0f} MB"


_INTO_IMAGE = "Put it into a container image."
_STREAMS = "{} sends its answer piece by piece; a zip function sends it as a whole, at its end."
_TO_STREAM = "Run it in a container with a web adapter to stream, or let the answer come at once."
_BY_KIND = {
    "ui_app": "It keeps a connection open to every browser.",
    "worker": "It runs until it is stopped.",
    "mcp_server": "It serves sessions that last.",
}
_REASONS = {"accelerator": "weights", "task": "background", "thread": "background", "scheduler": "background",
            "queued-task": "delayed"}  # fmt: skip
_OUTLIVES = "Let a queue or a schedule start the work, or wait for it before answering."
_BY_NOTE: Mapping[str, tuple[Verdict, str, str]] = {
    "weights": (CONTAINER, "{} loads the weights of a model into the function.",
                "Call a hosted model, or put the weights into a container image."),
    "accelerator": (SERVICE, "{} serves a model, which takes a GPU.",
                    "Run the model on an endpoint of its own (SageMaker, ECS with a GPU)."),
    "streams": (CONTAINER, _STREAMS, _TO_STREAM),
    "task": (SERVICE, "{} starts work that nothing waits for; a function is frozen when it has answered.", _OUTLIVES),
    "thread": (SERVICE, "{} starts work that nothing waits for; a function is frozen when it has answered.", _OUTLIVES),
    "endless": (SERVICE, "{} never ends: its loop has no way out.", "Let a schedule or a queue start each round."),
    "scheduler": (SERVICE, "{} starts jobs by the clock, which only runs while the process does.",
                  "Use a Schedule, which starts a handler."),
    "program": (CONTAINER, "It calls the program {}, which a zip function does not have.", _INTO_IMAGE),
    "queued-task": (ZIP, "The answer leaves when the background task has ended, as long as it runs in a function.",
                    "Let a queue start the work."),
}  # fmt: skip


def _judged(unit: Resource, reasons: Sequence[Reason], judging: _Judging) -> Resource:
    closure = judging.closure(unit)
    fit = Fit.of(reasons, None if closure is None else round(closure.megabytes))
    return replace(unit, properties={**unit.properties, PROPERTY: fit.json})


def _problem(unit: Resource, name: str, judging: _Judging) -> Problem | None:
    reasons = [one for one in judging.by_unit[unit.id] if one.needs != ZIP]
    if unit.kind not in ZIPPED or not reasons:
        return None
    first, more = reasons[0], len(reasons) - 1
    others = f" ({more} more reason{'s' if more > 1 else ''})" if more else ""
    what = "a service" if first.needs == SERVICE else "a container function"
    message = f"{name} needs {what}: {first.message}{others}"
    code = "needs-service" if first.needs == SERVICE else "needs-container"
    return Problem(code, "warning", message, first.span, unit.id, first.remedy)
