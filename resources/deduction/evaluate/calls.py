"""Calls: functions of the project evaluated with their arguments, and everything else that can be called.

A function's result is remembered by function, scope and arguments (see `machine`). A recursion gives what is known so
far and an edge to the call that is under way, so that its effects are not lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..facts import GENERATOR, KEYWORD, PLAIN, STAR, STARSTAR, Facts
from ..fit import noticing
from ..scope import Node
from ..values import (
    Arguments,
    Bound,
    Builtin,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Method,
    Module,
    Partial,
    Place,
    Sequence,
    Super,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
    matters,
    shape,
)  # fmt: skip
from . import (
    alike,
    attributes,
    builtin,
    choices,
    classes,
    containers,
    decorators,
    dispatch,
    libraries,
    replay,
    stdlib,
    strings,
)
from .machine import DEEPEST, FALL, Frame
from .names import annotation

if TYPE_CHECKING:
    from .machine import Machine

SOME, MANY = 4, 24
"""Evaluations of one function in one run, from which on its calls are told apart less exactly."""
REPEATS = 3
"""How often one function may be under way at the same time."""


def call(m: Machine, f: Frame, callee: Value, a: Arguments, place: Place) -> Value:
    """The result of calling anything."""
    if m.seen is not None:
        m.seen(f, callee)
    handler = _CALL.get(callee.__class__)
    if handler is None:
        return Unknown("the result of a call", place)
    return handler(m, f, callee, a, place)


def _function(m: Machine, f: Frame, callee: Function, a: Arguments, place: Place) -> Value:
    if "dispatch" in callee.marks:
        return _dispatched(m, f, callee, a, place)
    return invoke(m, f, callee, a, place)


def _bound(m: Machine, f: Frame, callee: Bound, a: Arguments, place: Place) -> Value:
    return _function(m, f, callee.function, Arguments((callee.receiver, *a.positional), a.named, a.rest), place)


def _dispatched(m: Machine, f: Frame, callee: Function, a: Arguments, place: Place) -> Value:
    """`functools.singledispatch`: the type of the argument, which is mostly unknown, chooses the function."""
    m.uncertain += 1
    variants = callee, *dispatch.variants(m, callee)
    made = [invoke(m, f, one, a, place) for one in choices.each(f, variants, place)]
    m.uncertain -= 1
    return join(made)


def _class(m: Machine, f: Frame, callee: Class, a: Arguments, place: Place) -> Value:
    return classes.instantiate(m, f, callee, a, place)


def _instance(m: Machine, f: Frame, callee: Instance, a: Arguments, place: Place) -> Value:
    method = attributes.find(m, f, callee, "__call__")
    if method is not None:
        return call(m, f, method, a, place)
    return libraries.run(m, f, callee, place)


def _partial(m: Machine, f: Frame, callee: Partial, a: Arguments, place: Place) -> Value:
    given = callee.arguments
    named = dict(given.named) | dict(a.named)
    merged = Arguments((*given.positional, *a.positional), tuple(named.items()), (*given.rest, *a.rest))
    return call(m, f, callee.function, merged, place)


def _builtin(m: Machine, f: Frame, callee: Builtin, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, callee.name, a, place)


def _library(m: Machine, f: Frame, callee: Lib, a: Arguments, place: Place) -> Value:
    noticing.called(m, f, callee.path, a, place)
    known = stdlib.call(m, f, callee.path, a, place)
    return known if known is not None else libraries.call_path(m, f, callee.path, a, place)


def _library_method(m: Machine, f: Frame, callee: LibMethod, a: Arguments, place: Place) -> Value:
    noticing.method_called(m, f, callee.receiver, callee.name, a, place)
    return libraries.call_method(m, f, callee, a, place)


def _library_object(m: Machine, f: Frame, callee: LibObject, a: Arguments, place: Place) -> Value:
    return libraries.call_object(m, f, callee, a, place)


def _method(m: Machine, f: Frame, callee: Method, a: Arguments, place: Place) -> Value:
    owner = callee.receiver
    if callee.name == "add_done_callback" and a.positional:
        call_back(m, f, a.positional[0], Arguments((owner,)), place)
        return Const(None)
    if isinstance(owner, Mapped | Sequence):
        return containers.call_method(m, f, owner, callee.name, a, place)
    if isinstance(owner, Const | Text | EnvVar):
        noticing.path_written(m, f, owner, callee.name, place)
        return strings.call_method(m, f, owner, callee.name, a, place)
    if isinstance(owner, Instance | Super | Class):
        return classes.inherited(m, f, owner, callee.name, a, place)
    if isinstance(owner, Unknown):
        default = a.positional[1] if len(a.positional) > 1 else Const(None)  # event.get("table", "orders")
        return owner if default in (Const(None), Const("")) else join((default, owner))
    if callee.name == "__setattr__" and len(a.positional) == 3 and isinstance(a.positional[0], Instance):
        attributes.store(m, a.positional[0], a.positional[1], a.positional[2])  # object.__setattr__(self, name, value)
        return Const(None)
    return libraries.call_foreign(m, f, owner, callee.name, a, place)


def _union(m: Machine, f: Frame, callee: Union, a: Arguments, place: Place) -> Value:
    m.uncertain += 1
    made = [call(m, f, one, a, place) for one in choices.each(f, callee.values, place) if one != Const(None)]
    m.uncertain -= 1
    return join(made) if made else Unknown("a call of None", place)


def _unknown(m: Machine, f: Frame, callee: Unknown, a: Arguments, place: Place) -> Value:
    from .hints import stand_in

    known = stand_in(m, f, callee)
    if known is not None:
        return call(m, f, known, a, place)
    return Unknown(f"the result of calling {callee.reason}", place)


_CALL: dict[type[Any], Any] = {
    Function: _function, Bound: _bound, Class: _class, Instance: _instance, Partial: _partial, Builtin: _builtin,
    Lib: _library, LibMethod: _library_method, LibObject: _library_object, Method: _method, Union: _union,
    Unknown: _unknown,
}  # fmt: skip


# -- functions of the project --


def function_of(m: Machine, f: Frame, facts: Facts) -> Function:
    """The function that a `def` or `lambda` makes here, with its defaults evaluated."""
    defaults = {p[0]: m.evaluate(f, p[2]) for p in facts[2] if p[2] is not None}
    owner = f.scope.owner if f.scope.kind == "class" else None
    name = facts[1] if facts[1] != "<lambda>" else f"lambda_{facts[6][0]}"
    return Function(facts, f.scope, m.qualname(f.scope, name), f.file, defaults, owner)


def define(m: Machine, f: Frame, facts: Facts) -> Value:
    """A `def` with its decorators applied, last one first."""
    value: Value = function_of(m, f, facts)
    for decorator in reversed(facts[3]):
        value = decorators.apply(m, f, m.evaluate(f, decorator), value)
    return value


def place_of(function: Function) -> Place:
    return (function.file, *function.facts[6])


def invoke(m: Machine, f: Frame, function: Function, a: Arguments, place: Place) -> Value:
    """Evaluates a function of the project for these arguments, or remembers that it did."""
    names = parameters(m, f, function, a)
    if m.depths.get(id(function.facts), 0) >= REPEATS:
        names = {name: _widened(value) for name, value in names.items()}
    count = MANY if m.is_busy() else m.counts.get(id(function.facts), 0)
    if count >= MANY:
        names = {name: value if matters(value) else Unknown("an argument") for name, value in names.items()}
        key = (id(function.facts), _closure(function), *(shape(value, 1) for value in names.values()))
    else:
        key = (id(function.facts), function.scope.number, *(_key(value, count) for value in names.values()))
    node = m.memo.get(key)
    if node is not None and _fresh(m, node):
        f.called(place, node)
        f.node.reads |= node.reads
        return _own_copy(m, node)
    under_way = m.active.get(key)
    if under_way is not None:
        f.called(place, under_way[0])
        returned = under_way[1].returned
        return join(returned) if returned else Unknown(f"the recursion in {function.qualname}", place)
    if f.depth >= DEEPEST or m.depths.get(id(function.facts), 0) >= 2 * REPEATS or m.is_exhausted():
        _give_up(m, f, function, place)
        return Unknown(f"the result of {function.qualname}, nested too deeply", place)
    likeness = alike.find(m, function, names) if m.run else None
    again = None if likeness is None else replay.replay(m, likeness, function, a)
    if again is not None:
        m.memo[key] = again
        f.called(place, again)
        f.node.reads |= again.reads
        return again.value or Const(None)
    return _evaluate(m, f, function, names, key, a, place)


def _key(value: Value, count: int) -> Any:
    """How an argument tells calls apart: by identity at first, by what it is like once there are many calls."""
    kind = value.__class__
    if kind is Unknown:
        return value.hint if value.hint is not None else "?"  # type: ignore[attr-defined]
    if (kind is LibObject and not matters(value)) or (count >= SOME and kind in (Sequence, Mapped, LibObject, Union)):
        return shape(value)
    return value


def _closure(function: Function) -> Any:
    """What a function closes over, for functions that are made and called very often."""
    scope = function.scope
    if scope.kind != "function":
        return scope.number
    return tuple(
        (name, shape(value, 1)) for name, value in scope.names.items() if matters(value) or isinstance(value, Const)
    )


def _widened(value: Value) -> Value:
    """An argument of a recursion that goes on and on: constants are forgotten, so that the next round is the same."""
    return Unknown("an argument of a recursion") if isinstance(value, Const | Text | Union) else value


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
        return m.sequence(list(value.items), value.rest, value.kind)
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
                  place, "Ignore folders that are not deployed in archloom.toml ([project] ignore).")  # fmt: skip


def _evaluate(m: Machine, f: Frame, function: Function, names: dict[str, Value], key: Any, a: Arguments,
              place: Place) -> Value:  # fmt: skip
    scope = m.scope("function", function.file, function.scope)
    scope.names = dict(names)
    node = Node(function.qualname, place_of(function), function, a)
    node.start, node.run = scope.number, m.run
    frame = Frame(scope, node, f.depth + 1)
    facts_id = id(function.facts)
    m.counts[facts_id] = m.counts.get(facts_id, 0) + 1
    m.active[key] = node, frame
    m.depths[facts_id] = m.depths.get(facts_id, 0) + 1
    before, deeds = m.clock, m.deeds
    node.names = names
    node.before = {one.number: dict(one.attributes) for one in names.values() if one.__class__ is Instance}  # type: ignore[attr-defined]
    end = m.execute(frame, m.project.body(function.file, function.facts))
    m.depths[facts_id] -= 1
    del m.active[key]
    node.value = _result(m, frame, function, end)
    node.reads = {one for one in node.reads if one.number < node.start}
    node.clock, node.begun, node.end = m.clock, before, m.number()
    if m.deeds == deeds:
        node.writes = replay.writes(m.log[before:], node.start)
        if node.writes is not None:
            m.alike.setdefault(facts_id, []).append(node)
    m.memo[key] = node
    f.called(place, node)
    f.node.reads |= node.reads
    return node.value


def _result(m: Machine, frame: Frame, function: Function, end: int) -> Value:
    if function.facts[7] & GENERATOR:
        kind = "context" if "contextmanager" in function.marks else "generator"
        return (
            m.sequence(frame.yielded[:200], None, kind)
            if _straight(m, function)
            else m.sequence([], join(frame.yielded) if frame.yielded else None, kind)
        )
    if end & FALL and not frame.returned:
        return Const(None)
    return join([*frame.returned, *([Const(None)] if end & FALL else [])])


def _straight(m: Machine, function: Function) -> bool:
    """Does every yield stand outside of loops and branches, so that their order and number are known?"""
    return all(one[0] not in ("for", "while", "if", "match")
               for one in m.project.body(function.file, function.facts))  # fmt: skip


def parameters(m: Machine, f: Frame, function: Function, a: Arguments) -> dict[str, Value]:
    """Binds arguments to parameters by Python's rules; what nobody gave is unknown, with its annotation as a hint."""
    names: dict[str, Value] = {}
    given = dict(a.named)
    position = 0
    count = len(a.positional)
    rest = join(a.rest) if a.rest else None
    for name, sort, default, declared in function.facts[2]:
        if sort == PLAIN and position < count:
            names[name] = a.positional[position]
            position += 1
        elif sort in (PLAIN, KEYWORD) and name in given:
            names[name] = given.pop(name)
        elif sort == STAR:
            names[name] = m.sequence(list(a.positional[position:]), rest, "tuple")
            position = count
        elif sort == STARSTAR:
            names[name] = m.mapped(dict(given), rest)
        elif default is not None and rest is None:
            names[name] = function.defaults.get(name, Unknown("a default"))
        else:
            names[name] = missing(m, f, function, name, default, declared, rest)
    return names


