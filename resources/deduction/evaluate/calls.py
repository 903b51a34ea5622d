"""Calls of anything that can be called, and the arguments of functions of the project (`invoking` evaluates them)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..facts import KEYWORD, PLAIN, STAR, STARSTAR, Facts
from ..fit import noticing
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
)  # fmt: skip
from . import (
    attributes,
    builtin,
    choices,
    classes,
    container_methods,
    decorators,
    dispatch,
    hints,
    holding,
    invoking,
    libraries,
    running,
    stdlib,
    strings,
)
from .machine import Frame
from .names import hint as hint_of

if TYPE_CHECKING:
    from .machine import Machine


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
    return invoking.invoke(m, f, callee, a, place)


def _bound(m: Machine, f: Frame, callee: Bound, a: Arguments, place: Place) -> Value:
    return _function(m, f, callee.function, Arguments((callee.receiver, *a.positional), a.named, a.rest), place)


def _dispatched(m: Machine, f: Frame, callee: Function, a: Arguments, place: Place) -> Value:
    """`functools.singledispatch`: the type of the argument, which is mostly unknown, chooses the function."""
    m.uncertain += 1
    given = a.positional[1:] if callee.owner is not None else a.positional
    variants = dispatch.chosen(m, f, callee, given[0] if given else None)
    made = [invoking.invoke(m, f, one, a, place) for one in choices.each(f, variants, place)]
    m.uncertain -= 1
    return join(made)


def _class(m: Machine, f: Frame, callee: Class, a: Arguments, place: Place) -> Value:
    return classes.instantiate(m, f, callee, a, place)


def _instance(m: Machine, f: Frame, callee: Instance, a: Arguments, place: Place) -> Value:
    method = attributes.find(m, f, callee, "__call__")
    if method is not None:
        return call(m, f, method, a, place)
    return running.run(m, f, callee, place)


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
        return container_methods.call_method(m, f, owner, callee.name, a, place)
    if isinstance(owner, Const | Text | EnvVar):
        noticing.path_written(m, f, owner, callee.name, place)
        return strings.call_method(m, f, owner, callee.name, a, place)
    if isinstance(owner, Instance | Super | Class):
        return classes.inherited(m, f, owner, callee.name, a, place)
    if isinstance(owner, Unknown) and callee.name == "pipe":  # `prompt.pipe(llm)`: what a prompt is says nothing
        return compose(m, f, a.positional) if any(isinstance(one, LibObject) for one in a.positional) else owner
    if isinstance(owner, Unknown):
        default = a.positional[1] if len(a.positional) > 1 else Const(None)  # event.get("table", "orders")
        key = a.positional[0] if a.positional and callee.name == "get" else None
        part = owner.part(key.value) if isinstance(key, Const) else owner
        return part if default in (Const(None), Const("")) else join((default, part))
    if isinstance(owner, Builtin) and a.positional:
        made = _unbound(m, f, owner, callee.name, a, place)
        if made is not None:
            return made
    if callee.name == "__setattr__" and len(a.positional) == 3 and isinstance(a.positional[0], Instance):
        attributes.store(m, a.positional[0], a.positional[1], a.positional[2])  # object.__setattr__(self, name, value)
        return Const(None)
    return libraries.call_foreign(m, f, owner, callee.name, a, place)


def _unbound(m: Machine, f: Frame, owner: Builtin, name: str, a: Arguments, place: Place) -> Value | None:
    """`object.__new__(cls)`, `map(str.strip, names)`: a builtin's method with its object as the first argument."""
    receiver = a.positional[0]
    if name == "__new__" and isinstance(receiver, Class):
        return m.instance(receiver, place)
    if owner.name in ("str", "dict", "list") and isinstance(receiver, Const | Text | EnvVar | Mapped | Sequence):
        return _method(m, f, Method(receiver, name), Arguments(a.positional[1:], a.named, a.rest), place)
    return None


def _union(m: Machine, f: Frame, callee: Union, a: Arguments, place: Place) -> Value:
    m.uncertain += 1
    made = [call(m, f, one, a, place) for one in choices.each(f, callee.values, place) if one != Const(None)]
    m.uncertain -= 1
    return join(made) if made else Unknown("a call of None", place)


