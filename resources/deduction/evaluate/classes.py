"""Classes: definition, instances, data classes and settings whose fields become attributes, inherited library
methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import Facts
from ..frameworks.registry import RULES
from ..values import (
    NONE,
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
    Mapped,
    Place,
    Sequence,
    Super,
    Text,
    Unknown,
    Value,
    join,
)  # fmt: skip
from . import (
    abstract_mappings,
    active_records,
    attributes,
    calls,
    containers,
    decorators,
    fields,
    holding,
    libraries,
    library_parts,
    mappings,
    metaclasses,
    validators,
)
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


_INHERITED = frozenset({
    "enum", "dataclass", "model", "settings", "typed_dict", "named_tuple", "record", mappings.MARK,
})  # fmt: skip


def define(m: Machine, f: Frame, s: Facts) -> Value:
    """A `class` statement."""
    _, name, bases, keywords, decorated, body, position = s
    scope = m.scope("class", f.file, f.scope)
    cls = Class(m.number(), m.run, (f.file, *position), m.qualname(f.scope, name), f.file, scope)
    scope.owner, cls.facts = cls, s
    given = [m.evaluate(f, one) for one in bases]
    cls.bases = tuple(base for one in given for base in _bases(m, one))
    cls.marks |= {mappings.MARK} if any(map(mappings.is_base, given)) else set()
    inner = Frame(scope, f.node, f.depth)
    m.execute(inner, body)
    cls.attributes = scope.names
    _inherit(m, cls)
    if "enum" in cls.marks:
        _initialize_members(m, f, cls)
    options = {key: m.evaluate(f, value) for key, value in keywords if key is not None}
    if "metaclass" in options:
        cls.attributes.setdefault(metaclasses.KEPT, options.pop("metaclass"))
    value = metaclasses.defined(m, f, cls, options)
    _tell_bases(m, f, cls, options)
    for one in reversed(decorated):
        value = decorators.apply(m, f, m.evaluate(f, one), value)
    return value


def _bases(m: Machine, value: Value) -> tuple[Value, ...]:
    if isinstance(value, Class | Lib | LibMethod):  # LibMethod: `class Order(db.Model)`
        return (value,)
    if isinstance(value, LibObject):
        return (Lib(value.path),)
    return ()


def _inherit(m: Machine, cls: Class) -> None:
    """Marks pass to subclasses; members of an enum become instances of it."""
    for base in attributes.mro(m, cls)[1:]:
        if isinstance(base, Class):
            cls.marks |= base.marks & _INHERITED
            if base in cls.bases and cls not in base.subclasses:
                base.subclasses.append(cls)
        elif isinstance(base, Lib):
            cls.marks |= fields.marks_of(m, base.path)
    if "enum" in cls.marks:
        for name, value in list(cls.attributes.items()):
            if not name.startswith("_") and not isinstance(value, Function | Class | Lib):
                value = _numbered(m, cls, name, value)
                member = m.instance(cls, cls.place or ("", 0, 0, 0, 0))
                member.attributes.update(name=Const(name), value=value)
                cls.attributes[name] = member


def _numbered(m: Machine, cls: Class, name: str, value: Value) -> Value:
    """`auto()` is the name in small letters in an enumeration of texts, else the next number."""
    if not isinstance(value, LibObject) or value.path != "enum.auto":
        return value
    if any(one.path.endswith("StrEnum") for one in attributes.library_bases(m, cls)):
        return Const(name.lower())
    return Const(1 + sum(isinstance(one, Instance) and one.cls is cls for one in cls.attributes.values()))


def _initialize_members(m: Machine, f: Frame, cls: Class) -> None:
    """`FAST = ("nova-lite", 0.2)` with `def __init__(self, model, temperature)` or `__new__` in the enumeration."""
    for member in [one for one in cls.attributes.values() if isinstance(one, Instance) and one.cls is cls]:
        value = member.attributes["value"]
        given = tuple(value.items) if isinstance(value, Sequence) and value.kind == "tuple" else (value,)
        maker = attributes.find_in_class(m, f, cls, "__new__")
        if maker is not None and isinstance(maker[0], Function):
            made = calls.call(m, f, maker[0], Arguments((cls, *given)), f.here())
            own = made.attributes if isinstance(made, Instance) else {}
            member.attributes.update(own)
            member.attributes["value"] = own.get("_value_", value)
        initializer = attributes.find(m, f, member, "__init__")
        if initializer is not None:
            calls.call(m, f, initializer, Arguments(given), f.here())


def _tell_bases(m: Machine, f: Frame, cls: Class, options: dict[str, Value]) -> None:
    """`__init_subclass__` of the bases and `__set_name__` of descriptors."""
    active_records.defined(m, cls)
    found = attributes.find_in_class(m, f, cls, "__init_subclass__", cls)
    if found is not None and isinstance(found[0], Function):
        calls.call(m, f, Bound(found[0], cls), Arguments(named=tuple(options.items())), f.here())
    for name, value in list(cls.attributes.items()):
        if isinstance(value, Instance) and value.cls is not cls:
            setter = attributes.find(m, f, value, "__set_name__")
            if setter is not None:
                calls.call(m, f, setter, Arguments((cls, Const(name))), f.here())


def instantiate(m: Machine, f: Frame, cls: Class, a: Arguments, place: Place) -> Value:
    """`Cls(…)`."""
    if "enum" in cls.marks:
        return _enum_member(cls, a, place)
    if "typed_dict" in cls.marks:
        return m.mapped(dict(a.named), join(a.rest) if a.rest else None)
    meta = metaclasses.of(m, f, cls)
    if meta is not None:
        caller = attributes.find_in_class(m, f, meta, "__call__")
        if caller is not None and isinstance(caller[0], Function):
            return calls.call(m, f, Bound(caller[0], cls), a, place)
    maker = attributes.find_in_class(m, f, cls, "__new__")
    if maker is not None and isinstance(maker[0], Function):
        made = calls.call(m, f, maker[0], Arguments((cls, *a.positional), a.named, a.rest), place)
        if isinstance(made, Instance) and made.cls is cls:
            _initialize(m, f, made, a, place)
        return made
    return construct(m, f, cls, a, place)


def construct(m: Machine, f: Frame, cls: Class, a: Arguments, place: Place) -> Instance:
    """A new object of a class, initialized."""
    made = m.instance(cls, place)
    _initialize(m, f, made, a, place)
    return made


def _initialize(m: Machine, f: Frame, made: Instance, a: Arguments, place: Place) -> None:
    fields.fill(m, f, made, a, place)
    initializer = attributes.find(m, f, made, "__init__")
    if initializer is not None:
        calls.call(m, f, initializer, a, place)
    elif mappings.is_mapping(made):
        mappings.fill(m, f, made, a, place)
    else:
        _make_base(m, f, made, a, place)
    finish(m, f, made, place)


def finish(m: Machine, f: Frame, made: Instance, place: Place) -> None:
    """What runs when the fields of an object are set."""
    for name in ("__post_init__", "model_post_init"):
        after = attributes.find(m, f, made, name)
        if after is not None:
            given = (NONE,) if name == "model_post_init" else fields.only_for_initialization(m, made)
            calls.call(m, f, after, Arguments(given), place)
    if "model" in made.cls.marks:
        validators.finish(m, f, made, place)


def _make_base(m: Machine, f: Frame, made: Instance, a: Arguments, place: Place) -> None:
    """A subclass of a library class without its own `__init__` is made as its base would be."""
    for base in attributes.library_bases(m, made.cls):
        if libraries.describes(m, base.path) and "__base__" not in made.attributes:
            inner = libraries.call_path(m, f, base.path, _with_fields(made, a), place)
            if isinstance(inner, LibObject):
                holding.hold(m, inner, "self", made)
                m.write(made, made.attributes, "__base__", inner)
                return


def _with_fields(made: Instance, a: Arguments) -> Arguments:
    """The arguments for a library's constructor: what was given and what the class sets as attributes."""
    named = {key: value for key, value in made.cls.attributes.items() if isinstance(value, Const | EnvVar | Text)}
    return Arguments(a.positional, tuple((named | dict(a.named)).items()), a.rest)


