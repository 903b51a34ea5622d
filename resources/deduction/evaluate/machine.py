"""The machine: all state of one evaluation, and the two dispatchers that everything else goes through.

Evaluation has two phases. In run 0 modules are evaluated as Python would import them, statement by statement: an
assignment replaces what was there. Later runs evaluate the entries; each may happen any number of times in any order,
so what they write to anything older than themselves joins what was there. An entry that read what another one added
to is evaluated again until nothing grows: their order does not matter.

Every evaluated call leaves a `Node` in a call graph. A call with the same function, scope and arguments is not
evaluated again unless something that it read has changed since (`stamp` against the node's clock); `log` and `history`
say what was changed when, for calls that are the same but for their objects (`alike`). Depth,
alternatives, loop rounds and the number of steps are bounded; where a bound is hit, the value is unknown and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...architecture import Problem, Span
from ..facts import Facts
from ..project import Project
from ..scope import Choice, Node, Scope, StandIn, Touch, Use
from ..scratch import Scratch
from ..shapes import whole, widened
from ..values import (
    EMPTY,
    Arguments,
    Cell,
    Class,
    Const,
    EnvVar,
    Heap,
    Instance,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from ...catalog.loader import Catalog
    from ...catalog.records import Type
    from .libraries import KnownPath

DEEPEST = 48
"""Calls within calls before a value is given up."""
BUSY = 5_000
"""Statements of one run, from which on it is evaluated less exactly."""
LAST = 20_000
"""Statements of one run, after which it is given up."""
LEAST, PER_LINE = 30_000, 2
"""Statements of all runs together, for a small project and for each of its lines, from which on every run is evaluated
less exactly, and only once: the cost grows with the project, not with its combinations.
"""

FALL, LEFT, BREAK, CONTINUE = 1, 2, 4, 8
"""How a block may end: by falling through, by return or raise, by break, by continue."""


class Frame:
    """One activation: where names are, which node collects effects, what was returned and yielded so far."""

    __slots__ = ("choice", "depth", "exits", "file", "line", "node", "returned", "scope", "tested", "yielded")

    def __init__(self, scope: Scope, node: Node, depth: int) -> None:
        self.scope = scope
        self.file = scope.file
        self.node = node
        self.depth = depth
        self.line = node.place[1]
        self.returned: list[Value] = []
        self.tested: EnvVar | None = None
        """A variable that a branch with a return asked for: what is returned beside it is its default."""
        self.yielded: list[Value] = []
        self.exits: list[dict[str, Value]] = []
        self.choice: Choice = ()
        """What had to be chosen for what is being called now (see `choices`)."""

    def read(self, owner: Heap | Scope, key: Any = None) -> None:
        """Notes that the result of this activation depends on a part of something."""
        cells = owner.cells  # `cell_of`, written out: it is the most frequent call of all
        if cells is None:
            cells = owner.cells = {}
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell(owner.number, key)
        self.node.reads.add(cell)

    def called(self, place: Place, callee: Node) -> None:
        """Notes a call; one that is made for sure outdoes one that may be chosen."""
        if self.choice:  # each alternative by itself, so that what all of them reach is known for sure
            self.node.calls.setdefault((place, callee), self.choice)
        else:
            self.node.calls[place, callee.twin or callee] = ()

    def here(self) -> Place:
        return self.file, self.line, 0, 0, 0


class ModuleState:
    """A module that was evaluated, or is being evaluated (circular imports see what is there so far)."""

    __slots__ = ("done", "file", "node", "scope")

    def __init__(self, file: str, scope: Scope, node: Node) -> None:
        self.file = file
        self.scope = scope
        self.node = node
        self.done = False


class Machine:
    """One evaluation of a project."""

    def __init__(
        self, project: Project, catalog: Catalog, environment: Mapping[str, str], answers: Mapping[str, str]
    ) -> None:
        self.project = project
        self.catalog = catalog
        self.environment = environment
        self.answers = answers
        self.data: Mapping[str, bytes] = {}
        """The project's own files that are no Python: what they say may be read as constants."""
        self.clock = 0
        self.run = 0
        self.uncertain = 0
        self.streaming = ""
        """Runs were asked to stream: "direct" by the caller, "nested" with a function of the project in between."""
        self.only = ""
        """Objects that are run now only "read", or they "fill" a store: no other store that they hold is touched."""
        self.steps = 0
        self.limit = LEAST + PER_LINE * sum(summary.lines for summary in project.summaries.values())
        self.modules: dict[str, ModuleState] = {}
        self.memo: dict[Any, Node] = {}
        self.nodes: list[Node] = []
        """Every call that was evaluated, in the order of their ends."""
        self.roots: list[tuple[Any, Node]] = []
        """Every evaluation of an entry."""
        self.alike: dict[int, list[Node]] = {}
        """The evaluated calls of each function that may be done again for other objects."""
        self.used: dict[int, set[str]] = {}
        """The names in the body of each function that was asked for."""
        self.carried: dict[int, set[str]] = {}
        """The names of each loop's body that a round may find as the last one left them."""
        self.log: list[tuple[Heap | Scope, Any]] = []
        """What was changed at each tick of the clock."""
        self.history: dict[int, list[tuple[int, Any, Any]]] = {}
        """For each object that changed: when, which part, and what it was before."""
        self.deeds = 0
        """What was done so far that the heap does not show: entries registered, rules followed."""
        self.active: dict[Any, tuple[Node, Frame]] = {}
        self.depths: dict[int, int] = {}
        self.counts: dict[int, int] = {}
        """Evaluations of each function in this run."""
        self.given_up: set[int] = set()
        self.problems: dict[Problem, None] = {}
        self.entries: dict[Any, Any] = {}
        self.made: dict[int, tuple[Touch, ...]] = {}
        self.made_again: set[int] = set()
        """The numbers of objects that came to stand for something else."""
        self.objects: list[LibObject] = []
        self.touches: dict[Touch, None] = {}
        self.mros: dict[int, tuple[Value, ...]] = {}
        self.attributes: dict[tuple[Any, str], Value] = {}
        self.rules: dict[tuple[str, str, str], Any] = {}
        """The rule of each method of a library's type that was called, or None."""
        self.constants: dict[int, tuple[Const, Facts]] = {}
        """What each constant of the code gives, with the expression, whose identity is the key."""
        self.paths: dict[str, KnownPath] = {}
        """What is known of each function and class of a library that was called."""
        self.lineages: dict[str, tuple[Type, ...]] = {}
        """The rows of each type of a library and of its bases."""
        self.parts: dict[tuple[str, str], str | None] = {}
        """The type of each attribute of a library's type that was read, or None."""
        self.scratch = Scratch(self)
        self.stand_ins: dict[Value, StandIn] = {}
        """By what an annotation says."""
        self.takes: Callable[[Frame, StandIn], None] | None = None
        """Is told of everyone who asks for one that is there."""
        self.spent: dict[int, int] = {}
        """Steps of each run that has ended."""
        self.settled = 0
        """The clock when the modules were evaluated and the entries found."""
        self.set_outside: dict[Any, Value] = {}
        """`attributes` at that time."""
        self.first: Node | None = None
        """A call that is known, and of which the next one to ask made what it gives (`again`)."""
        self.loop = 0
        """What has a smaller number is older than the loop that is being followed."""
        self.unrolled = 0
        """The step with which the outermost loop over known elements began that is being followed."""
        self.stirred = 0
        """The clock when something older than that loop was changed."""
        self.seen: Callable[[Frame, Value], None] | None = None
        """Is told of every call, when somebody wants a call graph with what is outside of the project."""
        self._scopes: list[Scope] = []
        self._number = 0
        self._runs = 0
        self._started = 0

    # -- dispatch --

    def evaluate(self, f: Frame, e: Facts) -> Value:
        """The value of an expression."""
        return self.expressions[e[0]](self, f, e)

    def execute(self, f: Frame, statements: tuple[Facts, ...]) -> int:
        """Runs a block; says how it may end."""
        ends = 0
        table = self.statements
        for statement in statements:
            self.steps += 1
            end = table[statement[0]](self, f, statement)
            ends |= end & ~FALL
            if not end & FALL:
                return ends
        return ends | FALL

    expressions: Mapping[str, Callable[[Machine, Frame, Facts], Value]] = {}
    statements: Mapping[str, Callable[[Machine, Frame, Facts], int]] = {}

    def begin(self) -> None:
        """Starts a run: an entry evaluated on top of everything older."""
        self.rest()
        self._runs += 1
        self.run = self._runs
        self.uncertain = 0
        self.counts.clear()
        self._started = self.steps

    def resume(self, run: int) -> None:
        """Goes back to a run that has ended."""
        self.run, self._started = run, self.steps

    def rest(self) -> None:
        """Ends a run."""
        self.spent[self.run] = self.steps - self._started

    def marks(self) -> int:
        """Grows with all that is done besides the heap and the call graph."""
        return self.deeds + self.scratch.marks + len(self.problems) + len(self.modules)

    def is_busy(self) -> bool:
        """Has this run taken so many steps that calls are told apart only roughly?"""
        return self.steps - self._started > BUSY or self.steps > self.limit

    def is_large(self) -> bool:
        """Have all runs together taken so many steps that the project is not evaluated a second time?"""
        return self.steps > self.limit

    def is_exhausted(self) -> bool:
        """Has this run taken so many steps that it is not followed to its end?"""
        return self.steps - self._started > LAST

    def recover(self) -> None:
        """After an error within: nothing is under way any more."""
        self.active.clear()
        self.depths.clear()
        self.uncertain = self.loop = self.unrolled = 0
        self.streaming = self.only = ""

    def close(self) -> None:
        """Cuts the circles between scopes, functions, objects and calls, so that nothing waits for the collector."""
        nothing: dict[Any, Any] = {}  # nobody looks at any of these again
        for scope in self._scopes:
            scope.names, scope.cells = nothing, None
            del scope.module
            if scope.owner is not None:
                scope.owner.attributes, scope.owner.subclasses, scope.owner.bases = nothing, [], ()
                scope.owner = None
        for node in (*self.nodes, *(node for _, node in self.roots), *(state.node for state in self.modules.values())):
            node.calls = node.uses = node.names = nothing
            node.reads = set()
            node.arguments = node.value = node.writes = node.twin = node.standing = None
        for made in self.objects:
            made.held, made.attributes, made.receiver = [], nothing, None
            made.arguments = EMPTY
        tables: tuple[dict[Any, Any], ...] = self.memo, self.alike, self.scratch
        for table in tables:
            table.clear()  # an evaluation that broke off holds them
        self.__dict__.clear()

    # -- the heap --

    def tick(self, owner: Heap | Scope, key: Any = None) -> int:
        self.log.append((owner, key))
        self.clock += 1
        return self.clock

    def number(self) -> int:
        self._number += 1
        return self._number

    def numbered(self) -> int:
        """The last number."""
        return self._number

    def state(self) -> tuple[int, int, str, str]:
        return self.uncertain, self.loop, self.streaming, self.only

    def scope(self, kind: Any, file: str, parent: Scope | None, owner: Class | None = None) -> Scope:
        self._number = number = self._number + 1
        made = Scope(kind, file, parent, number, self.run, owner)
        self._scopes.append(made)
        return made

    def sequence(self, items: list[Value], rest: Value | None = None, kind: str = "list") -> Sequence:
        self._number = number = self._number + 1
        return Sequence(number, self.run, None, items, rest, kind)

    def mapped(self, items: dict[Any, Value], rest: Value | None = None) -> Mapped:
        self._number = number = self._number + 1
        return Mapped(number, self.run, None, items, rest)

    def instance(self, cls: Class, place: Place) -> Instance:
        return Instance(self.number(), self.run, place, cls)

    def library_object(self, path: str, type_id: str, place: Place, arguments: Arguments) -> LibObject:
        self._number = number = self._number + 1
        made = LibObject(number, self.run, place, path, type_id)
        made.arguments = arguments
        self.objects.append(made)
        return made

    def is_strong(self, born: int) -> bool:
        """May a write replace what was there, or does it only add?"""
        return not self.uncertain and (self.run == 0 or born == self.run)

    def write(self, owner: Heap | Scope, table: dict[Any, Value], key: Any, value: Value) -> None:
        """Stores a value in a table of a heap object or scope, replacing or joining."""
        old = table.get(key)
        if old is not None and (old is value or old == value):
            return
        if old is not None and not self.is_strong(owner.born):
            value = widened(old, value)
            if value == old:
                return
        if isinstance(owner, Mapped):
            self.changing(owner, None, old, (key,))
        else:
            self.changing(owner, key, old)
        table[key] = value

    def changing(
        self, owner: Heap | Scope, key: Any = None, old: Value | None = None, item: tuple[Any] | None = None
    ) -> None:
        """Notes that a part is about to change; a container and what an object holds change as a whole, but who read
        one ITEM of a dict is told of that one and of what may be it.
        """
        self.log.append((owner, key))
        self.clock = owner.stamp = clock = self.clock + 1
        if owner.number < self.loop:
            self.stirred = clock
        cells = owner.cells
        if cells is not None:
            if (cell := cells.get(key)) is not None:
                cell.stamp = clock
            if owner.__class__ is Mapped:
                for one in cells.values() if item is None else (cells[item],) if item in cells else ():
                    one.stamp = clock
        before = whole(owner) if key is None else old
        changes = self.history.get(owner.number)
        if changes is None:
            self.history[owner.number] = [(clock, key, before)]
        else:
            changes.append((clock, key, before))

    def stands_for(self, value: LibObject) -> tuple[Touch, ...]:
        """The resources that an object of a library stands for."""
        return self.made.get(value.number, ())

    # -- effects --

    def use(self, f: Frame, touch: Touch, operation: str, actions: tuple[str, ...], place: Place,
            link: str = "permission") -> None:  # fmt: skip
        self.touches.setdefault(touch)
        f.node.uses.setdefault(Use(touch, operation, actions, place, link, f.choice + touch.chosen))

    def problem(self, code: str, message: str, place: Place, remedy: str, severity: Any = "warning",
                subject: str | None = None) -> None:  # fmt: skip
        self.problems.setdefault(Problem(code, severity, message, span(place), subject, remedy))

    def qualname(self, scope: Scope, name: str) -> str:
        """`app.main.Service.run`."""
        if scope.owner is not None:
            return f"{scope.owner.qualname}.{name}"
        return f"{self.project.dotted(scope.file)}.{name}"


def span(place: Place) -> Span:
    return Span(*place)
