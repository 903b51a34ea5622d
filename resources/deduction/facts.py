"""What is kept of a file after its tree is dropped: facts as plain tuples, which `marshal` stores and loads at once.

An expression or statement is a tuple whose first item names its form. Positions are `(line, column, end line, end
column)`. Expressions:

    ("const", value)  ("name", id)  ("attr", e, name)  ("call", e, args, keywords, position)
    ("sub", e, index, position)
    ("bin", op, left, right)  ("bool", "and" | "or", es)  ("not", e)  ("cmp", left, ops, rights)  ("if", test, a, b)
    ("text", parts)  ("format", e, spec)  ("seq", kind, es)  ("dict", ((key | None, value), …))  ("lambda", function)
    ("slice", es)
    ("comp", kind, element, value | None, ((target, iterable, conditions), …))  ("star", e)  ("let", name, e)
    ("await", e)  ("yield", e | None)  ("from", e)  ("ops", es)

Statements:

    ("assign", targets, e, line)  ("augment", target, op, e, line)  ("note", target, annotation, e | None, line)
    ("do", e, line)  ("assert", e, line)  ("return", e | None, line)  ("if", test, body, else, line)
    ("for", target, e, body, else, line)
    ("while", test, body, else, line)  ("with", ((e, target | None), …), body, line)
    ("try", body, ((type | None, name | None, body), …), else, finally)  ("raise", e | None, line)
    ("import", ((module, name | None), …), position)  ("import from", level, module, ((name, as), …), position)
    FUNCTION  CLASS  ("global", names)  ("nonlocal", names)  ("del", es)
    ("match", e, ((pattern, guard | None, body), …), line)  ("break",)  ("continue",)

    FUNCTION = ("def", name, parameters, decorators, returns | None, body | None, position, flags, first line)
    CLASS = ("class", name, bases, keywords, decorators, body, position)
    parameter = (name, sort, default | None, annotation | None)

The body of a function that stands outside of functions is None: it is read when it is executed (`Project.body`).

Patterns: ("value", e) ("capture", name | None, pattern | None) ("seq", patterns) ("map", keys, patterns, rest)
("class", e, patterns, names, patterns) ("any", patterns) ("rest", name | None).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

Facts = tuple[Any, ...]

PLAIN, STAR, KEYWORD, STARSTAR = 0, 1, 2, 3
"""Sorts of parameters."""

ASYNC, GENERATOR = 1, 2
"""Flags of a function."""


def is_function(facts: Facts) -> bool:
    return len(facts) == 9 and facts[0] == "def"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file gave no facts."""

    code: str
    message: str
    line: int
    remedy: str


@dataclass(frozen=True, slots=True)
class ModuleSummary:
    """The facts of one file."""

    body: tuple[Facts, ...]
    lines: int
    main_guard: int = 0
    """The line of `if __name__ == "__main__":`, 0 without one."""
    imports: tuple[str, ...] = ()
    """The first parts of every absolute import, sorted."""
    fault: Fault | None = None
    source: bytes = b""
    """What it was made from: bodies of functions are read from it later."""
    tops: array[int] = field(default_factory=lambda: array("L"), compare=False, repr=False)
    """For each statement of the module: its first line, its last line, and how many facts there are with its own."""
    bodies: dict[int, Facts] = field(default_factory=dict[int, Facts], compare=False, repr=False)
    """By the identity of a function's facts: the bodies that were read."""
    words: dict[bytes, bool] = field(default_factory=dict[bytes, bool], compare=False, repr=False)
    """Words that were looked for in the source, and whether they stand there."""
    asked: dict[int, dict[bytes, bool]] = field(default_factory=dict[int, dict[bytes, bool]], compare=False, repr=False)
    """The same of the lines of a function, by the identity of its facts."""
    starts: array[int] = field(default_factory=lambda: array("L"), compare=False, repr=False)
    """Where the lines of the source begin, once somebody asks, and the end."""
    trees: dict[int, Any] = field(default_factory=dict[int, Any], compare=False, repr=False)
    """The same of functions whose tree is at hand, as long as one evaluation lasts."""