def _enum_member(cls: Class, a: Arguments, place: Place) -> Value:
    members = [one for one in cls.attributes.values() if isinstance(one, Instance) and one.cls is cls]
    wanted = a.positional[0] if a.positional else None
    exact = [one for one in members if one.attributes.get("value") == wanted]
    if exact:
        return exact[0]
    return join(members) if members else Unknown(f"a member of {cls.name}", place)


def inherited(m: Machine, f: Frame, owner: Value, name: str, a: Arguments, place: Place) -> Value:
    """A method that the project's class has from a library base, or from `object`."""
    receiver = owner.receiver if isinstance(owner, Super) else owner
    if name == "__new__" and a.positional and isinstance(a.positional[0], Class):
        return metaclasses.made_by_type(m, a) or m.instance(a.positional[0], place)
    if name == "__setattr__" and isinstance(receiver, Instance) and len(a.positional) == 2:
        attributes.store(m, receiver, *a.positional)
        return Const(None)
    if name == "__init__" and isinstance(receiver, Instance):
        return _library_init(m, f, receiver, a, place)
    if isinstance(receiver, Class):
        return _class_method(m, f, receiver, name, a, place)
    if isinstance(receiver, Instance):
        if name == "__call__" and isinstance(owner, Super) and isinstance(receiver, Class):
            return construct(m, f, receiver, a, place)
        base = receiver.attributes.get("__base__")
        f.read(receiver, "__base__")
        if isinstance(base, LibObject) and isinstance(owner, Super):
            return calls.call(m, f, library_parts.attribute(m, f, base, name), a, place)
        known = fields.model_method(m, f, receiver, name, a) or _by_rule("instance", m, f, receiver, name, a, place)
        if known is None and mappings.is_mapping(receiver):
            known = mappings.method(m, f, receiver, name, a, place)
        if known is None:
            known = abstract_mappings.method(m, f, receiver, name, a, place)
        if known is not None:
            return known
        if not isinstance(owner, Super):
            return libraries.run_instance(m, f, receiver, name, a, place)
    return Unknown(f"the result of {name}()", place)


