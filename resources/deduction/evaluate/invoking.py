"""Functions of the project evaluated with their arguments, or remembered that they were.

A result is remembered by function, scope and arguments (`Machine.memo`); a call that is the same but for the objects
that it is about is done again without evaluation (`alike`). A recursion gives what is known so far and an edge to the
call that is under way, so that its effects are not lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import GENERATOR
from ..scope import Node, Standing
from ..shapes import matters, shape
from ..values import (
    NONE,
    Arguments,
    Const,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import alike, around, calls, expressions, replay
from .machine import DEEPEST, FALL, Frame

if TYPE_CHECKING:
    from .machine import Machine

SOME, MANY = 4, 24
"""Evaluations of one function in one run, from which on its calls are told apart less exactly."""
REPEATS = 3
"""How often one function may be under way at the same time."""


def invoke(m: Machine, f: Frame, function: Function, a: Arguments, place: Place) -> Value:
    """Evaluates a function of the project for these arguments, or remembers that it did."""
    names = calls.parameters(m, f, function, a)
    facts_id = id(function.facts)
    depth = m.depths.get(facts_id, 0)
    if depth:
        names = {name: _widened(value, depth) for name, value in names.items()}
    count = MANY if m.is_busy() else m.counts.get(facts_id, 0)
    if count >= MANY:
        names = {name: value if matters(value) else Unknown("an argument") for name, value in names.items()}
        key = (facts_id, _closure(function), *[shape(value, 1) for value in names.values()])
    else:
        key = (facts_id, function.scope.number, *[_key(value, count) for value in names.values()])
    node = m.memo.get(key)
    if node is not None and _fresh(m, node):
        if count >= MANY and m.run and node.writes is not None:
            again = replay.replay(m, alike.joined(m, node, names), function, a)
            node = node if again is None else _noted(m, f, again, key)
        return _known(m, f, node, place)
    under_way = m.active.get(key)
    if under_way is not None:
        f.called(place, under_way[0])
        returned = under_way[1].returned
        return join(returned) if returned else Unknown(f"the recursion in {function.qualname}", place)
    if f.depth >= DEEPEST or depth >= 2 * REPEATS or m.is_exhausted():
        _give_up(m, f, function, place)
        return Unknown(f"the result of {function.qualname}, nested too deeply", place)
    likeness = alike.find(m, function, names) if m.run else None
    again = None if likeness is None else replay.replay(m, likeness, function, a)
    if again is not None:
        m.memo[key] = again
        return _known(m, f, _noted(m, f, again, key), place)
    return evaluate(m, f, function, names, key, a, place)


def _key(value: Value, count: int) -> Any:
    """How an argument tells calls apart: by identity at first, by what it is like once there are many calls."""
    if type(value) is Unknown:
        return value.hint if value.hint is not None else value.told or "?"
    kind = value.__class__
    if (kind is LibObject and not matters(value)) or (count >= SOME and kind in _SHAPED):
        return shape(value)
    return value


_SHAPED = frozenset({Sequence, Mapped, LibObject, Union})


def _closure(function: Function) -> Any:
    """What a function closes over, for functions that are made and called very often."""
    scope = function.scope
    if scope.kind != "function":
        return scope.number
    return tuple(
        (name, shape(value, 1)) for name, value in scope.names.items() if matters(value) or isinstance(value, Const)
    )


def _widened(value: Value, depth: int) -> Value:
    """An argument of a recursion. Which part of a library's tree of data it is does not matter (a function that walks
    through `ast.parse(…)`); when it goes on and on, constants are forgotten, so that the next round is the same.
    """
    if isinstance(value, LibObject | LibMethod):
        is_data = not matters(value.receiver if isinstance(value, LibMethod) else value)
        return Unknown("a part of what a recursion goes through") if is_data else value
    forgotten = depth >= REPEATS and isinstance(value, Const | Text | Union)
    return Unknown("an argument of a recursion") if forgotten else value


def _fresh(m: Machine, node: Node) -> bool:
    """Is what a remembered call read still so?"""
    since = node.clock if m.run and node.run == m.run else node.begun  # the next run sees what it changed itself
    return since == m.clock or all(one.stamp <= since for one in node.reads)


def _own_copy(m: Machine, node: Node) -> Value:
    """The remembered result; what the call allocated is copied, because two calls do not share it."""
    value = node.value or Const(None)
    return join(_copied(m, one, node.start) for one in alternatives(value)) if value.__class__ in _COPIED else value


def _copied(m: Machine, value: Value, start: int) -> Value:
    if not isinstance(value, Sequence | Mapped | Instance) or value.number < start:
        return value
    if isinstance(value, Sequence):
        made = m.sequence(list(value.items), value.rest, value.kind)
        if (returned := getattr(value, "returned", None)) is not None:
            made.returned = returned
        return made
    if isinstance(value, Mapped):
        return m.mapped(dict(value.items), value.rest)
    made = m.instance(value.cls, value.place or ("", 0, 0, 0, 0))
    made.attributes, made.rest = dict(value.attributes), value.rest
    return made


_COPIED = (Sequence, Mapped, Instance, Union)


def _give_up(m: Machine, f: Frame, function: Function, place: Place) -> None:
    for node, frame in m.active.values():
        if node.function is not None and node.function.facts is function.facts:
            f.called(place, node)
            frame.returned = frame.returned or []
            return
    if m.is_exhausted() and m.run not in m.given_up:
        m.given_up.add(m.run)
        m.problem("too-large", "What runs from here was not followed to its end: it has too many different calls.",
                  place, "Add what the picture lacks with @allow, or ignore folders that are not deployed: "
                  "[project] ignore in archloom.toml.")  # fmt: skip


def _noted(m: Machine, f: Frame, node: Node, key: Any) -> Node:
    """Notes how a call was made that does the same as another one."""
    node.standing = Standing(f.node, f.depth, key, m.state(), len(m.active), 0)
    m.nodes.append(node)
    return node


def _known(m: Machine, f: Frame, node: Node, place: Place) -> Value:
    """The result of a call that needs no evaluation."""
    f.called(place, node)
    f.node.reads |= node.reads
    if m.first is node:
        m.first = None
        return node.value or Const(None)
    return _own_copy(m, node)


def evaluate(m: Machine, f: Frame, function: Function, names: dict[str, Value], key: Any, a: Arguments,
             place: Place) -> Value:  # fmt: skip
    scope = m.scope("function", function.file, function.scope)
    scope.names = dict(names)
    node = Node(function.qualname, calls.place_of(function), function, a)
    node.start, node.run = scope.number, m.run
    frame = Frame(scope, node, f.depth + 1)
    facts_id = id(function.facts)
    m.counts[facts_id] = m.counts.get(facts_id, 0) + 1
    m.active[key] = node, frame
    m.depths[facts_id] = m.depths.get(facts_id, 0) + 1
    before, deeds, marks = m.clock, m.deeds, m.marks()
    state = m.state()
    node.names = names
    node.value = execute(m, frame, function)
    m.depths[facts_id] -= 1
    del m.active[key]
    node.reads = {one for one in node.reads if one.number < node.start}
    node.clock, node.begun, node.end = m.clock, before, m.number()
    if m.deeds == deeds:
        node.writes = replay.writes(m.log[before:], node.start)
        if node.writes is not None:
            m.alike.setdefault(facts_id, []).append(node)
    node.standing = Standing(f.node, f.depth, key, state, len(m.active), m.marks() - marks)
    m.memo[key] = node
    m.nodes.append(node)
    f.called(place, node)
    f.node.reads |= node.reads
    return node.value


def execute(m: Machine, frame: Frame, function: Function) -> Value:
    """What the body of a function gives in a frame."""
    if around.MARK in function.marks:
        around.happen(m, frame, function)
    return _result(m, frame, function, m.execute(frame, m.project.body(function.file, function.facts)))


def _result(m: Machine, frame: Frame, function: Function, end: int) -> Value:
    if function.facts[7] & GENERATOR:
        return _generator(m, frame, function)
    if end & FALL and not frame.returned:
        return NONE
    if len(frame.returned) == 1 and not end & FALL:
        return frame.returned[0]
    if frame.tested in frame.returned and not end & FALL:
        others = [one for given in frame.returned if given != frame.tested for one in alternatives(given)]
        if all(isinstance(one, Text) for one in others):
            del others[1:]  # one text in several forms, with a login and without
        if all(isinstance(one, Const | Text) for one in others):
            return expressions.defaulted([frame.tested, *others])
    return join([*frame.returned, *([Const(None)] if end & FALL else [])])


def _generator(m: Machine, frame: Frame, function: Function) -> Sequence:
    kind = "context" if "contextmanager" in function.marks else "generator"
    exact = _straight(m, function)
    rest = join(frame.yielded) if frame.yielded and not exact else None
    made = m.sequence(frame.yielded[:200] if exact else [], rest, kind)
    if frame.returned:
        made.returned = join(frame.returned)
    return made


def _straight(m: Machine, function: Function) -> bool:
    """Does every yield stand outside of loops and branches, so that their order and number are known?"""
    return all(one[0] not in ("for", "while", "if", "match")
               for one in m.project.body(function.file, function.facts))  # fmt: skip