def missing(m: Machine, f: Frame, function: Function, name: str, default: Facts | None, declared: Facts | None,
            rest: Value | None) -> Value:  # fmt: skip
    """A parameter that no argument reaches: its default, what a star brought, or unknown."""
    hint = annotation(m, Frame(function.scope, f.node, f.depth), declared) if declared is not None else None
    unknown = (
        rest if rest is not None else Unknown(f"the parameter {name} of {function.qualname}", place_of(function), hint)
    )
    if default is None:
        return unknown
    return join((function.defaults.get(name, unknown), unknown))


# -- helpers for everything that calls callbacks --


def unknown_arguments(m: Machine, f: Frame, callback: Value) -> Arguments:
    """Arguments for a function that a library calls: nothing is known of them. What is None unless somebody gives it
    may be given: `def node(state, config: RunnableConfig | None = None)`; so may a flag.
    """
    function = callback.function if isinstance(callback, Bound) else callback
    if not isinstance(function, Function):
        return Arguments()
    given = tuple(
        (name, missing(m, f, function, name, default, declared, None))
        for name, sort, default, declared in function.facts[2]
        if sort in (PLAIN, KEYWORD) and _is_open(function, name)
    )
    return Arguments(named=given)


def _is_open(function: Function, name: str) -> bool:
    """Is the default nothing that a caller out of sight must keep: None, or a flag of a function with a name?"""
    default = function.defaults.get(name)
    if not isinstance(default, Const):
        return False
    return default.value is None or (isinstance(default.value, bool) and function.name != "<lambda>")


