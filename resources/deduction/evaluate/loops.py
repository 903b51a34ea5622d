"""Loops: over known elements they are unrolled, others go round until nothing new comes.

A second round of a loop of unknown length is worth it only if the body sees what the first one changed: a name that it
reads before it binds it (`carried`), or a part of an object that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..facts import Facts
from ..fit import noticing
from ..values import Bound, Class, Const, Function, Unknown, Value, alternatives, join, join2
from . import containers, operators
from .expressions import ROUNDS, assign
from .machine import BREAK, CONTINUE, FALL, LEFT, Frame
from .mentions import carried

if TYPE_CHECKING:
    from .machine import Machine

Names = dict[str, Value]
REPEATS = 8
"""Rounds of a loop of unknown length that are followed one after the other."""
SURE, LONG = 8, 1000
"""Rounds of a loop over known elements that are evaluated by themselves in any case, and the statements, with those of
the loops in it, from which on the others are evaluated at once.
"""


def join_names(one: Names, other: Names) -> Names:
    """The names after two branches; one that only one of them binds keeps its value."""
    if one is other:
        return one
    made = dict(one)
    get = one.get
    for name, value in other.items():
        mine = get(name)
        if mine is not value:
            made[name] = value if mine is None else join2(mine, value)
    return made


def for_(m: Machine, f: Frame, s: Facts) -> int:
    _, target, iterable, body, orelse, f.line = s
    items, rest = containers.elements(m, f, m.evaluate(f, iterable))
    if rest is None and len(items) <= ROUNDS:
        return _unrolled(m, f, target, items, body, orelse)
    element = join([*items, *([rest] if rest is not None else [])])

    def bind_element() -> None:
        assign(m, f, target, element)

    return _repeated(m, f, ("assign", (target,), (), 0), bind_element, body, orelse)


def _unrolled(m: Machine, f: Frame, target: Facts, items: list[Value], body: Facts, orelse: Facts) -> int:
    ends = 0
    outer, f.exits = f.exits, []
    outermost, m.unrolled = m.unrolled, m.unrolled or m.steps + 1
    for index, item in enumerate(items):
        done = _done(m, f)
        assign(m, f, target, item)
        end = m.execute(f, body)
        ends |= end & LEFT
        if end & CONTINUE:
            end |= FALL
        if not end & FALL:
            f.exits, m.unrolled = outer, outermost
            return ends | (FALL if end & BREAK else 0)
        if index >= SURE and (m.steps - m.unrolled > LONG or _comes_to_nothing(items, done, _done(m, f))):
            ends |= _joined(m, f, target, items[index + 1 :], body)
            break
    exits = f.exits
    f.exits, m.unrolled = outer, outermost
    end = m.execute(f, orelse) if orelse else FALL
    for names in exits:
        f.scope.names = join_names(f.scope.names, names)
    return ends | end | (FALL if exits else 0)


def _done(m: Machine, f: Frame) -> tuple[int, ...]:
    """How much has been done so far, besides values that changed."""
    return len(f.node.uses), len(f.node.calls), len(m.touches), m.deeds


def _comes_to_nothing(items: list[Value], before: object, after: object) -> bool:
    """Did a round of a loop over numbers, which waits or tries again, do nothing that those before had not done?"""
    return before == after and all(isinstance(one, Const) and isinstance(one.value, int) for one in items)


def _joined(m: Machine, f: Frame, target: Facts, items: list[Value], body: Facts) -> int:
    """The rest of a long loop at once; says whether it may leave the function."""
    if not items:
        return 0
    element = join(items)
    return LEFT & _repeated(m, f, ("assign", (target,), (), 0), lambda: assign(m, f, target, element), body, ())


def _repeated(m: Machine, f: Frame, head: Facts, before: Callable[[], object], body: Facts, orelse: Facts,
              endless: bool = False) -> int:  # fmt: skip
    """A loop of unknown length: rounds, joined, until nothing new comes. Counted numbers are given up after two.
    What follows `while True:` is reached by `break` only.
    """
    outer, f.exits = f.exits, []
    ends = 0
    m.uncertain += 1
    loop, m.loop = m.loop, m.loop or m.number()
    for number in range(REPEATS):
        start, clock = f.scope.names, m.clock
        f.scope.names = dict(start)
        before()
        ends |= m.execute(f, body)
        names = f.scope.names = join_names(start, f.scope.names)
        new = [key for key, value in names.items() if (old := start.get(key)) is not value and old != value]
        if number:
            goes_on = bool(new) and _goes_on(start, names, new)
        else:
            goes_on = bool(new) and not carried(m, f.file, head, body).isdisjoint(new)
        if not goes_on and not _was_stirred(m, f, clock):
            break
    m.loop = loop
    for names in f.exits:
        f.scope.names = join_names(f.scope.names, names)
    m.uncertain -= 1
    goes_on = 0 if endless and not f.exits else FALL
    f.exits = outer
    return (m.execute(f, orelse) if orelse else goes_on) | (ends & LEFT) | goes_on


def _was_stirred(m: Machine, f: Frame, clock: int) -> bool:
    """Was anything changed since that is older than the loop and that its body reads?"""
    return m.stirred > clock and any(one.stamp > clock and one.number < m.loop for one in f.node.reads)


def _goes_on(start: Names, names: Names, new: list[str]) -> bool:
    """Is another round worth it: do names of constants or functions still get new alternatives?"""
    goes_on = False
    for key in new:
        more = [one for one in alternatives(names[key]) if one not in alternatives(start.get(key, names[key]))]
        if any(isinstance(one, Const) and isinstance(one.value, int | float) for one in more):
            names[key] = Unknown("a number that a loop changes")
            goes_on = True
        elif any(isinstance(one, Const | Function | Bound | Class) for one in more):
            goes_on = True
    return goes_on


def while_(m: Machine, f: Frame, s: Facts) -> int:
    _, test, body, orelse, f.line = s
    known = operators.decided(m, f, m.evaluate(f, test))
    if known is False:
        return m.execute(f, orelse)
    if known is True and test[0] == "const":
        noticing.looped(m, f, body)

    def check() -> None:
        m.evaluate(f, test)

    return _repeated(m, f, ("do", test, 0), check, body, orelse, endless=test[0] == "const")
