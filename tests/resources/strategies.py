"""Generated architectures: everything that the model allows, with links between what exists."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from archloom.resources.architecture import (
    Architecture,
    Entry,
    EntryKind,
    Evidence,
    Link,
    LinkKind,
    LinkState,
    Origin,
    Problem,
    ProjectInfo,
    Resource,
    Severity,
    Span,
)
from archloom.resources.kinds import KINDS

words = st.text('abcdé_-.0 "\\', min_size=1, max_size=8)
numbers = st.integers(0, 10_000)
spans = st.builds(Span, words, st.integers(1, 10_000), numbers, numbers, numbers)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
projects = st.builds(ProjectInfo, words, numbers, numbers, numbers)
resources = st.builds(
    Resource,
    id=words,
    kind=st.sampled_from(sorted(KINDS)),
    service=words,
    name=st.none() | words,
    env=st.none() | words,
    origin=st.sampled_from(get_args(Origin)),
    source=spans,
    properties=st.dictionaries(words, json_values, max_size=3),
    symbol=st.none() | words,
    root=words,
)
evidence = st.builds(Evidence, spans, words, st.lists(spans, max_size=3).map(tuple))
problems = st.builds(
    Problem, words, st.sampled_from(get_args(Severity)), words, spans, st.none() | words, st.none() | words
)


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    made = draw(st.lists(resources, unique_by=lambda one: one.id, max_size=5))
    ids = [one.id for one in made]
    entries = draw(st.lists(_entries(ids), unique_by=lambda one: one.id, max_size=5)) if ids else []
    pairs = [(entry.id, resource) for entry in entries for resource in ids]
    links = draw(st.lists(_links(pairs), unique_by=lambda one: one.key, max_size=8)) if pairs else []
    return Architecture.of(draw(projects), made, entries, links, draw(st.lists(problems, max_size=3)))


def _entries(ids: list[str]) -> st.SearchStrategy[Entry]:
    kinds = st.sampled_from(get_args(EntryKind))
    # Entry ids begin differently from all resource ids, as they do in deduction.
    return st.builds(Entry, words.map("entry:".__add__), kinds, words, words, st.sampled_from(ids), spans, words)


@st.composite
def _links(draw: st.DrawFn, pairs: list[tuple[str, str]]) -> Link:
    entry, resource = draw(st.sampled_from(pairs))
    kind = draw(st.sampled_from(get_args(LinkKind)))
    start, end = (resource, entry) if kind == "trigger" else (entry, resource)
    texts = st.lists(words, max_size=3).map(tuple)
    state = draw(st.sampled_from(get_args(LinkState)))
    return Link(kind, start, end, draw(texts), draw(texts), state, draw(st.lists(evidence, max_size=3).map(tuple)))
