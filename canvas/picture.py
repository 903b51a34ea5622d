"""The picture of an architecture as plain data: cards with rows, and lines between their ports. Qt-free.

A card stands for a resource; its rows for the routes, nodes or handlers that it hosts. Entries that are not rows
(the one handler of a function, start-up code of an application) speak through the card's own port. A line gathers
the links between the same port and the same card that look alike:

- a trigger becomes `trigger`; a permission `permission`, `possible` or `declared` by its state; a setting read
  `setting`, always from the card, because settings belong to the whole process, and only where the card has no
  permission on the same resource, whose name it then reads in order to use it;
- what every row of a card does alike, three rows or more, is said once, from the card's own port.

Everything is ordered by id, so that one architecture always gives one picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeVar

from ..resources.actions import label as actions_label
from ..resources.architecture import Architecture, Entry, Link, Problem, Resource, Span
from ..resources.kinds import KINDS, Family
from . import words
from .naming import apart, ends

T = TypeVar("T")
Style = Literal["trigger", "permission", "declared", "possible", "setting"]
Badge = Literal["", "error", "warning"]
LinkKey = tuple[str, str, str]

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ALL", "ANY", "WS"}
SHORT_METHODS = {"DELETE": "DEL", "OPTIONS": "OPT", "PATCH": "PAT", "WEBSOCKET": "WS"}
_ALWAYS_ROWS = {"web_app", "graph", "router"}
_HEAD_ENTRIES = {"startup", "script"}


@dataclass(frozen=True, slots=True)
class Row:
    """A route, a node or a handler. `start` is what a connection drawn from its port starts at."""

    id: str
    text: str
    method: str = ""
    badge: Badge = ""
    start: str = ""
    span: Span | None = None
    members: tuple[str, ...] = ()
    """A folded row: the ids of the rows that it stands for."""
    said: str = ""
    """A folded row: all of them, line by line."""

    @property
    def ids(self) -> tuple[str, ...]:
        """What is selected with it."""
        return self.members or (self.id,)

    def alone(self, key: str) -> Row:
        """One of those that a folded row stands for."""
        if key not in self.members:
            return self
        method, text = _split(self.said.split("\n")[self.members.index(key)])
        return replace(self, id=key, text=text, method=method, members=(), said="")


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    kind: str
    family: Family
    icon: str
    name: str
    secondary: str
    rows: tuple[Row, ...] = ()
    badge: Badge = ""
    badge_text: str = ""
    span: Span | None = None
    entries: tuple[str, ...] = ()
    """Ids of the entries that run here."""
    members: tuple[str, ...] = ()
    """A folded group: the ids of the resources that it stands for."""
    path: str = ""
    """The whole dotted name, where `name` is only its end."""
    hidden: tuple[Row, ...] = ()
    """Rows that are not shown, because the picture has too many."""

    @property
    def row_ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)

    @property
    def start(self) -> str:
        """What a connection drawn from the card's own port starts at."""
        return self.id

    def row_of(self, key: str | None) -> Row | None:
        """The row with this id, or the folded row that holds it."""
        return next((row for row in self.rows if key == row.id or key in row.members), None)


@dataclass(frozen=True, slots=True)
class Line:
    """From a port (a card, or one of its rows) to a card."""

    key: str
    style: Style
    start: str
    row: str | None
    end: str
    label: str
    links: tuple[LinkKey, ...]

    @property
    def port(self) -> str:
        return self.row or self.start


@dataclass(frozen=True)
class Picture:
    cards: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()

    @cached_property
    def card_by_id(self) -> Mapping[str, Card]:
        return {card.id: card for card in self.cards}

    @cached_property
    def line_by_key(self) -> Mapping[str, Line]:
        return {line.key: line for line in self.lines}

    @cached_property
    def card_of(self) -> Mapping[str, str]:
        """Row, entry or card id -> the id of its card."""
        owners = {card.id: card.id for card in self.cards}
        for card in self.cards:
            owners.update(dict.fromkeys((*card.entries, *card.row_ids, *card.members), card.id))
        return owners

    @cached_property
    def lines_of(self) -> Mapping[str, tuple[Line, ...]]:
        """Card id -> every line with this card at one end."""
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.start].append(line)
            if line.end != line.start:
                found[line.end].append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def line_of_link(self) -> Mapping[LinkKey, str]:
        return {link: line.key for line in self.lines for link in line.links}

    def reach(self, card_id: str) -> frozenset[str]:
        """The cards that this one reaches and those that reach it, itself included."""
        ahead: defaultdict[str, set[str]] = defaultdict(set)
        behind: defaultdict[str, set[str]] = defaultdict(set)
        for line in self.lines:
            ahead[line.start].add(line.end)
            behind[line.end].add(line.start)
        return frozenset(_closure(card_id, ahead) | _closure(card_id, behind))