def is_callable(value: Value) -> bool:
    """Something of the project that runs when it is called."""
    return isinstance(value, Function | Bound | Partial) or (
        isinstance(value, Instance) and bool("__call__" in value.cls.attributes)
    )


def call_back(m: Machine, f: Frame, callback: Value, a: Arguments, place: Place) -> Value:
    """Calls something if it is callable; otherwise nothing happens."""
    made = [call(m, f, one, a, place) for one in choices.each(f, alternatives(callback), place)
            if is_callable(one) or isinstance(one, LibMethod | Class | Lib | Method | LibObject)]  # fmt: skip
    return join(made) if made else Unknown("the result of a callback", place)


def awaited(m: Machine, f: Frame, value: Value) -> Value:
    """`await value`: calls are evaluated where they stand, so a coroutine is its result."""
    method = attributes.find(m, f, value, "__await__") if isinstance(value, Instance) else None
    return value if method is None else join((value, call(m, f, method, Arguments(), f.here())))


def compose(m: Machine, f: Frame, parts: Iterable[Value]) -> Value:
    """`a | b` of runnables: something that runs both."""
    made = m.library_object("langchain.RunnableSequence", "langchain.Runnable", f.here(), Arguments())
    for part in parts:
        libraries.hold(m, made, "step", part)
    return made


def with_marks(function: Function, *marks: str) -> Function:
    return replace(function, marks=function.marks | frozenset(marks))


_ = FALL, Module
