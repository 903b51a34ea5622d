"""LangGraph: graphs whose nodes are functions, runnables and other graphs.

`add_node` keeps the node; a compiled graph runs all of them. Conditional edges keep the function that chooses. Graphs
become resources with an entry of kind graph when langgraph.json names them or a module-level name holds them compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..evaluate import choices, containers, holding, naming, running
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Bound,
    Const,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Partial,
    Place,
    Sequence,
    Unknown,
    Value,
)  # fmt: skip
from .configured_runs import tell
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

GRAPHS = ("langgraph.graph.StateGraph", "langgraph.graph.MessageGraph", "langgraph.graph.Graph")
COMPILED = "langgraph.CompiledGraph"
ENDS = {"langgraph.graph.START": "__start__", "langgraph.graph.END": "__end__"}


@dataclass(eq=False)
class Shape:
    """Nodes and edges in the order of the code."""

    nodes: dict[str, None] = field(default_factory=dict)
    edges: dict[tuple[str, str], None] = field(default_factory=dict)


def shape_of(m: Machine, owner: LibObject) -> Shape:
    builder = owner.attributes.get("builder")
    return m.scratch.setdefault(("graph", builder.number if isinstance(builder, LibObject) else owner.number), Shape())


def _maker(path: str):
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        made = m.library_object(path, path, place, a)
        m.scratch[("graph", made.number)] = Shape()
        holding.stores_given(m)
        return made

    return make


for _path in GRAPHS:
    rule(_path)(_maker(_path))


def _word(value: Value | None) -> str | None:
    if isinstance(value, Lib):
        return ENDS.get(value.path) or (
            "__end__" if value.path.endswith(".END") else "__start__" if value.path.endswith(".START") else None
        )
    if isinstance(value, Function | Bound):
        return (value.function if isinstance(value, Bound) else value).name
    if isinstance(value, Partial):
        return _word(value.function)
    if isinstance(value, Instance):
        return naming.text_of(value) or value.cls.name
    return naming.text_of(value) if value is not None else None


@rule(*methods(GRAPHS, ("add_node",)))
def add_node(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`add_node("name", action)` or `add_node(action)`."""
    if callee is None:
        return None
    given = naming.bind(("node", "action"), a)
    first, action = given.get("node"), given.get("action")
    if action is None:
        action, first = first, None
    name = _word(first if first is not None else action) or "node"
    shape_of(m, callee.receiver).nodes.setdefault(name)
    if action is not None:
        holding.hold(m, callee.receiver, f"node {name}", action)
    return callee.receiver


@rule(*methods(GRAPHS, ("add_sequence",)))
def add_sequence(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`add_sequence([a, b])`."""
    if callee is None:
        return None
    items, _ = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    last: str | None = None
    for one in items:
        pair = one.items if isinstance(one, Sequence) and len(one.items) == 2 else [one, one]
        name = _word(pair[0]) or "node"
        shape = shape_of(m, callee.receiver)
        shape.nodes.setdefault(name)
        if last is not None:
            shape.edges.setdefault((last, name))
        last = name
        holding.hold(m, callee.receiver, f"node {name}", pair[1])
    return callee.receiver


@rule(*methods(GRAPHS, ("add_edge", "set_entry_point", "set_finish_point")))
def add_edge(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`add_edge(START, "a")`, `add_edge(["a", "b"], "c")`."""
    if callee is None:
        return None
    given = naming.bind(("start_key", "end_key"), a)
    start, end = given.get("start_key") or given.get("key"), given.get("end_key")
    if callee.name == "set_entry_point":
        start, end = Const("__start__"), start
    elif callee.name == "set_finish_point":
        end = Const("__end__")
    starts = start.items if isinstance(start, Sequence) else [start]
    for one in starts:
        pair = _word(one), _word(end)
        if pair[0] and pair[1]:
            shape_of(m, callee.receiver).edges.setdefault((pair[0], pair[1]))
    return callee.receiver


@rule(*methods(GRAPHS, ("add_conditional_edges", "set_conditional_entry_point")))
def add_conditional_edges(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`add_conditional_edges("a", choose, {"x": "b"})`."""
    if callee is None:
        return None
    parameters = ("source", "path", "path_map") if callee.name == "add_conditional_edges" else ("path", "path_map")
    given = naming.bind(parameters, a)
    source = _word(given.get("source")) or "__start__"
    targets = given.get("path_map")
    items: list[Value] = []
    if isinstance(targets, Mapped):
        items = list(targets.items.values())
    elif isinstance(targets, Sequence):
        items = targets.items
    for one in items:
        name = _word(one)
        if name:
            shape_of(m, callee.receiver).edges.setdefault((source, name))
    path = given.get("path")
    if path is not None:
        holding.hold(m, callee.receiver, "path", path)
    return callee.receiver


@rule(*methods(GRAPHS, ("compile",)))
def compile_graph(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`builder.compile(checkpointer=…, store=…)` runs the nodes and saves with the checkpointer."""
    if callee is None:
        return None
    made = m.library_object("langgraph.graph.CompiledStateGraph", COMPILED, place, a)
    made.attributes["builder"] = callee.receiver
    made.call = m.catalog.call("langgraph.graph.StateGraph")
    holding.hold(m, made, "builder", callee.receiver)
    for word in SAVERS:
        value = a.get(word) or (a.positional[0] if word == "checkpointer" and a.positional else None)
        if value is not None:
            holding.hold(m, made, word, value)
    return made


@rule(*methods((COMPILED, "langgraph.Agent"), ("get_state", "aget_state", "get_state_history", "aget_state_history",
                                               "update_state", "aupdate_state")))  # fmt: skip
def state(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Reading and writing the state of a thread touches the checkpointer only."""
    if callee is None:
        return None
    before, m.only = m.only, "" if "update" in callee.name else "read"
    found = dict.fromkeys(value for word, value in savers(callee.receiver) if word == "checkpointer")
    for one in choices.each(f, tuple(found), place):
        running.run(m, f, one, place)
    m.only = before
    return Unknown("the state of a thread", place)


SAVERS = ("checkpointer", "store", "cache")


def savers(graph: LibObject) -> list[tuple[str, Value]]:
    """The checkpointer and the store, given at compilation or set later."""
    given = [*graph.held, *graph.attributes.items()]
    if graph.type != COMPILED:  # an agent holds all that it was made of under one word
        given += graph.arguments.named
    return [(word, value) for word, value in given if word in SAVERS]


@rule(f"{COMPILED}.with_config", f"{COMPILED}.copy")
def same(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if callee is None:
        return None
    tell(m, callee.receiver, a)
    return callee.receiver
