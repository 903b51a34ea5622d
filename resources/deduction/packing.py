"""An architecture as plain tuples that `marshal` stores, and back.

Spans and pieces of evidence are kept once and named by their number, because the same call site is on many paths.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from ..architecture import Architecture, Entry, Evidence, Link, Problem, ProjectInfo, Resource, Span

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
    return project, spans, proofs, resources, entries, links, problems


def unpack(packed: Packed) -> Architecture:
    """The architecture of those tuples; it was in order and valid when it was packed."""
    project, spans, proofs, resources, entries, links, problems = (cast("list[Any]", part) for part in packed)
    known = [Span(*one) for one in spans]
    span = cast("Callable[[int], Span]", known.__getitem__)
    made = [Evidence(span(at), operation, tuple([span(one) for one in path])) for at, operation, path in proofs]
    proof = cast("Callable[[int], Evidence]", made.__getitem__)
    return Architecture(
        ProjectInfo(*project),
        tuple(Resource(a, b, c, d, e, f, span(at), g, h, i) for a, b, c, d, e, f, at, g, h, i in resources),
        tuple(Entry(a, b, c, d, e, span(at), f) for a, b, c, d, e, at, f in entries),
        tuple(Link(a, b, c, d, e, f, tuple([proof(one) for one in listed])) for a, b, c, d, e, f, listed in links),
        tuple(Problem(a, b, c, span(at), d, e) for a, b, c, at, d, e in problems),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in cast("list[Any]", value)]
    return tuple([_plain(inner) for inner in cast("tuple[Any, ...]", value)]) if isinstance(value, tuple) else value