def _unknown(m: Machine, f: Frame, callee: Unknown, a: Arguments, place: Place) -> Value:
    known = hints.stand_in(m, f, callee)
    if known is not None:
        return call(m, f, known, a, place)
    if callee.reason.startswith("the parameter "):  # `context.step(notify)`: who is given a function may call it
        m.uncertain += 1
        for one in (*a.positional, *(value for _, value in a.named)):
            if is_callable(one):
                call_back(m, f, one, Arguments(), place)
        m.uncertain -= 1
    reason = callee.reason  # `answer.strip().lower()` is not explained by its steps
    return Unknown(reason if reason.startswith(_EXPLAINED) else f"{_EXPLAINED[0]}{reason}", place)


_EXPLAINED = ("the result of calling ", "what ", "the option ", "an element of ")


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


OUTSIDE = Unknown("an argument from outside")
"""What a caller out of sight may hand to `*args` and `**kwargs`; other parameters are unknown by their names."""


def parameters(m: Machine, f: Frame, function: Function, a: Arguments) -> dict[str, Value]:
    """Binds arguments to parameters by Python's rules; what nobody gave is unknown, with its annotation as a hint."""
    names: dict[str, Value] = {}
    given = dict(a.named) if a.named else {}
    position = 0
    count = len(a.positional)
    starred = join(a.rest) if a.rest else None
    rest = starred if starred is not OUTSIDE else None
    for name, sort, default, declared in function.facts[2]:
        if sort == PLAIN and position < count:
            names[name] = a.positional[position]
            position += 1
        elif sort in (PLAIN, KEYWORD) and name in given:
            names[name] = given.pop(name)
        elif sort == STAR:
            names[name] = m.sequence(list(a.positional[position:]), starred, "tuple")
            position = count
        elif sort == STARSTAR:
            names[name] = m.mapped(dict(given), starred)
        elif default is not None and rest is None:
            names[name] = function.defaults.get(name, Unknown("a default"))
        else:
            names[name] = missing(m, f, function, name, default, declared, rest)
    return names


def missing(m: Machine, f: Frame, function: Function, name: str, default: Facts | None, declared: Facts | None,
            rest: Value | None) -> Value:  # fmt: skip
    """A parameter that no argument reaches: its default, what a star brought, or unknown."""
    hint = hint_of(m, Frame(function.scope, f.node, f.depth), declared) if declared is not None else None
    unknown = (
        rest if rest is not None else Unknown(f"the parameter {name} of {function.qualname}", place_of(function), hint)
    )
    if default is None and name not in function.defaults:
        return unknown
    return join((function.defaults.get(name, unknown), unknown))


# -- helpers for everything that calls callbacks --


def unknown_arguments(m: Machine, f: Frame, callback: Value) -> Arguments:
    """Arguments for a function that a library calls: nothing is known of them. What is None unless somebody gives it
    may be given: `def node(state, config: RunnableConfig | None = None)`; so may a flag, and a text that is empty else.
    """
    function = callback.function if isinstance(callback, Bound) else callback
    if not isinstance(function, Function):
        return Arguments()
    given = tuple(
        (name, missing(m, f, function, name, default, declared, None))
        for name, sort, default, declared in function.facts[2]
        if sort in (PLAIN, KEYWORD) and _is_open(function, name)
    )
    empty = Const("")
    return Arguments(named=tuple((name, join((empty, value)) if function.defaults.get(name) == empty else value)
                                 for name, value in given))  # fmt: skip


def _is_open(function: Function, name: str) -> bool:
    """Is the default nothing that a caller out of sight must keep: None, no text, a flag of a function with a name?"""
    default = function.defaults.get(name)
    if not isinstance(default, Const):
        return False
    return default.value in (None, "") or (isinstance(default.value, bool) and function.name != "<lambda>")


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
        holding.hold(m, made, "step", part)
    return made


def with_marks(function: Function, *marks: str) -> Function:
    return replace(function, marks=function.marks | frozenset(marks))
