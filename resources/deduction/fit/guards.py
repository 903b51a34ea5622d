"""What stands around a place of the code: few places are asked about, so the facts of their files are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ..facts import Facts
from ..project import Project
from ..values import Place
from .notes import Note

_BLOCKS: Mapping[str, tuple[int, ...]] = {
    "if": (2, 3), "for": (3, 4), "while": (2, 3), "with": (2,), "try": (1, 3, 4), "class": (5,),
}  # fmt: skip
"""Statement -> where its blocks are; the handlers of a `try`, the cases of a `match` and the bodies of
functions besides."""


class Guards:
    """Answers about the statements of a project's files."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tests: dict[str, dict[float, tuple[Facts, ...]]] = {}
        self._loose: dict[str, frozenset[tuple[int, ...]]] = {}
        self._states: dict[Note, bool] = {}
        self._around_lines: dict[str, dict[float, list[tuple[Facts, ...]]]] = {}

    def is_no_state(self, note: Note) -> bool:
        """Does it only fill what was empty (`if key not in cache:`), or count in a name that each call sets anew?"""
        known = self._states.get(note)
        if known is None:
            known = self._states[note] = self._is_no_state(note)
        return known

    def _is_no_state(self, note: Note) -> bool:
        file, line = note.place[:2]
        if any(_is_empty_test(test) for test in self._around(file).get(line, ())):
            return True
        if note.number and any(_remembers(body, line) for body in self._functions(file).get(line, ())):
            return True
        return not note.number and any(
            statement[0] == "def" and _sets_anew(self._project.body(file, statement), note.detail)
            for statement, _ in self._statements(file)
        )

    def is_loose(self, place: Place) -> bool:
        """Is the call a statement of its own, whose result nobody waits for?"""
        file = place[0]
        if file not in self._loose:
            found: set[tuple[int, ...]] = set()
            for statement, _ in self._statements(file):
                if statement[0] == "do" and statement[1][0] == "call":
                    found.add(tuple(statement[1][4]))
            self._loose[file] = frozenset(found)
        return tuple(place[1:]) in self._loose[file]

    def _around(self, file: str) -> dict[float, tuple[Facts, ...]]:
        """Line of a statement -> the tests that hold where it stands."""
        if file not in self._tests:
            self._tests[file] = {_line(one): tests for one, tests in self._statements(file)}
        return self._tests[file]

    def _functions(self, file: str) -> dict[float, list[tuple[Facts, ...]]]:
        """Line of a statement -> the statements of the functions that it stands in, with those of their blocks."""
        if file not in self._around_lines:
            found = self._around_lines[file] = {}
            for statement, _ in self._statements(file):
                if statement[0] == "def":
                    body = tuple([one for one, _ in self._within(file, self._project.body(file, statement))])
                    for line in {_line(one) for one in body}:
                        found.setdefault(line, []).append(body)
        return self._around_lines[file]

    def _statements(self, file: str) -> Iterator[tuple[Facts, tuple[Facts, ...]]]:
        summary = self._project.summaries.get(file)
        return self._within(file, summary.body if summary else ())

    def _within(self, file: str, block: Facts) -> Iterator[tuple[Facts, tuple[Facts, ...]]]:
        stack: list[tuple[Facts, tuple[Facts, ...]]] = [(one, ()) for one in block]
        while stack:
            statement, tests = stack.pop()
            yield statement, tests
            inside = (*tests, statement[1]) if statement[0] == "if" else tests
            blocks = _blocks(statement) if statement[0] != "def" else (self._project.body(file, statement),)
            for number, block in enumerate(blocks):
                here = inside if statement[0] != "if" or number == 0 else tests
                stack.extend((one, here) for one in block)


def _remembers(body: Iterable[Facts], line: int) -> bool:
    """Does this function put there what it would have returned from there, had it been there before?

        known = cache.get(key)
        if known: return known
        cache[key] = known = make(key)
    """
    statements = sorted((one for one in body if _line(one) <= line), key=_line)
    kept = [target[1] for one in statements if one[0] == "assign" and _line(one) == line
            for target in one[1] if target[0] == "sub"]  # fmt: skip
    taken = set(kept)
    for one in statements if kept else ():
        if one[0] == "return" and _line(one) < line and any(_mentions(one[1], known) for known in taken):
            return True
        if one[0] == "assign" and any(_mentions(one[2], known) for known in kept):
            names = [part for target in one[1] for part in (target[2] if target[0] == "seq" else (target,))]
            taken.update(name for name in names if name[0] == "name")
    return False


def _mentions(expression: Any, known: Facts) -> bool:
    if expression == known:
        return True
    return isinstance(expression, tuple) and any(_mentions(part, known) for part in cast("Facts", expression))


def _sets_anew(body: Facts, name: str) -> bool:
    """`global count` and `count = 0` in its own block."""
    says = any(one[0] == "global" and name in one[1] for one in body)
    return says and any(one[0] == "assign" and ("name", name) in one[1] for one in body)


def _blocks(statement: Facts) -> Iterator[tuple[Facts, ...]]:
    for index in _BLOCKS.get(statement[0], ()):
        yield statement[index] or ()
    if statement[0] == "try":
        yield from (handler[2] for handler in statement[2])
    elif statement[0] == "match":
        yield from (case[2] for case in statement[2])


def _line(statement: Facts) -> float:
    """The line that evaluation knows a simple statement by: its last item."""
    last: Any = statement[-1]
    return last if isinstance(last, int | float) else 0


def _is_empty_test(test: Facts) -> bool:
    match test:
        case ("cmp", _, ("not in",), _) | ("not", ("name" | "attr" | "sub" | "call", *_)):
            return True
        case ("cmp", _, ("is",), (("const", None),)):
            return True
        case ("bool", _, parts):
            return any(_is_empty_test(part) for part in parts)
        case _:
            return False
