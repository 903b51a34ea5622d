"""An architecture as plain tuples that `marshal` stores, and back.

Spans and pieces of evidence are kept once and named by their number, because the same call site is on many paths.
What is read back stays packed until somebody looks at one of its lists: whoever reopens a project to see whether it is
as it was pays for that alone.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, cast

from ..architecture import Architecture, Entry, Evidence, Link, Problem, ProjectInfo, Resource, Span
from .collector import no_collector

Packed = tuple[Any, ...]


class _Numbers:
    """Numbers things in order of first appearance."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def __call__(self, thing: Hashable) -> int:
        return self.known.setdefault(thing, len(self.known))


def pack(a: Architecture) -> Packed:
    """The architecture as tuples of plain values."""
    span, proof = _Numbers(), _Numbers()
    project = a.project.name, a.project.python_files, a.project.lines, a.project.elapsed_ms
    resources = [
        (r.id, r.kind, r.service, r.name, r.env, r.origin, span(r.source), _plain(r.properties), r.symbol, r.root)
        for r in a.resources
    ]
    entries = [(e.id, e.kind, e.label, e.handler, e.runs_in, span(e.source), e.root) for e in a.entries]
    links = [
        (k.kind, k.start, k.end, k.operations, k.actions, k.state, [proof(e) for e in k.evidence]) for k in a.links
    ]
    problems = [(p.code, p.severity, p.message, span(p.source), p.subject, p.remedy) for p in a.problems]
    proofs = [(span(e.span), e.operation, [span(s) for s in e.path]) for e in proof.known]
    spans = [(s.file, s.line, s.column, s.end_line, s.end_column) for s in span.known]
    return project, marshal.dumps((spans, proofs, resources, entries, links, problems))


def unpack(packed: Packed) -> Architecture:
    """The architecture of those tuples; it was in order and valid when it was packed."""
    project, lists = packed
    return _Kept(ProjectInfo(*project), lists)


def timed(architecture: Architecture, elapsed_ms: int) -> Architecture:
    """The same architecture, with the time that it took this time."""
    project = replace(architecture.project, elapsed_ms=elapsed_ms)
    if isinstance(architecture, _Kept):
        return _Kept(project, architecture.__dict__["packed"])
    return replace(architecture, project=project)


class _Later:
    """A list that is unpacked, with all others, when it is asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, kept: Architecture, owner: type | None = None) -> Any:
        return getattr(_opened(kept), self._name)


class _Kept(Architecture):
    """An architecture that is still packed. At the first look it becomes a plain one."""

    resources: Any = _Later()
    entries: Any = _Later()
    links: Any = _Later()
    problems: Any = _Later()

    def __init__(self, project: ProjectInfo, packed: bytes) -> None:
        self.__dict__.update(project=project, packed=packed)

    def __eq__(self, other: object) -> bool:
        return _opened(self) == other

    def __hash__(self) -> int:
        return hash(_opened(self))

    def __repr__(self) -> str:
        return repr(_opened(self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _opened(self).__reduce_ex__(protocol)


def _opened(kept: Architecture) -> Architecture:
    made = kept.__dict__
    with no_collector():
        resources, entries, links, problems = _lists(made.pop("packed"))
    object.__setattr__(kept, "__class__", Architecture)
    made.update(resources=resources, entries=entries, links=links, problems=problems)
    return kept


def _lists(packed: bytes) -> tuple[tuple[Any, ...], ...]:
    spans, proofs, resources, entries, links, problems = (cast("list[Any]", part) for part in marshal.loads(packed))
    known = [Span(*one) for one in spans]
    span = cast("Callable[[int], Span]", known.__getitem__)
    made = [Evidence(span(at), operation, tuple([span(one) for one in path])) for at, operation, path in proofs]
    proof = cast("Callable[[int], Evidence]", made.__getitem__)
    return (
        tuple([Resource(a, b, c, d, e, f, span(at), g, h, i) for a, b, c, d, e, f, at, g, h, i in resources]),
        tuple([Entry(a, b, c, d, e, span(at), f) for a, b, c, d, e, at, f in entries]),
        tuple([Link(a, b, c, d, e, f, tuple([proof(one) for one in listed])) for a, b, c, d, e, f, listed in links]),
        tuple([Problem(a, b, c, span(at), d, e) for a, b, c, at, d, e in problems]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in cast("list[Any]", value)]
    return tuple([_plain(inner) for inner in cast("tuple[Any, ...]", value)]) if isinstance(value, tuple) else value
