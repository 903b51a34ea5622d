"""What reaches an entry from outside: a request, a message or a model may give any parameter another value than its
default, so a branch on it is not dead: `def ask(question: str, search: bool = False)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import KEYWORD, PLAIN, STAR, STARSTAR
from ..values import Arguments, Const, Function, Value, join
from . import calls

if TYPE_CHECKING:
    from .machine import Frame, Machine


def arguments(m: Machine, f: Frame, function: Function, most: int | None = None) -> Arguments:
    """The parameters that have a default, as their default or anything else; who calls gives at MOST the first ones."""
    if function.name == "<lambda>":
        return Arguments()
    given = [(name, maybe(m, f, function, name)) for name, sort, default, _ in function.facts[2][:most]
             if default is not None and sort in (PLAIN, KEYWORD)]  # fmt: skip
    starred = most is None and any(sort in (STAR, STARSTAR) for _, sort, _, _ in function.facts[2])
    named = tuple((name, value) for name, value in given if value is not None)
    return Arguments(named=named, rest=(calls.OUTSIDE,) if starred else ())


def maybe(m: Machine, f: Frame, function: Function, name: str) -> Value | None:
    """A constant default, or whatever is given instead of it; None when the default is nothing that one may give."""
    default = function.defaults.get(name)
    if not isinstance(default, Const):
        return None
    declared = next(one[3] for one in function.facts[2] if one[0] == name)
    return join((default, calls.missing(m, f, function, name, None, declared, None)))
