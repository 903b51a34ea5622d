"""What a condition leaves of the alternatives of a local name, in the branch where it holds and where it does not.

A name of which nothing is known is one of the constants that it is compared with, as long as the branch lasts:
`if kind == "books":`, `assert kind in ("books", "films")`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..facts import Facts
from ..values import NONE, Const, EnvVar, Mapped, Sequence, Union, Unknown, Value, alternatives, join
from . import containers
from .loops import Names
from .machine import Frame
from .reflection import is_instance
from .truth import compare, truth

if TYPE_CHECKING:
    from .machine import Machine

Supposed = list[tuple[str, Value]]
"""Names of which nothing was known, and what they are where the condition holds."""
MOST = 8


def narrow(m: Machine, f: Frame, test: Facts, held: bool) -> Supposed:
    """`if x:`, `if x is None:` and `if isinstance(x, C):` leave only the alternatives of a local name that fit."""
    form = test[0]
    if form == "not":
        return narrow(m, f, test[1], not held)
    if form == "bool":
        return [one for part in test[2] for one in narrow(m, f, part, held)] if held is (test[1] == "and") else []
    if form == "name":
        if _is_open(f, test):
            _keep(f, test[1], lambda value: truth(m, value) is not (not held))
    elif form == "cmp" and len(test[2]) == 1:
        _, left, (operator,), (right,) = test
        if operator in ("is", "is not"):
            if right == _NONE and _is_open(f, left):
                wants_none = held is (operator == "is")
                _keep(f, left[1], lambda value: (value == NONE) is wants_none or isinstance(value, Unknown | EnvVar))
        elif operator in ("in", "not in", "==", "!="):
            return _narrow_compared(m, f, test, held)
    elif form == "call" and test[1] == _ISINSTANCE and len(test[2]) == 2 and _is_open(f, test[2][0]):
        kinds = m.evaluate(f, test[2][1])
        _keep(f, test[2][0][1], lambda value: is_instance(m, value, kinds) is not (not held))
    return []


_ISINSTANCE: Facts = ("name", "isinstance")
_NONE: Facts = ("const", None)


def _is_open(f: Frame, e: Facts) -> bool:
    """Is it a local name with several alternatives?"""
    return e[0] == "name" and f.scope.names.get(e[1]).__class__ is Union


def _narrow_compared(m: Machine, f: Frame, test: Facts, held: bool) -> Supposed:
    """`if "/" in name:` and `if kind == "a":` leave the alternatives of a name for which that may be so."""
    left, operator, right = test[1], test[2][0], test[3][0]
    if right[0] != "name" and _is_open(f, left):
        other = m.evaluate(f, right)
        _keep(f, left[1], lambda value: compare(m, operator, value, other) is not (not held))
    elif left[0] == "const" and _is_open(f, right):
        other = m.evaluate(f, left)
        _keep(f, right[1], lambda value: compare(m, operator, other, value) is not (not held))
    elif left[0] == "name" and held is (operator in ("in", "==")):
        return _suppose(f, left[1], m.evaluate(f, right), operator)
    return []


def _suppose(f: Frame, name: str, other: Value, operator: str) -> Supposed:
    """A name of which nothing is known is what it is equal to."""
    known = f.scope.names.get(name)
    if not isinstance(known, Unknown) or known.hint is not None:
        return []
    items = [other] if operator in ("==", "!=") else _members(other)
    texts = [one for one in items if isinstance(one, Const) and isinstance(one.value, str) and one.value]
    if not 0 < len(texts) <= MOST or len(texts) < len(items):
        return []
    f.scope.names[name] = made = join(texts)
    return [(name, made)]


def _members(other: Value) -> list[Value]:
    if isinstance(other, Mapped) and other.rest is None:
        return [containers.key_of(key) for key in other.items]
    return other.items if isinstance(other, Sequence) and other.rest is None else []


def forget(supposed: Supposed, start: Names, branches: tuple[Names, ...]) -> None:
    """After both branches a name is again what it was, unless one of them gave it another value."""
    for name, value in supposed:
        for names in branches:
            if names.get(name) is value:
                names[name] = start[name]


def _keep(f: Frame, name: str, fits: Callable[[Value], bool]) -> None:
    kept = [one for one in alternatives(f.scope.names[name]) if fits(one)]
    if kept:
        f.scope.names[name] = join(kept)
