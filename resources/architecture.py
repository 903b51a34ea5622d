"""The architecture of a project: what the cloud behind its code is made of.

An `Architecture` is a directed multigraph whose nodes are resources and entries and whose edges are links. It is
immutable and knows neither a cloud nor a screen: deduction makes it, the canvas draws it, codegen changes the code
until deduction makes another one, the deployer lowers it to a blueprint. `contract.py` reads and writes its JSON.

Standard library only at import: this module is part of what user code loads inside AWS Lambda. networkx is
imported when a graph is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    import networkx as nx

Thing = TypeVar("Thing")
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

Origin = Literal["declared", "deduced", "config"]
EntryKind = Literal[
    "http", "websocket", "function", "queue", "schedule", "event", "graph", "tool", "ui", "script", "startup"
]
LinkKind = Literal["trigger", "permission", "config"]
LinkState = Literal["proven", "possible", "declared"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the project's files.

    `file` is relative to the project's root, with forward slashes. Lines start at 1. Columns start at 0 and count
    UTF-8 bytes, as `ast` does. `end_line` 0 means that only the line is known (a place in a project file).
    """

    file: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Why a link exists: the place that needs it and the calls that lead there.

    `span` is the call (or the declaration); `operation` what it does, in the words of the link's operations; `path`
    the call sites from the entry to `span`, outermost first, without `span` itself.
    """

    span: Span
    operation: str = ""
    path: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing in the cloud, or outside of it, that the project needs. See `contract.md` for the kinds."""

    id: str
    kind: str
    service: str
    name: str | None
    env: str | None
    origin: Origin
    source: Span
    """Where the code makes it: the span of the constructing call, or the line of a project file."""
    properties: Mapping[str, Json] = field(default_factory=dict[str, Json])
    symbol: str | None = None
    """The dotted name that holds it (`app.main.sessions`), when a module-level name or attribute does."""
    root: str = ""
    """The import root of `symbol`, relative to the project (`src`); empty for the project itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place where a run of the project's code begins: a route, a handler, a graph, a script."""

    id: str
    kind: EntryKind
    label: str
    handler: str
    """The dotted name of the function (`app.main.chat`), importable from `root`."""
    runs_in: str
    """The id of the resource (function, web_app, graph, …) that runs it."""
    source: Span
    """The `def` of the handler, first line to last; for a script the whole file."""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A trigger (resource → entry), a permission (entry → resource) or a setting read (entry → resource).

    `start` and `end` are ids, `from` and `to` in the JSON. `operations` are the words of the library or the kind
    (`get`, `put_item`, for a trigger `GET /chat`), `actions` exact IAM actions on AWS and otherwise read, write,
    invoke, delete or connect.
    """

    kind: LinkKind
    start: str
    end: str
    operations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    state: LinkState = "proven"
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.start, self.end

    @property
    def entry(self) -> str:
        """The id of the entry at one of its ends."""
        return self.end if self.kind == "trigger" else self.start

    @property
    def resource(self) -> str:
        """The id of the resource at the other end."""
        return self.start if self.kind == "trigger" else self.end


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the code does not decide or that will not work in the cloud, and what would help."""

    code: str
    severity: Severity
    message: str
    source: Span
    subject: str | None = None
    """The id of the resource or entry that it is about, if there is one."""
    remedy: str | None = None
    """What to do now, one sentence."""

    @property
    def asks_for_a_name(self) -> bool:
        return self.code in ("unresolved-name", "wildcard-needed")


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    name: str
    python_files: int
    lines: int
    elapsed_ms: int = 0


@dataclass(frozen=True)
class Architecture:
    """All of it. Every list is sorted by id (links by kind, start and end; problems by place)."""

    project: ProjectInfo
    resources: tuple[Resource, ...] = ()
    entries: tuple[Entry, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls,
        project: ProjectInfo,
        resources: Iterable[Resource] = (),
        entries: Iterable[Entry] = (),
        links: Iterable[Link] = (),
        problems: Iterable[Problem] = (),
    ) -> Architecture:
        """An architecture with its lists in order. Raises ValueError for a link between unknown ids."""
        made = cls(
            project,
            tuple(sorted(resources, key=lambda r: r.id)),
            tuple(sorted(entries, key=lambda e: e.id)),
            tuple(sorted(links, key=lambda k: k.key)),
            tuple(sorted(problems, key=_place_of)),
        )
        for link in made.links:
            if link.resource not in made.by_id or link.entry not in made.entry_by_id:
                raise ValueError(f"a {link.kind} link between unknown ids: {link.start} -> {link.end}")
        return made

    @cached_property
    def by_id(self) -> Mapping[str, Resource]:
        """Resource id -> resource."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def entry_by_id(self) -> Mapping[str, Entry]:
        """Entry id -> entry."""
        return {entry.id: entry for entry in self.entries}

    def entries_in(self, resource_id: str) -> tuple[Entry, ...]:
        """The entries that this resource runs."""
        return self._entries_in.get(resource_id, ())

    def links_of(self, entry_id: str) -> tuple[Link, ...]:
        """Every link with this entry at one end."""
        return self._links_of.get(entry_id, ())

    def links_to(self, resource_id: str) -> tuple[Link, ...]:
        """Every link with this resource at one end."""
        return self._links_to.get(resource_id, ())

    @cached_property
    def _entries_in(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped(self.entries, lambda entry: entry.runs_in)

    @cached_property
    def _links_of(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.entry)

    @cached_property
    def _links_to(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.resource)

    def __getstate__(self) -> dict[str, object]:
        """For pickles: without the indexes, which are made again where they are asked for."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def problems_of(self, subject: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.subject == subject)

    def graph(self) -> nx.MultiDiGraph[str]:
        """A networkx multigraph: nodes by id with `item` (Resource or Entry), edges keyed by kind with `link`.

        Each entry also hangs on the resource that runs it, by an edge of key `runs`.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for item in (*self.resources, *self.entries):
            graph.add_node(item.id, item=item)
        for entry in self.entries:
            graph.add_edge(entry.runs_in, entry.id, key="runs")
        for link in self.links:
            graph.add_edge(link.start, link.end, key=link.kind, link=link)
        return graph


def _grouped(things: Iterable[Thing], key: Callable[[Thing], str]) -> Mapping[str, tuple[Thing, ...]]:
    """The things by their key, each group in the order of the things."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return {name: tuple(group) for name, group in found.items()}


def _place_of(problem: Problem) -> tuple[str, int, str, str, str, Span, str, str]:
    """By place first, then by all that the short JSON says; the rest makes the order total."""
    where = problem.source
    said = problem.code, problem.message, problem.severity
    return where.file, where.line, *said, where, problem.subject or "", problem.remedy or ""