def _by_rule(
    sort: str, m: Machine, f: Frame, owner: Class | Instance, name: str, a: Arguments, place: Place
) -> Value | None:
    """What a framework adds to every class or object: `Actor.remote(…)`, `handle.remote(…)`."""
    rule = RULES.get(f"{sort}.{name}")
    made = rule(m, f, Arguments((owner, *a.positional), a.named, a.rest), place, None) if rule is not None else None
    m.deeds += made is not None
    return made


def _library_init(m: Machine, f: Frame, receiver: Instance, a: Arguments, place: Place) -> Value:
    _make_base(m, f, receiver, a, place)
    if "model" in receiver.cls.marks:
        for key, value in a.named:
            m.write(receiver, receiver.attributes, key, value)
    return Const(None)


def _class_method(m: Machine, f: Frame, cls: Class, name: str, a: Arguments, place: Place) -> Value:
    """A class method inherited from a library: an alternative constructor, mostly."""
    if name == "__call__":  # type.__call__ in a metaclass
        return construct(m, f, cls, a, place)
    if name == "__subclasses__":
        return m.sequence(list(cls.subclasses))
    by_rule = _by_rule("class", m, f, cls, name, a, place)
    if by_rule is not None:
        return by_rule
    if name in ("model_validate", "parse_obj", "model_construct", "construct", "from_env", "model_validate_json"):
        items, rest = containers.pairs(m, f, a.positional[0]) if a.positional else ({}, None)
        named = {key: value for key, value in items.items() if isinstance(key, str)} | dict(a.named)
        return instantiate(
            m, f, cls, Arguments(named=tuple(named.items()), rest=() if rest is None else (rest,)), place
        )
    for base in attributes.library_bases(m, cls):
        if libraries.is_known(m, f"{base.path}.{name}"):
            return libraries.call_path(m, f, f"{base.path}.{name}", a, place)
    return Unknown(f"the result of {cls.name}.{name}()", place)


def plain(m: Machine, f: Frame, name: str, values: dict[str, Value], place: Place) -> Instance:
    """An object with just these attributes (`SimpleNamespace`)."""
    cls = Class(m.number(), m.run, place, name, f.file, m.scope("class", f.file, None))
    made = m.instance(cls, place)
    made.attributes.update(values)
    return made


def record(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`namedtuple("Name", "a b")` and `NamedTuple("Name", [("a", str)])`."""
    name = a.positional[0].value if a.positional and isinstance(a.positional[0], Const) else "record"
    listed = a.positional[1] if len(a.positional) > 1 else None
    names: list[str] = []
    if isinstance(listed, Const) and isinstance(listed.value, str):
        names = listed.value.replace(",", " ").split()
    elif isinstance(listed, Sequence):
        for one in listed.items:
            first = one.items[0] if isinstance(one, Sequence) and one.items else one
            names += [str(first.value)] if isinstance(first, Const) else []
    cls = Class(m.number(), m.run, place, str(name), f.file, m.scope("class", f.file, None))
    cls.marks.add("named_tuple")
    cls.annotations = dict.fromkeys(names, ("const", None))
    return cls


def dynamic(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`type(name, bases, attributes)`."""
    name, bases, body = a.positional[:3]
    cls = Class(m.number(), m.run, place, str(getattr(name, "value", "type")), f.file, m.scope("class", f.file, None))
    if isinstance(bases, Sequence):
        cls.bases = tuple(one for one in bases.items if isinstance(one, Class | Lib))
    if isinstance(body, Mapped):
        cls.attributes = {key: value for key, value in body.items.items() if isinstance(key, str)}
    _inherit(m, cls)
    return cls


_: Any = None
