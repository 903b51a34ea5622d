"""`re` on constants and on texts with holes: `re.match(r"s3://([^/]+)/", uri).group(1)`, `re.sub`, `re.findall`.

Patterns of the project are run on short texts only, and only those whose repeats do not multiply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..frameworks.registry import methods, rule
from ..values import Arguments, Const, EnvVar, LibMethod, LibObject, Mapped, Place, Sequence, Text, Value
from . import holes, naming
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

LONGEST = 120
REPEATS = 4
"""Repeats without a bound in one pattern: their product with the length of the text is what a match may cost."""
MATCH = "re.Match"
_WORDS = ("match", "search", "fullmatch", "findall", "sub", "split")


def compiled(pattern: Value) -> re.Pattern[str] | None:
    """A pattern that is safe to run; None for any other."""
    text = naming.text_of(pattern)
    if text is None or len(re.findall(r"[*+{]", text)) > REPEATS or re.search(r"\)[*+{?]", text):
        return None
    try:
        return re.compile(text)
    except re.error:
        return None


def apply(m: Machine, word: str, pattern: Value, a: Arguments, place: Place) -> Value | None:
    """`re.word(pattern, *a)`; None when that is not decided."""
    wanted = 2 if word == "sub" else 1
    if len(a.positional) != wanted or a.named or a.rest:
        return None
    known, subject = compiled(pattern), a.positional[-1]
    if known is None:
        return None
    if isinstance(subject, EnvVar):
        return _of_variable(m, word, known, subject, place)
    closed = holes.closed(subject) if isinstance(subject, Const | Text) else None
    if closed is None or len(closed[0]) > LONGEST:
        return None
    text, inside = closed
    if word == "sub":
        with_ = naming.text_of(a.positional[0])
        return None if with_ is None else _substituted(known, with_, text, inside)
    if word in ("match", "search", "fullmatch"):
        return _match(m, getattr(known, word)(text), inside, place)
    found: list[Any] = known.findall(text) if word == "findall" else known.split(text)
    return m.sequence([_piece(m, one, inside) for one in found])


def _substituted(known: re.Pattern[str], with_: str, text: str, inside: list[holes.Hole]) -> Value | None:
    try:
        return holes.opened(known.sub(with_, text), inside)
    except (re.error, IndexError):
        return None


def _piece(m: Machine, one: Any, inside: list[holes.Hole]) -> Value:
    if isinstance(one, tuple):
        return m.sequence([_piece(m, part, inside) for part in one], None, "tuple")  # type: ignore[reportUnknownVariableType]
    return Const(None) if one is None else holes.opened(one, inside)


def _match(m: Machine, found: re.Match[str] | None, inside: list[holes.Hole], place: Place) -> Value | None:
    """What was matched, group by group; a text with holes that does not fit may fit when they are filled."""
    if found is None:
        return None if inside else Const(None)
    made = m.library_object(MATCH, MATCH, place, Arguments())
    groups = [_piece(m, one, inside) for one in (found.group(), *found.groups())]
    made.attributes["groups of"] = m.sequence(groups, None, "tuple")
    made.attributes["names of"] = m.mapped({key: groups[index] for key, index in found.re.groupindex.items()})
    return made


def _of_variable(m: Machine, word: str, known: re.Pattern[str], subject: EnvVar, place: Place) -> Value | None:
    """What is matched in a variable is the variable, with what its default has there."""
    default = subject.default
    if word not in ("match", "search", "fullmatch"):
        return None
    text = default.value if isinstance(default, Const) and isinstance(default.value, str) else None
    found = getattr(known, word)(text) if text is not None and len(text) <= LONGEST else None
    given = (found.group(), *found.groups()) if found is not None else (None,) * (known.groups + 1)
    made = m.library_object(MATCH, MATCH, place, Arguments())
    groups: list[Value] = [EnvVar(subject.name, None if one is None else Const(one)) for one in given]
    made.attributes["groups of"] = m.sequence(groups, None, "tuple")
    made.attributes["names of"] = m.mapped({key: groups[index] for key, index in known.groupindex.items()})
    return made


def _function(word: str) -> Handler:
    def call(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
        if not a.positional:
            return None
        return apply(m, word, a.positional[0], Arguments(a.positional[1:], a.named, a.rest), place)

    return call


TABLE: dict[str, Handler] = {f"re.{word}": _function(word) for word in _WORDS}


@rule(*methods(("re.compile",), _WORDS))
def of_pattern(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`re.compile(pattern).match(text)`."""
    given = callee.receiver.arguments if callee is not None else Arguments()
    if callee is None or len(given.positional) != 1 or given.named:
        return None
    return apply(m, callee.name, given.positional[0], a, place)


def _parts(match: LibObject) -> tuple[list[Value], dict[Any, Value]]:
    groups, names = match.attributes.get("groups of"), match.attributes.get("names of")
    return (groups.items if isinstance(groups, Sequence) else []), (names.items if isinstance(names, Mapped) else {})


@rule(*methods((MATCH,), ("group", "__getitem__")))
def group(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    groups, names = _parts(callee.receiver) if callee is not None else ([], {})
    found: list[Value] = []
    for one in a.positional or (Const(0),):
        key: Any = one.value if isinstance(one, Const) else None
        part = names.get(key) if isinstance(key, str) else dict(enumerate(groups)).get(key)
        if part is None:
            return None
        found.append(part)
    return found[0] if len(found) == 1 else m.sequence(found, None, "tuple")


@rule(f"{MATCH}.groups")
def every_group(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.sequence(_parts(callee.receiver)[0][1:], None, "tuple") if callee is not None else None


@rule(f"{MATCH}.groupdict")
def by_name(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.mapped(dict(_parts(callee.receiver)[1])) if callee is not None else None


