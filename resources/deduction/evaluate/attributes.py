"""Attributes: reading and writing them on any value, the order of base classes, properties, descriptors, `super()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import company
from ..frameworks.registry import RULES
from ..shapes import INERT
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Method,
    Module,
    Partial,
    Super,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import active_records, calls, hints, holding, library_parts, mappings, metaclasses, strings
from .machine import Frame
from .names import member

if TYPE_CHECKING:
    from .machine import Machine


def mro(m: Machine, cls: Class) -> tuple[Value, ...]:
    """The class and its bases in the order in which Python looks them up; library bases last in place."""
    known = m.mros.get(cls.number)
    if known is None:
        m.mros[cls.number] = (cls,)
        lists = [mro(m, base) if isinstance(base, Class) else (base,) for base in cls.bases]
        others = lists[0] if len(lists) == 1 else _merge([*map(list, lists), list(cls.bases)])
        known = m.mros[cls.number] = (cls, *others)
    return known


def _merge(lists: list[list[Value]]) -> list[Value]:
    made: list[Value] = []
    lists = [one for one in lists if one]
    while lists:
        heads = [one[0] for one in lists]
        head = next((h for h in heads if not any(h in one[1:] for one in lists)), heads[0])
        made.append(head)
        lists = [[x for x in one if x is not head and x != head] for one in lists]
        lists = [one for one in lists if one]
    return made


def find_in_class(
    m: Machine, f: Frame, cls: Class, name: str, after: Class | None = None
) -> tuple[Value, Class] | None:
    """The raw attribute of a class or of one of its bases, with its owner."""
    order = mro(m, cls)
    if after is not None:
        order = order[order.index(after) + 1 :] if after in order else ()
    for one in order:
        if isinstance(one, Class):
            value = one.attributes.get(name)
            if value is not None:
                f.read(one, name)
                return value, one
    return None


def library_bases(m: Machine, cls: Class) -> list[Lib]:
    """The classes of libraries that it derives from."""
    return [one for one in mro(m, cls) if isinstance(one, Lib)]


def find(m: Machine, f: Frame, instance: Instance, name: str) -> Value | None:
    """A special method of an instance, bound; None when its class has none."""
    found = find_in_class(m, f, instance.cls, name)
    return None if found is None else bound(m, f, found[0], instance)


def bound(m: Machine, f: Frame, raw: Value, receiver: Value) -> Value:
    """What a class attribute gives when it is read through an instance."""
    if isinstance(raw, Function):
        if "staticmethod" in raw.marks:
            return raw
        if "classmethod" in raw.marks:
            return Bound(raw, receiver.cls if isinstance(receiver, Instance) else receiver)
        if "property" in raw.marks:
            return calls.call(m, f, Bound(raw, receiver), Arguments(), f.here())
        return Bound(raw, receiver)
    if isinstance(raw, Instance):
        getter = find_in_class(m, f, raw.cls, "__get__")
        if getter is not None:
            owner = receiver.cls if isinstance(receiver, Instance) else receiver
            return calls.call(m, f, bound(m, f, getter[0], raw), Arguments((receiver, owner)), f.here())
    if isinstance(raw, LibObject) and raw.held and raw.type == "":
        return raw
    if isinstance(raw, Partial) and raw.function == Lib("functools.partialmethod"):
        return Partial(
            bound(m, f, raw.arguments.positional[0], receiver),
            Arguments(raw.arguments.positional[1:], raw.arguments.named),
        )
    return raw


def get(m: Machine, f: Frame, owner: Value, name: str) -> Value:
    """`owner.name`."""
    getter = GET.get(owner.__class__)
    return getter(m, f, owner, name) if getter else Method(owner, name)


def _of_instance(m: Machine, f: Frame, owner: Instance, name: str) -> Value:
    value = owner.attributes.get(name)
    f.read(owner, name)
    if value is not None:
        return value
    found = find_in_class(m, f, owner.cls, name)
    if found is not None:
        related = active_records.MARK in owner.cls.marks and active_records.is_relation(found[0])
        record = active_records.of_class(m, f, owner.cls) if related else None
        return record or bound(m, f, found[0], owner)
    if name == "__class__":
        return owner.cls
    if name == "__dict__":
        made = m.mapped({}, owner.rest)
        made.items, made.born = owner.attributes, owner.born
        return made
    base = owner.attributes.get("__base__")
    f.read(owner, "__base__")
    if isinstance(base, LibObject):
        return library_parts.attribute(m, f, base, name)
    if active_records.MARK in owner.cls.marks:
        given = active_records.member(m, f, owner.cls, name)
        if given is not None:
            return given
    getter = find(m, f, owner, "__getattr__")
    if getter is not None:
        return calls.call(m, f, getter, Arguments((Const(name),)), f.here())
    if library_bases(m, owner.cls) or owner.rest is not None:
        return owner.rest if owner.rest is not None and not name.startswith("_") else Method(owner, name)
    if f"instance.{name}" in RULES or mappings.is_mapping(owner):
        return Method(owner, name)
    if owner.cls.annotations.get(name) is not None:
        return Unknown(f"`{owner.cls.name}.{name}`", f.here())
    return Unknown(f"`{name}`, which {owner.cls.name} does not set", f.here())


def _of_class(m: Machine, f: Frame, owner: Class, name: str) -> Value:
    found = find_in_class(m, f, owner, name)
    if found is not None:
        raw = found[0]
        if isinstance(raw, Function) and "classmethod" in raw.marks:
            return Bound(raw, owner)
        if isinstance(raw, Instance) and find_in_class(m, f, raw.cls, "__get__") is not None:
            return bound(m, f, raw, owner)
        return raw
    match name:
        case "__name__" | "__qualname__":
            return Const(owner.name)
        case "__module__":
            return Const(owner.qualname.rpartition(".")[0])
        case "__members__" | "__dict__":
            return m.mapped(dict(owner.attributes))
        case "__mro__" | "__bases__":
            return m.sequence(list(mro(m, owner) if name == "__mro__" else owner.bases), None, "tuple")
        case "__subclasses__":
            return Method(owner, name)
        case _:
            pass
    if active_records.MARK in owner.marks and (asked := active_records.member(m, f, owner, name)) is not None:
        return asked  # `User.objects`
    for base in mro(m, owner):
        if isinstance(base, LibMethod) and isinstance(given := _of_library_method(m, f, base, name), LibObject):
            return given  # `Order.query` of `class Order(db.Model)`
        if isinstance(base, Lib) and (part := library_parts.class_attribute(m, base.path, name)) is not None:
            return part  # `Base.metadata` of `class Base(DeclarativeBase)`
    return metaclasses.attribute(m, f, owner, name) or Method(owner, name)


def _of_module(m: Machine, f: Frame, owner: Module, name: str) -> Value:
    return member(m, f, owner.name, name)


def _of_lib(m: Machine, f: Frame, owner: Lib, name: str) -> Value:
    known = _set_in_process(m, f, owner, name)
    if known is None:
        if name == "objects" and (record := active_records.of_library(m, f, owner.path)) is not None:
            return record
        return _of_settings(m, f, owner, name) or Lib(f"{owner.path}.{name}")
    if any(isinstance(one, Const) and not isinstance(one.value, str) for one in alternatives(known)):
        return join((known, Unknown(f"`{owner.path}.{name}`", f.here())))  # flags change between two runs of a page
    return known


def _of_settings(m: Machine, f: Frame, owner: Lib, name: str) -> Value | None:
    """`settings.API_URL` of `from django.conf import settings`."""
    if owner.path != "django.conf.settings":
        return None
    from ..frameworks.django_settings import setting

    return setting(m, f, name)


def _set_in_process(m: Machine, f: Frame, owner: Lib, name: str) -> Value | None:
    """What the code sets at an attribute of a library, in files that may run in one process with this one."""
    known = m.attributes.get((owner, name))
    by_file = m.scratch.get(("set", owner, name)) if known is not None else None
    return known if by_file is None else company.found(m, f.file, by_file)


def _of_function(m: Machine, f: Frame, owner: Function, name: str) -> Value:
    known = m.attributes.get((owner, name))
    if known is not None:
        return known
    if name in ("__name__", "__qualname__"):
        return Const(owner.name)
    if name == "__wrapped__":
        return owner.wraps or owner
    return Method(owner, name)


def _of_bound(m: Machine, f: Frame, owner: Bound, name: str) -> Value:
    if name == "__self__":
        return owner.receiver
    if name == "__func__":
        return owner.function
    return _of_function(m, f, owner.function, name) if name.startswith("__") else Method(owner, name)


def _of_super(m: Machine, f: Frame, owner: Super, name: str) -> Value:
    receiver = owner.receiver
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    if isinstance(cls, Class):
        found = find_in_class(m, f, cls, name, owner.after)
        if found is not None:
            if name == "__new__" or (isinstance(receiver, Class) and isinstance(found[0], Function)):
                return Bound(found[0], receiver) if isinstance(found[0], Function) and name != "__new__" else found[0]
            return bound(m, f, found[0], receiver)
    return Method(owner, name)


def _of_union(m: Machine, f: Frame, owner: Union, name: str) -> Value:
    options = [one for one in owner.values if not (isinstance(one, Const) and one.value is None)]
    return join(get(m, f, one, name) for one in options) if options else Unknown("an attribute of None")


def _of_unknown(m: Machine, f: Frame, owner: Unknown, name: str) -> Value:
    known = hints.stand_in(m, f, owner)
    if known is not None:
        return get(m, f, known, name)
    if owner.hint is not None and (found := hints.field(m, f, owner, name)) is not None:
        return found
    return Method(owner, name) if name in ("get", "add_done_callback", "pipe") else owner.part(name)


def _of_library_object(m: Machine, f: Frame, owner: LibObject, name: str) -> Value:
    if owner.type == active_records.RECORD and (given := active_records.of_row(m, f, owner, name)) is not None:
        return given
    return library_parts.attribute(m, f, owner, name)


def _of_library_method(m: Machine, f: Frame, owner: LibMethod, name: str) -> Value:
    return library_parts.attribute(m, f, owner.receiver, f"{owner.name}.{name}")


def _of_constant(m: Machine, f: Frame, owner: Const, name: str) -> Value:
    """A path is a text: `Path(__file__).parent`."""
    part = strings.part_of_path(m, owner.value, name) if isinstance(owner.value, str) else None
    return part or Method(owner, name)


GET: dict[type[Any], Any] = {
    Instance: _of_instance, Class: _of_class, Module: _of_module, Lib: _of_lib, Function: _of_function,
    Bound: _of_bound, Super: _of_super, Union: _of_union, Unknown: _of_unknown, LibObject: _of_library_object,
    LibMethod: _of_library_method, Const: _of_constant,
}  # fmt: skip


def put(m: Machine, f: Frame, owner: Value, name: str, value: Value) -> None:
    """`owner.name = value`."""
    options = alternatives(owner)
    m.uncertain += len(options) > 1
    for one in options:
        _put(m, f, one, name, value)
    m.uncertain -= len(options) > 1


def _put(m: Machine, f: Frame, owner: Value, name: str, value: Value) -> None:
    if isinstance(owner, Instance):
        raw = find_in_class(m, f, owner.cls, name)
        setter = m.attributes.get((raw[0], "setter")) if raw is not None and isinstance(raw[0], Function) else None
        if isinstance(setter, Function):
            calls.call(m, f, Bound(setter, owner), Arguments((value,)), f.here())
            return
        if raw is not None and _put_by_descriptor(m, f, owner, raw[0], value):
            return
        if _put_by_method(m, f, owner, name, value):
            return
        if m.uncertain and raw is not None and name not in owner.attributes and not isinstance(raw[0], Function):
            value = join((raw[0], value))
        if not _put_over_default(m, owner, name, value):
            m.write(owner, owner.attributes, name, value)
    elif isinstance(owner, Class):
        m.write(owner, owner.attributes, name, value)
    elif isinstance(owner, Module):
        scope = member_scope(m, owner)
        m.write(scope, scope.names, name, value)
    elif isinstance(owner, LibObject):
        changed(m, f, owner)
        m.write(owner, owner.attributes, name, value)
        if name == "store":
            holding.keep_store(m, value)  # `graph.store = …`
    elif isinstance(owner, LibMethod):
        m.write(owner.receiver, owner.receiver.attributes, f"{owner.name}.{name}", value)
    elif isinstance(owner, Lib):
        old = m.attributes.get((owner, name))  # `st.session_state.page` outlives the function that sets it
        made = value if old is None else join((old, value))
        m.deeds += made != old or value.__class__ not in INERT  # the same text once more is nothing new
        m.attributes[(owner, name)] = made
        by_file: dict[str, Value] = m.scratch.setdefault(("set", owner, name), {})
        by_file[f.file] = join((by_file[f.file], value)) if f.file in by_file else value
        if (keep := RULES.get(f"{owner.path}.{name}=")) is not None:
            keep(m, f, Arguments((value,)), f.here(), None)
    elif isinstance(owner, Function):
        m.deeds += 1
        m.attributes[(owner, name)] = value


ROWS = frozenset({"sqlalchemy.Row", "sqlalchemy.orm.Query"})
"""What a session gave: a row that is changed is written when the session commits."""


def changed(m: Machine, f: Frame, owner: LibObject) -> None:
    """Something about an object of a library is set."""
    for touch in m.stands_for(owner) if owner.type in ROWS else ():
        m.use(f, touch, "update", ("write",), f.here())


def _put_by_descriptor(m: Machine, f: Frame, owner: Instance, raw: Value, value: Value) -> bool:
    setter = find(m, f, raw, "__set__") if isinstance(raw, Instance) else None
    if setter is not None:
        calls.call(m, f, setter, Arguments((owner, value)), f.here())
    return setter is not None


def _put_over_default(m: Machine, owner: Instance, name: str, value: Value) -> bool:
    """`if os.getenv("TABLE"): self.table = os.getenv("TABLE")`: what was there is what stands in for the variable."""
    old = owner.attributes.get(name)
    if not m.uncertain or not isinstance(value, EnvVar) or not isinstance(old, Const | Text):
        return False
    if value.default is not None:
        return False
    m.changing(owner, name, old)
    owner.attributes[name] = EnvVar(value.name, old)
    return True


def _put_by_method(m: Machine, f: Frame, owner: Instance, name: str, value: Value) -> bool:
    """`__setattr__` of the class; what it does through `super()` or `object` comes back to `store`."""
    setter = find(m, f, owner, "__setattr__")
    if setter is not None:
        calls.call(m, f, setter, Arguments((Const(name), value)), f.here())
    return setter is not None


def store(m: Machine, owner: Instance, name: Value, value: Value) -> None:
    """`object.__setattr__(owner, name, value)`."""
    for one in alternatives(name):
        if isinstance(one, Const) and isinstance(one.value, str):
            m.write(owner, owner.attributes, one.value, value)
        else:
            owner.rest = value if owner.rest is None else join((owner.rest, value))
            m.deeds += 1


def member_scope(m: Machine, owner: Module):
    from .names import module

    return module(m, owner.name).scope
