"""Which names a piece of code mentions, found in its facts without evaluating it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import Facts, is_function

if TYPE_CHECKING:
    from .machine import Machine


def mentioned(m: Machine, file: str, facts: Facts) -> set[str]:
    """Every name that is read or bound within, and in functions that are defined there."""
    names: set[str] = set()
    stack = [facts]
    while stack:
        one = stack.pop()
        if len(one) == 2 and one[0] == "name" and one[1].__class__ is str:  # else it is an argument by that name
            names.add(one[1])
            continue
        for part in one:
            if part.__class__ is tuple and part and part[0].__class__ is not int:  # else it is a position
                stack.append(part)
        if len(one) == 9 and is_function(one) and one[5] is None:
            stack.append(m.project.body(file, one))
    return names


def carried(m: Machine, file: str, head: Facts, body: Facts) -> set[str]:
    """The names of a loop's body that are read before they are surely bound, so that the last round may decide them."""
    known = m.carried.get(id(body))
    if known is None:
        flow = _Flow(m, file)
        flow.through((head, *body), set())
        known = m.carried[id(body)] = flow.found
    return known


class _Flow:
    """A walk through statements in their order, which finds the names that are read before they are surely bound."""

    def __init__(self, m: Machine, file: str) -> None:
        self._m = m
        self._file = file
        self.found: set[str] = set()

    def through(self, statements: Facts, bound: set[str]) -> set[str]:
        """Notes what is read while BOUND is bound; gives what is bound afterwards."""
        for statement in statements:
            walk = _WALKS.get(statement[0])
            if walk is None:
                self.read(statement, bound)
            else:
                walk(self, statement, bound)
        return bound

    def read(self, facts: Facts | None, bound: set[str]) -> None:
        if facts is not None:
            self.found |= mentioned(self._m, self._file, facts) - bound

    def bind(self, target: Facts | None, bound: set[str]) -> None:
        if target is not None and _only_binds(target):
            bound |= mentioned(self._m, self._file, target)
        else:
            self.read(target, bound)

    def assign(self, s: Facts, bound: set[str]) -> None:
        self.read(s[2], bound)
        for target in s[1]:
            self.bind(target, bound)

    def note(self, s: Facts, bound: set[str]) -> None:
        self.read(s[2], bound)
        self.read(s[3], bound)
        if s[3] is not None:
            self.bind(s[1], bound)

    def branch(self, s: Facts, bound: set[str]) -> None:
        self.read(s[1], bound)
        bound |= self.through(s[2], set(bound)) & self.through(s[3], set(bound))

    def loop(self, s: Facts, bound: set[str]) -> None:
        self.read(s[2], bound)
        inner = set(bound)
        self.bind(s[1], inner)
        self.through(s[3], inner)
        self.through(s[4], set(bound))

    def repeat(self, s: Facts, bound: set[str]) -> None:
        self.read(s[1], bound)
        self.through(s[2], set(bound))
        self.through(s[3], set(bound))

    def manage(self, s: Facts, bound: set[str]) -> None:
        for manager, target in s[1]:
            self.read(manager, bound)
            self.bind(target, bound)
        self.through(s[2], bound)

    def attempt(self, s: Facts, bound: set[str]) -> None:
        tried = self.through(s[1], set(bound))
        self.through(s[3], tried)
        for kind, name, body in s[2]:
            self.read(kind, bound)
            self.through(body, {*bound, name})
        self.through(s[4], set(bound))


def _only_binds(target: Facts) -> bool:
    return target[0] == "name" or (target[0] == "seq" and all(map(_only_binds, target[2])))


_WALKS = {
    "assign": _Flow.assign, "note": _Flow.note, "if": _Flow.branch, "for": _Flow.loop, "while": _Flow.repeat,
    "with": _Flow.manage, "try": _Flow.attempt,
}  # fmt: skip
"""By form; any other statement may read all that it mentions."""
