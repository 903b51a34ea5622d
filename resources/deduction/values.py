"""What an expression of the project may be, as far as its text decides: the abstract values.

Two sorts. *Plain* values (constants, texts with holes, library paths, functions) are frozen and equal by content.
*Heap* values (instances, lists, dicts, classes, library objects) have an identity and change while the code is
evaluated; each part that was read has a `Cell` with the machine's clock at its last change, so that a remembered
result knows whether what it read is still so. `Unknown` says why, and `Union` joins the alternatives of branches
(never nested, never wider than WIDTH).

Plain values never change, though their dataclasses are not frozen: tens of thousands are made in an evaluation, and
`__init__` of a frozen one takes three times as long (0.45 µs against 0.15).

Nothing in here imports or runs the user's code: a `Function` is its facts and the scope that it closes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..catalog.records import Call
    from .scope import Scope

WIDTH = 16
"""The most alternatives that a joined value keeps; the rest becomes one unknown."""

NOTHING: frozenset[Any] = frozenset()

Place = tuple[str, int, int, int, int]
"""file, line, column, end line, end column."""


class Value:
    """Any abstract value."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Const(Value):
    """A constant: str, int, float, bool, bytes or None."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return type(other) is Const and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(unsafe_hash=True, slots=True)
class EnvVar(Value):
    """The value of an environment variable, with what stands in when it is not set."""

    name: str
    default: Value | None = None


@dataclass(unsafe_hash=True, slots=True)
class Text(Value):
    """A text with holes: `orders-${STAGE}` is `("orders-", EnvVar("STAGE"))`."""

    parts: tuple[str | EnvVar | Unknown, ...]


DEEPEST = 8
"""Keys that are kept of the way into a parameter."""
EVENT = ("Records", "detail")
"""Keys of events under which S3 and EventBridge name a bucket."""


@dataclass(unsafe_hash=True, slots=True)
class Unknown(Value):
    """What the code does not decide, and why: `parameter event of app.main.handler`."""

    reason: str = ""
    place: Place | None = field(default=None, compare=False)
    hint: Value | None = field(default=None, compare=False)
    """The annotated class, when there is one."""
    environment: tuple[str, ...] = field(default=(), compare=False)
    """Variables that it was made from."""
    path: tuple[str, ...] = field(default=(), compare=False)
    """Where in a parameter it stands: `("Records", "[]", "s3", "bucket", "name")`."""

    def part(self, key: object) -> Unknown:
        """What stands under a key, or at any index, of a parameter that nobody knows."""
        known = self.hint is not None and not isinstance(self.hint, Lib)
        if known or len(self.path) > DEEPEST or not self.reason.startswith("the parameter "):
            return self
        more = key if isinstance(key, str) else "[]"
        return Unknown(self.reason, self.place, None, self.environment, (*self.path, more))

    @property
    def told(self) -> tuple[str, ...]:
        """What tells it from others: a record of an event names what sent the event to this entry."""
        return (self.reason, *self.path) if self.path and self.path[0] in EVENT else ()

    @property
    def why(self) -> str:
        """The reason, with the place in the parameter."""
        return f"{'.'.join(self.path).replace('.[]', '[]')} in {self.reason}" if self.path else self.reason


@dataclass(unsafe_hash=True, slots=True)
class Union(Value):
    """One of these."""

    values: tuple[Value, ...]


@dataclass(unsafe_hash=True, slots=True)
class Lib(Value):
    """A dotted path into a library: `boto3.client`."""

    path: str


@dataclass(unsafe_hash=True, slots=True)
class Builtin(Value):
    """A builtin function or class: `sorted`."""

    name: str


@dataclass(unsafe_hash=True, slots=True)
class Module(Value):
    """A module of the project."""

    name: str


@dataclass(eq=False, slots=True)
class Function(Value):
    """A function of the project with the scope that it closes over."""

    facts: tuple[Any, ...]
    scope: Scope
    """Where it was defined: module, class or function."""
    qualname: str
    """`module.Class.name`."""
    file: str
    defaults: Mapping[str, Value]
    owner: Class | None = None
    """The class whose body defines it."""
    wraps: Value | None = None
    """What `functools.wraps` or a transparent decorator says it stands for."""
    marks: frozenset[str] = frozenset()
    """property, staticmethod, classmethod, contextmanager, …"""

    @property
    def name(self) -> str:
        return self.facts[1]


@dataclass(unsafe_hash=True, slots=True)
class Bound(Value):
    """A method with its receiver."""

    function: Function
    receiver: Value


@dataclass(unsafe_hash=True, slots=True)
class Partial(Value):
    """A callable with some arguments given."""

    function: Value
    arguments: Arguments


@dataclass(unsafe_hash=True, slots=True)
class LibMethod(Value):
    """An attribute of a library object: usually a method about to be called."""

    receiver: LibObject
    name: str


@dataclass(unsafe_hash=True, slots=True)
class Method(Value):
    """A method of one of our own values: `"…".join`, `items.append`."""

    receiver: Value
    name: str


@dataclass(unsafe_hash=True, slots=True)
class Super(Value):
    """`super()`: looks things up after `after` in the order of `receiver`'s class."""

    receiver: Value
    after: Class


@dataclass(unsafe_hash=True, slots=True)
class Arguments:
    """Arguments at a call: in order, by name, and what stars brought of which the number is not known."""

    positional: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    rest: tuple[Value, ...] = ()

    def get(self, name: str) -> Value | None:
        for key, value in self.named:
            if key == name:
                return value
        return None

    def all(self) -> tuple[Value, ...]:
        if not (self.named or self.rest):
            return self.positional
        return (*self.positional, *(value for _, value in self.named), *self.rest)


