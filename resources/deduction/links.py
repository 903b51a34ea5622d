"""Links while they are gathered: each use of an entry adds to what is known of one link, of which there are few."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..architecture import Evidence, Link, LinkKind, LinkState, Span
from .values import Place

EVIDENCE = 20
"""Pieces of evidence that are kept of one link: the first that were found."""

Key = tuple[LinkKind, str, str]
"""Kind, start, end."""
_RANKS: tuple[LinkState, ...] = ("proven", "possible", "declared")
"""What outdoes what when a link is found in several ways."""


class _Gathered:
    """What is known of one link so far."""

    __slots__ = ("actions", "evidence", "link", "operations", "rank")

    def __init__(self) -> None:
        self.link: Link | None = None
        """Made of all this."""
        self.operations: set[str] = set()
        self.actions: set[str] = set()
        self.rank = len(_RANKS)
        self.evidence: dict[tuple[Place, str, tuple[Place, ...]], None] = {}

    def copy(self) -> _Gathered:
        """The same, of which more may become known."""
        made = _Gathered()
        made.operations, made.actions, made.rank = {*self.operations}, {*self.actions}, self.rank
        made.evidence = dict(self.evidence)
        return made


class Spans(dict[Place, Span]):
    """One span for one place, and one path for what is reached on the same way: all that a function uses."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: dict[tuple[Place, ...], tuple[Span, ...]] = {}

    def __missing__(self, place: Place) -> Span:
        made = self[place] = Span(*place)
        return made

    def path(self, path: tuple[Place, ...]) -> tuple[Span, ...]:
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = tuple(map(self.__getitem__, path))
        return known


class Links:
    """Links by kind and ends: those of an entry, or of a project."""

    def __init__(self, spans: Spans) -> None:
        self._gathered: dict[Key, _Gathered] = {}
        self._spans = spans

    def take(self, others: Links) -> None:
        """Takes in the links of another entry."""
        self._gathered.update(others._gathered)

    def add(self, key: Key, state: LinkState, operation: str, actions: Iterable[str], place: Place,
            path: tuple[Place, ...] = ()) -> None:  # fmt: skip
        """Notes that OPERATION at PLACE, reached by PATH, makes this link."""
        known = self._gathered.get(key)
        if known is None:
            known = self._gathered[key] = _Gathered()
        if operation:
            known.operations.add(operation)
        known.actions.update(actions)
        known.rank = min(known.rank, _RANKS.index(state))
        if len(known.evidence) < EVIDENCE:
            known.evidence[place, operation, path] = None

    def __iter__(self) -> Iterator[Key]:
        return iter(self._gathered)

    def drop(self, key: Key) -> None:
        del self._gathered[key]

    def actions(self, key: Key) -> Collection[str]:
        return self._gathered[key].actions

    def give(self, key: Key, others: Iterable[Key]) -> None:
        """What is known of one link is true of the others, and only of them."""
        given = self._gathered.pop(key)
        for other in others:
            known = self._gathered[other] = self._gathered[other].copy()
            known.operations |= given.operations
            known.actions |= given.actions
            for piece in list(given.evidence)[: EVIDENCE - len(known.evidence)]:
                known.evidence[piece] = None

    def made(self) -> list[Link]:
        """The links, with their evidence in order."""
        return [self._link(key, known) for key, known in self._gathered.items()]

    def _link(self, key: Key, known: _Gathered) -> Link:
        if known.link is None:
            spans = self._spans
            evidence = [Evidence(spans[place], operation, spans.path(path))
                        for place, operation, path in sorted(known.evidence)]  # fmt: skip
            operations, actions = tuple(sorted(known.operations)), tuple(sorted(known.actions))
            known.link = Link(*key, operations, actions, _RANKS[known.rank], tuple(evidence))
        return known.link


def entry_of(key: Key) -> str:
    """The entry at one of a link's ends."""
    return key[2] if key[0] == "trigger" else key[1]


def resource_of(key: Key) -> str:
    """The resource at the other end."""
    return key[1] if key[0] == "trigger" else key[2]
