"""What an annotation says about a value that nothing else decides: a parameter typed with a class of the project.

`def handle(order: Orders)` without a known caller gets an instance of `Orders`, made with unknown arguments, or one of
its subclasses when `Orders` itself is abstract: the frameworks that inject such objects make them just so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scope import StandIn
from ..values import Arguments, Class, Function, Instance, Lib, LibObject, Sequence, Unknown, Value, alternatives, join
from . import attributes, calls, library_parts
from .machine import Frame
from .names import hint

if TYPE_CHECKING:
    from .machine import Machine

_PLAIN_DATA = frozenset({
    "pydantic.BaseModel", "typing.TypedDict", "typing_extensions.TypedDict", "enum.Enum", "sqlmodel.SQLModel",
    "langgraph.graph.MessagesState", "pydantic.main.BaseModel", "pydantic.v1.BaseModel",
})  # fmt: skip


HANDED: set[str] = set()
"""Generic types of libraries of which an annotation gives the object itself: `RunContext[Deps]`."""


def stand_in(m: Machine, f: Frame, unknown: Unknown) -> Value | None:
    """An object of the annotated class, one for each annotation; None when there is none to make."""
    if unknown.hint is None:
        return None
    if isinstance(unknown.hint, Lib):  # what a library hands in may be set later
        return _made(m, f, unknown)
    known = m.stand_ins.get(unknown.hint)
    if known is None:
        known = m.stand_ins[unknown.hint] = StandIn(f.node, m.numbered())
        calls, others, here = len(f.node.calls), _others(f), f.here()
        known.value = _made(m, f, unknown)  # a constructor that needs an object of its own class gets None
        made = list(f.node.calls)[calls:]
        known.calls = [callee for _, callee in made]
        known.only_calls = others == _others(f) and not f.choice and all(place == here for place, _ in made)
    elif m.takes is not None:
        m.takes(f, known)
    return known.value


def _others(f: Frame) -> tuple[int, int]:
    return len(f.node.uses), len(f.node.notes or ())


MEMBERS = 30
"""Members of an enumeration that stand for a value of it; more than that say little."""


def members(hint: Value | None) -> Value | None:
    """What a value annotated with an enumeration of the project may be."""
    if not isinstance(hint, Class) or "enum" not in hint.marks:
        return None
    found = [one for one in hint.attributes.values() if isinstance(one, Instance) and one.cls is hint]
    return join(found) if 0 < len(found) <= MEMBERS else None


def field(m: Machine, f: Frame, owner: Unknown, name: str) -> Value | None:
    """A field of plain data from outside that is annotated with an enumeration: `request.kind`."""
    cls = owner.hint
    if not isinstance(cls, Class) or name not in cls.annotations:
        return None
    key = ("field", cls.number, name)
    if key not in m.scratch:
        m.scratch[key] = members(hint(m, Frame(cls.scope, f.node, f.depth), cls.annotations[name]))
    return m.scratch[key]


def _made(m: Machine, f: Frame, unknown: Unknown) -> Value | None:
    from ..frameworks.langgraph_runtime import RUNTIMES
    from ..frameworks.registry import INJECTED

    found: list[Value] = []
    for option in alternatives(_plain(unknown.hint)) if unknown.hint is not None else ():
        if isinstance(option, Class):
            found += [made for cls in _concrete(m, f, option) if (made := _instance(m, f, cls)) is not None]
        elif isinstance(option, Lib):
            maker = INJECTED.get(option.path)
            made = maker(m, f, option.path) if maker is not None else library_parts.typed(m, f, option.path)
            found += [made] if made is not None else []
        elif isinstance(option, LibObject) and (option.path in RUNTIMES or option.path in HANDED):
            found.append(option)
    return join(found) if found else None


def _plain(hint: Value) -> Value:
    """`Annotated[T, …]` is a `T`."""
    return hint.items[0] if isinstance(hint, Sequence) and hint.kind == "annotated" and hint.items else hint


def _concrete(m: Machine, f: Frame, cls: Class) -> list[Class]:
    abstract = any(isinstance(one, Function) and "abstract" in one.marks for one in cls.attributes.values())
    protocol = any(isinstance(base, Lib) and base.path.rpartition(".")[2] == "Protocol" for base in cls.bases)
    if not abstract and not protocol:
        return [cls]
    return [one for sub in cls.subclasses for one in _concrete(m, f, sub)]


def _instance(m: Machine, f: Frame, cls: Class) -> Value | None:
    bases = {base.path for base in attributes.library_bases(m, cls)}
    if bases & _PLAIN_DATA:
        return None
    run, m.run = m.run, 0  # it lives as long as the program
    made = calls.call(m, f, cls, Arguments(), f.here())
    m.run = run
    return made if isinstance(made, Instance) else None