class Cell:
    """One thing that can be read and changed: an attribute, a name, a container. `number` is that of the object, `key`
    the part (None for the whole), `stamp` the clock of its last change.
    """

    __slots__ = ("key", "number", "stamp")

    def __init__(self, number: int, key: Any) -> None:
        self.number = number
        self.key = key
        self.stamp = 0


class Heap(Value):
    """A value with an identity. `born` is the run that made it; `cells` those of its parts that somebody has read;
    `stamp` the clock of the last change of any part.
    """

    __slots__ = ("born", "cells", "number", "place", "stamp")

    def __init__(self, number: int, born: int, place: Place | None) -> None:
        self.number = number
        self.born = born
        self.place = place
        self.cells: dict[Any, Cell] | None = None
        self.stamp = 0


class Class(Heap):
    """A class of the project."""

    __slots__ = (
        "annotations", "attributes", "bases", "facts", "file", "marks", "name", "qualname", "scope", "subclasses",
    )  # fmt: skip

    def __init__(self, number: int, born: int, place: Place | None, qualname: str, file: str, scope: Scope) -> None:
        super().__init__(number, born, place)
        self.qualname = qualname
        self.name = qualname.rpartition(".")[2]
        self.file = file
        self.scope = scope
        self.facts: tuple[Any, ...] = ()
        self.bases: tuple[Value, ...] = ()
        self.attributes: dict[str, Value] = {}
        self.annotations: dict[str, Any] = {}
        self.marks: set[str] = set()
        self.subclasses: list[Class] = []


class Instance(Heap):
    """An object of a class of the project."""

    __slots__ = ("attributes", "cls", "rest")

    def __init__(self, number: int, born: int, place: Place | None, cls: Class) -> None:
        super().__init__(number, born, place)
        self.cls = cls
        self.attributes: dict[str, Value] = {}
        self.rest: Value | None = None


class Sequence(Heap):
    """A list, tuple, set, generator or other iterable: known elements in order, and a rest of unknown number."""

    __slots__ = ("items", "kind", "rest", "returned")
    returned: Value
    """What a generator of the project returns, if it does; set for those only."""

    def __init__(
        self, number: int, born: int, place: Place | None, items: list[Value], rest: Value | None = None,
        kind: str = "list",
    ) -> None:  # fmt: skip
        self.number = number  # `Heap.__init__`, written out here and below: very many are made
        self.born = born
        self.place = place
        self.cells = None
        self.stamp = 0
        self.items = items
        self.rest = rest
        self.kind = kind


class Mapped(Heap):
    """A dict: values by constant key, and values under keys that are not known."""

    __slots__ = ("items", "maybe", "rest")

    def __init__(
        self, number: int, born: int, place: Place | None, items: dict[Any, Value], rest: Value | None = None
    ) -> None:
        self.number = number
        self.born = born
        self.place = place
        self.cells = None
        self.stamp = 0
        self.items = items
        self.rest = rest
        self.maybe: frozenset[Any] = NOTHING
        """Keys that may be missing: a branch that may not have run put them there, or removed them."""


class LibObject(Heap):
    """What a library call gave: its type in the catalog, the call that made it, what it holds."""

    __slots__ = ("arguments", "attributes", "call", "held", "items", "path", "receiver", "rule", "type")

    def __init__(self, number: int, born: int, place: Place | None, path: str, type_id: str) -> None:
        self.number = number
        self.born = born
        self.place = place
        self.cells = None
        self.stamp = 0
        self.path = path
        self.type = type_id
        self.call: Call | None = None
        self.arguments: Arguments = EMPTY
        self.receiver: Value | None = None
        self.held: list[tuple[str, Value]] = []
        self.attributes: dict[str, Value] = {}
        self.rule: Any = None


NONE = Const(None)
TRUE = Const(True)
FALSE = Const(False)
EMPTY = Arguments()


def alternatives(value: Value) -> tuple[Value, ...]:
    """The alternatives of a union; any other value alone."""
    return value.values if type(value) is Union else (value,)


def join(values: Iterable[Value]) -> Value:
    """One of all these: flat, without repeats, in order of first appearance."""
    seen: dict[Value, None] = {}
    unknown: Value | None = None
    for value in values:
        kind = value.__class__
        if kind is Unknown:
            unknown = _telling(unknown, value)
        elif kind is Union:
            for one in alternatives(value):
                if one.__class__ is Unknown:
                    unknown = unknown or one
                else:
                    seen[one] = None
        else:
            seen[value] = None
    found = list(seen)
    if len(found) > WIDTH:
        found, unknown = found[:WIDTH], unknown or Unknown("too many alternatives")
    if unknown is not None:
        found.append(unknown)
    return found[0] if len(found) == 1 else Union(tuple(found)) if found else Unknown("nothing")


def _telling(known: Value | None, other: Value) -> Value:
    """Of two unknown values the first, but rather one that says where it stands in a parameter."""
    if known is None or (isinstance(other, Unknown) and other.path and isinstance(known, Unknown) and not known.path):
        return other
    return known


def join2(one: Value, other: Value) -> Value:
    """`join` of two, quick when they are the same."""
    if one is other:
        return one
    return one if one.__class__ is other.__class__ and one == other else join((one, other))
