"""Where names live while code is evaluated: scopes, and the nodes of the call graph that evaluation leaves behind.

`Touch` and `Use` never change, though they are not frozen, for the reason that `values` gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .values import Arguments, Cell, Class, Const, Function, Heap, Place, Value

if TYPE_CHECKING:
    from .fit.notes import Note

ScopeKind = Literal["module", "class", "function"]
Choice = tuple[tuple[Any, int, int], ...]
"""Choices made at run time, outermost first: where, which alternative, of how many. Empty: what is done for sure."""


class Scope:
    """Names of a module, a class body or one call of a function."""

    __slots__ = ("born", "cells", "declared", "file", "kind", "module", "names", "number", "owner", "parent", "stamp")

    def __init__(
        self, kind: ScopeKind, file: str, parent: Scope | None, number: int, born: int, owner: Class | None = None
    ) -> None:
        self.kind: ScopeKind = kind
        self.file = file
        self.parent = parent
        self.module: Scope = self if parent is None else parent.module
        self.names: dict[str, Value] = {}
        self.declared: dict[str, str] = {}
        """Names declared `global` or `nonlocal`."""
        self.number = number
        self.born = born
        self.cells: dict[Any, Cell] | None = None
        self.stamp = 0
        self.owner = owner


@dataclass(unsafe_hash=True, slots=True)
class Touch:
    """A resource as one place of the code means it."""

    kind: str
    service: str
    name: str | None
    env: str | None
    place: Place
    """Where it is made: the constructing call, else the call that names it."""
    reason: str = ""
    """Why it has no name."""
    properties: tuple[tuple[str, Any], ...] = ()
    origin: str = "deduced"
    """Of the resource; `reference` for one that is only named: `KVStore.at("sessions")`."""
    number: int = 0
    """The heap number of the object that stands for it, 0 when none does."""
    chosen: Choice = field(default=(), compare=False)
    """Its name is one of several."""


@dataclass(unsafe_hash=True, slots=True)
class Use:
    """One operation on a resource, at one place."""

    touch: Touch
    operation: str
    actions: tuple[str, ...]
    place: Place
    link: str = "permission"
    choice: Choice = ()


_NO_NAMES: dict[str, Value] = {}


class Standing(NamedTuple):
    """How a call was made, so that it can be evaluated again."""

    within: Node
    """The call that was being evaluated."""
    depth: int
    key: Any
    """By which it is remembered."""
    state: tuple[int, int, str, str]
    """Of the machine: `uncertain`, `loop`, `streaming`, `only`."""
    active: int
    """How much was under way."""
    marks: int
    """What it did besides the heap and the call graph (`Machine.marks`)."""


class Node:
    """One evaluated call (or module): what it did itself and which calls it made."""

    __slots__ = (
        "arguments", "begun", "calls", "clock", "end", "function", "name", "names", "notes", "parts", "place",
        "reads", "run", "standing", "start", "twin", "uses", "value", "writes",
    )  # fmt: skip

    def __init__(self, name: str, place: Place, function: Function | None, arguments: Arguments | None) -> None:
        self.name = name
        self.place = place
        self.function = function
        self.arguments = arguments
        self.uses: dict[Use, None] = {}
        self.calls: dict[tuple[Place, Node], Choice] = {}
        self.reads: set[Cell] = set()
        self.value: Value | None = None
        self.notes: dict[Note, None] | None = None
        """What was noticed of it (`fit`)."""
        self.clock = 0
        self.begun = 0
        """The clock when its evaluation began, and above when it ended."""
        self.start = 0
        self.end = 0
        """What it made itself has a number from start to end."""
        self.run = 0
        self.names: dict[str, Value] = _NO_NAMES
        """The parameters."""
        self.writes: tuple[tuple[Any, Any, Any], ...] | None = None
        """What it changed that is older than itself (see `replay`); None when that cannot be done again."""
        self.parts: dict[int, list[Cell]] | None = None
        """What it read, by number of the object."""
        self.standing: Standing | None = None
        """How things stood when it was evaluated; None of modules and entries, which begin."""
        self.twin: Node | None = None
        """The node that it repeats for other objects; what it uses and calls is noted there."""


@dataclass(eq=False, slots=True)
class StandIn:
    """An object that stands for a parameter which nobody gives (see `evaluate/hints.py`)."""

    within: Node
    """The call that first asked for it."""
    born: int
    """The number that things had then."""
    value: Value | None = None
    calls: list[Node] = field(default_factory=list[Node])
    """What made it."""
    only_calls: bool = True
    """Was nothing else noted on the call that asked?"""


def cell_of(owner: Heap | Scope, key: Any = None) -> Cell:
    """The cell of a part; that of the whole without a key."""
    if owner.cells is None:
        owner.cells = {}
    cell = owner.cells.get(key)
    if cell is None:
        cell = owner.cells[key] = Cell(owner.number, key)
    return cell


def item_of(key: Value) -> tuple[str | int] | None:
    """The part of a dict that is read with this key; all of it if the key is not known."""
    return (key.value,) if type(key) is Const and isinstance(key.value, str | int) else None