def _closure(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for other in steps.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def picture_of(architecture: Architecture) -> Picture:
    """The picture of an architecture, always the same for the same architecture."""
    making = picture_steps(architecture)
    while True:
        try:
            next(making)
        except StopIteration as end:
            return end.value


def picture_steps(architecture: Architecture) -> Generator[None, None, Picture]:
    """The same in steps."""
    maker = _Maker(architecture)
    yield
    cards: list[Card] = []
    for resource in architecture.resources:
        cards.append(maker.card(resource))
        yield
    cards = yield from maker.told_apart(cards)
    lines = yield from maker.lines()
    yield
    return Picture(tuple(cards), lines)


@dataclass
class _Maker:
    architecture: Architecture
    entries: Mapping[str, list[Entry]] = field(init=False)
    problems: Mapping[str, list[Problem]] = field(init=False)
    triggers: Mapping[str, list[Link]] = field(init=False)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entries = _grouped(self.architecture.entries, lambda entry: entry.runs_in)
        self.problems = _grouped(self.architecture.problems, lambda problem: problem.subject or "")
        self.triggers = _grouped(
            (link for link in self.architecture.links if link.kind == "trigger"), lambda link: link.start
        )
        for resource in self.architecture.resources:
            self.rows[resource.id] = self._rows(resource)

    def card(self, resource: Resource) -> Card:
        kind, rows = KINDS[resource.kind], self.rows[resource.id]
        inside = self.entries.get(resource.id, [])
        row_ids = {row.id for row in rows}
        own = [*self.problems.get(resource.id, ()), *self._entry_problems(inside, row_ids)]
        return Card(
            resource.id,
            resource.kind,
            kind.family,
            kind.icon,
            words.name_of(self.architecture, resource),
            words.second_line(resource, len(rows)),
            rows,
            _badge(own),
            own[0].message if own else "",
            resource.source,
            tuple(entry.id for entry in inside),
        )

    def told_apart(self, cards: list[Card]) -> Generator[None, None, list[Card]]:
        """The same cards, with names of their own for those that look the same."""
        names: dict[str, str] = {}
        for group in _grouped(cards, lambda card: f"{card.kind} {card.name} {card.secondary}").values():
            if len(group) > 1:
                names |= apart({card.id: self._path(card) for card in group})
        yield
        return _with_ends([replace(card, name=names.get(card.id, card.name)) for card in cards])

    def _path(self, card: Card) -> str:
        entries = self.entries.get(card.id, [])
        if len(entries) == 1:
            return entries[0].handler
        return self.architecture.by_id[card.id].symbol or card.id.partition(":")[2]

    def _entry_problems(self, entries: Iterable[Entry], rows: set[str]) -> list[Problem]:
        return [problem for entry in entries if entry.id not in rows for problem in self.problems.get(entry.id, ())]

    def _rows(self, resource: Resource) -> tuple[Row, ...]:
        if resource.kind == "router":
            return tuple(_route_row(link, operation) for link, operation in self._routes(resource))
        if resource.kind == "graph":
            return tuple(_node_row(resource, name) for name in _names(resource.properties.get("nodes")))
        handlers = [entry for entry in self.entries.get(resource.id, ()) if entry.kind not in _HEAD_ENTRIES]
        if KINDS[resource.kind].family != "compute" or (len(handlers) < 2 and resource.kind not in _ALWAYS_ROWS):
            return ()
        return tuple(self._entry_row(entry) for entry in sorted(handlers, key=lambda entry: entry.source))

    def _routes(self, router: Resource) -> list[tuple[Link, str]]:
        links = self.triggers.get(router.id, [])
        pairs = [(link, operation) for link in links for operation in link.operations or ("",)]
        return sorted(pairs, key=lambda pair: self._order(pair[0], pair[1]))

    def _order(self, link: Link, operation: str) -> tuple[Span, str]:
        return self.architecture.entry_by_id[link.end].source, operation

    def _entry_row(self, entry: Entry) -> Row:
        method, text = _split(entry.label)
        return Row(entry.id, text, method, _badge(self.problems.get(entry.id, ())), entry.id, entry.source)

    def lines(self) -> Generator[None, None, tuple[Line, ...]]:
        grouped: defaultdict[tuple[str, Style, str], list[Link]] = defaultdict(list)
        for port, style, end, link in self._ends():
            grouped[port, style, end].append(link)
        yield
        self._said_once(grouped)
        owners = self._owners()
        yield
        lines: list[Line] = []
        for key, links in grouped.items():
            if owners[key[0]] != key[2]:
                lines.append(_line(owners, key, links))
                yield
        return tuple(sorted(lines, key=lambda line: line.key))

    def _owners(self) -> dict[str, str]:
        owners = {resource.id: resource.id for resource in self.architecture.resources}
        owners.update({row.id: card for card, rows in self.rows.items() for row in rows})
        return owners

    def _ends(self) -> Iterable[tuple[str, Style, str, Link]]:
        by_entry = self.architecture.entry_by_id
        used = {
            (by_entry[link.start].runs_in, link.end) for link in self.architecture.links if link.kind == "permission"
        }
        for link in self.architecture.links:
            card = by_entry[link.entry].runs_in
            if link.kind == "trigger" and link.start == card:
                continue  # a web app's own routes are its rows
            if link.kind == "trigger":
                for port in self._trigger_ports(link):
                    yield port, "trigger", card, link
            elif link.kind == "config":
                if (card, link.end) not in used:
                    yield card, "setting", link.end, link
            else:
                is_row = any(row.id == link.start for row in self.rows[card])
                style: Style = "permission" if link.state == "proven" else link.state
                yield link.start if is_row else card, style, link.end, link

    def _trigger_ports(self, link: Link) -> list[str]:
        if self.rows[link.start]:
            return [_route_id(link, operation) for operation in link.operations or ("",)]
        return [link.start]

    def _said_once(self, grouped: defaultdict[tuple[str, Style, str], list[Link]]) -> None:
        """Moves what every row does alike, three rows or more, to the card's own port."""
        for card, rows in self.rows.items():
            ports = [row.id for row in rows]
            if len(ports) < 3:
                continue
            for _, style, end in [key for key in grouped if key[0] == ports[0] and key[1] != "trigger"]:
                keys: list[tuple[str, Style, str]] = [(port, style, end) for port in ports]
                if all(key in grouped for key in keys) and len({_label(grouped[key]) for key in keys}) == 1:
                    grouped[card, style, end].extend(link for key in keys for link in grouped.pop(key))


def _with_ends(cards: list[Card]) -> list[Card]:
    """The same cards; code whose dotted name is too long is called by the end of it."""
    dotted = {card.id: card.name for card in cards if card.family == "compute" and "." in card.name}
    names = {key: name for key, name in ends(dotted).items() if name != dotted[key]}
    return [replace(card, name=names[card.id], path=card.name) if card.id in names else card for card in cards]


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _badge(problems: Iterable[Problem]) -> Badge:
    severities = {problem.severity for problem in problems}
    return "error" if "error" in severities else "warning" if "warning" in severities else ""


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _split(label: str) -> tuple[str, str]:
    """`DELETE /items` -> `DEL`, `/items`. A label without a method is all text."""
    method, _, rest = label.partition(" ")
    if rest and method.upper() in METHODS:
        return SHORT_METHODS.get(method.upper(), method.upper()), rest
    return "", label


def _route_id(link: Link, operation: str) -> str:
    return f"{link.start}#{operation}#{link.end}"


def _route_row(link: Link, operation: str) -> Row:
    method, text = _split(operation or link.end)
    return Row(
        _route_id(link, operation), text, method, "", link.start, link.evidence[0].span if link.evidence else None
    )


def _node_row(resource: Resource, name: str) -> Row:
    return Row(f"node:{resource.id}:{name}", name, "", "", resource.id, resource.source)


def _label(links: Iterable[Link]) -> str:
    links = list(links)
    actions = {action for link in links for action in link.actions}
    operations = {operation for link in links for operation in link.operations}
    return actions_label(sorted(actions), sorted(operations))


def _line(owners: Mapping[str, str], key: tuple[str, Style, str], links: list[Link]) -> Line:
    port, style, end = key
    card = owners[port]
    label = "" if style in ("trigger", "setting") else _label(links)
    row = None if port == card else port
    return Line(f"{style}|{port}|{end}", style, card, row, end, label, tuple(sorted(link.key for link in links)))
