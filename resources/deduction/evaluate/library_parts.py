"""What an object of a library has, without a call: attributes, elements, what `with` gives, what a type hint says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..frameworks.registry import RULES, Rule
from ..values import (
    Arguments,
    Const,
    Lib,
    LibMethod,
    LibObject,
    Place,
    Unknown,
    Value,
)  # fmt: skip
from . import holding, perform, running
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def attribute(m: Machine, f: Frame, owner: LibObject, name: str) -> Value:
    """An attribute of a library object: what the code set, what the catalog says, else a method about to be called."""
    known = owner.attributes.get(name)
    if known is not None:
        f.read(owner, name)
        return known
    if owner.type:
        named = _name_of_declared(m, f, owner, name)
        if named is not None:
            return named
        type_id = _type_of_part(m, owner.type, name)
        if type_id == "self":
            _asked(m, f, owner, name)
            return owner
        if type_id is not None:
            return _part(m, owner, f"{owner.path}.{name}", type_id)
    if (
        m.run
        and not owner.born
        and rule_of(m, owner, name) is None
        and not (owner.type and m.catalog.method(owner.type, name))
    ):
        f.read(owner, name)  # another entry may set it: `app.state.orders` in a lifespan
    getter = rule_of(m, owner, "__getattr__")
    made = getter(m, f, Arguments((Const(name),)), f.here(), LibMethod(owner, name)) if getter is not None else None
    return made or LibMethod(owner, name)


def _name_of_declared(m: Machine, f: Frame, owner: LibObject, name: str) -> Value | None:
    """The name of a declared resource, read as a setting."""
    if not owner.type.startswith("archloom."):
        return None
    from ..frameworks import declared

    return declared.read_name(m, f, owner, name)


def _type_of_part(m: Machine, owner: str, name: str) -> str | None:
    """The type of an attribute of a library's type: `self` for the object itself, None for a method; remembered."""
    key = owner, name
    if key not in m.parts:
        lineage = running.lineage(m, owner)
        # `*` stands for attributes that are no methods: client.chat.completions.create
        wanted = (name,) if any(name in row.methods for row in lineage) else (name, "*")
        found = (row.attributes[word] for word in wanted for row in lineage if word in row.attributes)
        m.parts[key] = next(found, None)
    return m.parts[key]


def _asked(m: Machine, f: Frame, owner: LibObject, name: str) -> None:
    """A property that asks the service: `history.messages`."""
    getter = f"{name}.__get__"
    lineage = running.lineage(m, owner.type)
    if any(getter in row.methods for row in lineage) and (row := m.catalog.method(owner.type, getter)) is not None:
        perform.perform(m, f, row, f"{owner.path}.{name}", name, Arguments(), f.here(), owner)


def _part(m: Machine, owner: LibObject, path: str, type_id: str) -> LibObject:
    """An object that is part of another one and stands for the same resource."""
    key = ("part", owner.number, path, type_id)
    made = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object(path, type_id, owner.place or ("", 0, 0, 0, 0), owner.arguments)
        made.receiver, made.call = owner, owner.call
        m.made[made.number] = m.stands_for(owner)
        if owner.held:
            holding.hold(m, made, "self", owner)
    return made


def class_attribute(m: Machine, path: str, name: str) -> LibObject | None:
    """What a library's class gives to the classes of the project that derive from it, as the catalog says."""
    row = m.catalog.type(path)
    type_id = row.attributes.get(name) if row is not None else None
    if type_id is None or type_id == "self":
        return None
    key = ("class attribute", path, name)
    if key not in m.scratch:
        m.scratch[key] = m.library_object(f"{path}.{name}", type_id, ("", 0, 0, 0, 0), Arguments())
    return m.scratch[key]


def entered(m: Machine, f: Frame, manager: LibObject) -> Value:
    """What `with` gives for a library object."""
    for row in running.lineage(m, manager.type):
        if row.enter == "self":
            return manager
        if row.enter:
            return _part(m, manager, manager.path, row.enter)
    return manager


def element(m: Machine, f: Frame, value: LibObject | LibMethod) -> Value:
    """What iterating or subscripting gives."""
    if isinstance(value, LibMethod):
        return Unknown(f"an element of {value.receiver.path}.{value.name}", f.here())
    if value.type and m.catalog.method(value.type, "__iter__") is not None:
        from . import libraries

        libraries.call_method(m, f, LibMethod(value, "__iter__"), Arguments(), f.here())  # `for message in consumer`
    for row in running.lineage(m, value.type):
        if row.items == "self":
            return value
        if row.items:
            return _part(m, value, f"{value.path}[]", row.items)
    return value if value.held else Unknown(f"an element of {value.path}", f.here())


def subscript(m: Machine, f: Frame, owner: LibObject | LibMethod, index: Value, place: Place) -> Value:
    """`owner[index]`."""
    if isinstance(owner, LibObject) and isinstance(index, Const) and isinstance(index.value, str):
        known = owner.attributes.get(f"[{index.value}]")
        if known is not None:
            return known
    if isinstance(owner, LibObject):
        rule = RULES.get(f"{owner.type or owner.path}.__getitem__")
        made = rule(m, f, Arguments((index,)), place, LibMethod(owner, "__getitem__")) if rule is not None else None
        if made is not None:
            m.deeds += 1
            return made
    return element(m, f, owner)


def library_item(m: Machine, f: Frame, owner: Lib, index: Value, place: Place) -> Value:
    """`Lib[…]`: a generic type is the type, but `Runtime[Context]` says of which class the context is."""
    from ..frameworks.langgraph_runtime import parameterized

    rule = RULES.get(f"{owner.path}[]")
    if rule is not None:
        m.deeds += 1
        return rule(m, f, Arguments((index,)), place, None) or owner
    return parameterized(m, f, owner.path, index) or owner


def typed(m: Machine, f: Frame, path: str) -> LibObject | None:
    """An object for a parameter typed with a boto3 stub: `mypy_boto3_s3.S3Client`,
    `mypy_boto3_dynamodb.service_resource.Table`.
    """
    package, _, rest = path.partition(".")
    if not package.startswith(("mypy_boto3_", "types_boto3_", "types_aiobotocore_")):
        return None
    service = package.partition("boto3_")[2] or package.partition("botocore_")[2]
    service = service.replace("_", "-")
    name = rest.rpartition(".")[2]
    place = f.here()
    if name.endswith("Client"):
        return m.library_object("boto3.client", f"boto3.client:{service}", place, Arguments((Const(service),)))
    if name.endswith("ServiceResource"):
        return m.library_object("boto3.resource", f"boto3.resource:{service}", place, Arguments((Const(service),)))
    return m.library_object(path, f"boto3.resource:{service}.{name}", place, Arguments())


def rule_of(m: Machine, owner: LibObject, name: str) -> Rule | None:
    """The rule of a method, or of a method by this name of any part of the object: `app.router.add_get`. An agent whose
    model is a text is of the model's type; its own rules are found by its path.
    """
    key = owner.type, owner.path, name
    if key not in m.rules:
        last = name.rpartition(".")[2]
        owners = dict.fromkeys((owner.type or owner.path, owner.path))
        found = (RULES.get(f"{one}.{word}") for one in owners for word in (name, f"*.{last}"))
        m.rules[key] = next(filter(None, found), None)
    return m.rules[key]
