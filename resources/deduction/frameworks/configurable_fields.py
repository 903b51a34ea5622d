"""LangChain's `configurable_fields` on objects of the project: the configuration of a run may set the field.

`Bot(llm=LLMs.SMALL).configurable_fields(llm=ConfigurableField(id="llm"))` makes the object anew for each run, with any
member of the enum that the field is declared as, or with any of the options that are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import attributes, classes
from ..evaluate.machine import Frame
from ..evaluate.names import annotation
from ..values import (
    Arguments,
    Class,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("langchain.configurable_fields")
def configurable_fields(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The object made again with everything that its fields may be; None for an object of a library alone."""
    if callee is None:
        return None
    owner = next((one for word, one in callee.receiver.held if word == "self" and isinstance(one, Instance)), None)
    if owner is None:
        return None
    given = _given(m, f, owner, callee.receiver)
    for name, field in a.named:
        old = given.get(name)
        given[name] = join([*([old] if old is not None else []), *_options(m, f, owner.cls, name, field, place)])
    made = classes.instantiate(m, f, owner.cls, Arguments(named=tuple(given.items())), place)
    bases = [one.attributes.get("__base__") for one in alternatives(made) if isinstance(one, Instance)]
    return join([one for one in bases if one is not None]) if bases and None not in bases else made


def _given(m: Machine, f: Frame, owner: Instance, base: LibObject) -> dict[str, Value]:
    """What the object was made with: its fields, which it set itself or handed to the library's constructor."""
    maker = attributes.find_in_class(m, f, owner.cls, "__init__")
    names = [one[0] for one in maker[0].facts[2]] if maker is not None and isinstance(maker[0], Function) else []
    found = {name: base.arguments.get(name) or owner.attributes.get(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _options(m: Machine, f: Frame, cls: Class, name: str, field: Value, place: Place) -> list[Value]:
    """What a field may be: the options that are listed, the members of its enum, or anything."""
    listed = field.arguments.get("options") if isinstance(field, LibObject) else None
    if isinstance(listed, Mapped):
        values = list(listed.items.values())
        many = isinstance(field, LibObject) and "Multi" in field.path
        return [m.sequence([], join(values))] if many and values else values
    declared = next((one.annotations[name] for one in attributes.mro(m, cls)
                     if isinstance(one, Class) and name in one.annotations), None)  # fmt: skip
    hint = annotation(m, Frame(cls.scope, f.node, f.depth), declared) if declared is not None else None
    for one in alternatives(hint) if hint is not None else ():
        if isinstance(one, Class) and "enum" in one.marks:
            return [member for member in one.attributes.values() if isinstance(member, Instance) and member.cls is one]
    return [Unknown(f"the field {name}, which a run configures", place, hint)]
