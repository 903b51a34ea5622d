"""Lists, dicts and everything that can be iterated or subscripted: reading and writing what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fit import noticing
from ..scope import item_of
from ..shapes import matters, names_something, widened
from ..values import (
    Arguments,
    Bound,
    Builtin,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Module,
    Place,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
    join2,
)  # fmt: skip
from . import attributes, calls, choices, environment, hints, holding, holes, library_parts, made_items, mappings
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

Elements = tuple[list[Value], Value | None]
MOST = 2000
"""Elements that one container keeps."""


def elements(m: Machine, f: Frame, value: Value) -> Elements:
    """What iterating gives: the known elements, and one value for any others."""
    if isinstance(value, Sequence):
        f.read(value)
        return value.items, value.rest
    if isinstance(value, Mapped):
        f.read(value)
        return [key_of(key) for key in value.items], None if value.rest is None else Unknown("a key of a dict")
    if isinstance(value, Const) and isinstance(value.value, str):
        return [Const(letter) for letter in value.value[:64]], None
    if isinstance(value, Union):
        found = [elements(m, f, one) for one in value.values]
        every = [item for items, rest in found for item in (*items, *([rest] if rest is not None else []))]
        return [], join(every) if every else None
    if isinstance(value, Instance):
        return _iterated(m, f, value)
    if isinstance(value, Class):
        return [one for one in value.attributes.values() if isinstance(one, Instance) and one.cls is value], None
    if isinstance(value, LibObject | LibMethod):
        return [], library_parts.element(m, f, value)
    return [], value.part(None) if isinstance(value, Unknown) else Unknown("an element", f.here())


def key_of(key: Any) -> Value:
    """A key as a value."""
    return key if isinstance(key, Value) else Const(key)


def _iterated(m: Machine, f: Frame, value: Instance) -> Elements:
    for name in ("__iter__", "__aiter__"):
        method = attributes.find(m, f, value, name)
        if method is not None:
            made = calls.call(m, f, method, Arguments(), f.here())
            if made is not value:
                return elements(m, f, made)
    for name in ("__next__", "__anext__", "__getitem__"):
        method = attributes.find(m, f, value, name)
        if method is not None:
            arguments = Arguments((Unknown("an index"),)) if name == "__getitem__" else Arguments()
            first = calls.call(m, f, method, arguments, f.here())
            m.uncertain += 1  # the next time it sees what the first time changed
            again = calls.call(m, f, method, arguments, f.here())
            m.uncertain -= 1
            return [], join2(first, again)
    fields = value.attributes.get("__fields__")
    if isinstance(fields, Sequence):
        return [value.attributes[one.value] for one in fields.items if isinstance(one, Const)], None
    return [], Unknown("an element", f.here())


def pairs(m: Machine, f: Frame, value: Value) -> tuple[dict[Any, Value], Value | None]:
    """The items of something used as a dict."""
    if isinstance(value, Mapped):
        f.read(value)
        return value.items, value.rest
    if isinstance(value, Union):
        made: dict[Any, Value] = {}
        rest: list[Value] = []
        for one in value.values:
            items, more = pairs(m, f, one)
            rest += [more] if more is not None else []
            for key, item_value in items.items():
                made[key] = join2(made[key], item_value) if key in made else item_value
        return made, join(rest) if rest else None
    if isinstance(value, Sequence):
        made = {}
        for one in value.items:
            inner, _ = elements(m, f, one)
            if len(inner) == 2 and isinstance(inner[0], Const):
                made[inner[0].value] = inner[1]
        return made, None if value.rest is None else Unknown("a value of a dict")
    return {}, value if isinstance(value, Unknown) else Unknown("a value of a dict", f.here())


STATE = "streamlit.session_state"
"""What a page keeps from one run to the next, by attributes and by items."""


def item(m: Machine, f: Frame, owner: Value, index: Value, place: Place) -> Value:
    """`owner[index]`."""
    if isinstance(owner, Union):
        return join(item(m, f, one, index, place) for one in owner.values if one != Const(None))
    if isinstance(index, Union) and isinstance(owner, Mapped | Sequence):
        return join(item(m, f, owner, one, place) for one in index.values)
    if isinstance(index, Unknown) and index.hint is not None and isinstance(owner, Mapped):
        member = hints.members(index.hint)
        if member is not None:
            return item(m, f, owner, member, place)
    if isinstance(owner, Mapped):
        f.read(owner, item_of(index))
        if not isinstance(index, Const):
            choices.warn(m, owner, place)
        return made_items.asked(m, f, owner, index, place) or mapped_item(owner, index, place)
    if isinstance(owner, Sequence):
        f.read(owner)
        return sequence_item(m, owner, index)
    if isinstance(owner, Lib):
        return _library_item(m, f, owner, index, place)
    if isinstance(owner, Instance):
        return _instance_item(m, f, owner, index)
    if isinstance(owner, Class):
        if isinstance(index, Const) and isinstance(index.value, str) and index.value in owner.attributes:
            return owner.attributes[index.value]
        getter = attributes.find_in_class(m, f, owner, "__class_getitem__")
        if getter is None or not isinstance(getter[0], Function):
            return owner
        return calls.call(m, f, Bound(getter[0], owner), Arguments((index,)), place)
    if isinstance(owner, LibObject | LibMethod):
        return library_parts.subscript(m, f, owner, index, place)
    if isinstance(owner, Unknown):
        return owner.part(index.value if isinstance(index, Const) else None)
    if isinstance(owner, Const | EnvVar | Text):
        return holes.part(owner, index) or Unknown("a part of a text", place)
    return Unknown("a part of a value", place)


def mapped_item(owner: Mapped, index: Value, place: Place) -> Value:
    if isinstance(index, Const):
        try:
            found = owner.items.get(index.value)
        except TypeError:
            found = None
        if found is not None:
            return found
        return owner.rest if owner.rest is not None else Unknown(f"the key {index.value!r} of a dict", place)
    every = [*owner.items.values(), *([owner.rest] if owner.rest is not None else [])]
    if isinstance(index, Instance | Class | EnvVar | Text | Function | Lib | Builtin):
        known = owner.items.get(index)
        if known is not None:
            return known
    form = holes.form(index)
    if form is not None:  # `handlers[f"on_{kind}"]`
        every = [one for key, one in owner.items.items() if isinstance(key, str) and form.fullmatch(key)] or every
    return join(every) if every else Unknown("an item of a dict", place)


def sequence_item(m: Machine, owner: Sequence, index: Value) -> Value:
    if isinstance(index, Sequence) and index.kind == "slice":
        return m.sequence(_sliced(owner.items, index), owner.rest, owner.kind)
    if isinstance(index, Const) and isinstance(index.value, int) and owner.rest is None:
        try:
            return owner.items[index.value]
        except IndexError:
            return Unknown("an index out of range")
    every = [*owner.items, *([owner.rest] if owner.rest is not None else [])]
    return join(every) if every else Unknown("an element of a list")


def _sliced(items: list[Value], bounds: Sequence) -> list[Value]:
    parts = [one.value if isinstance(one, Const) else None for one in bounds.items]
    whole = all(part is None or isinstance(part, int) for part in parts)
    return items[slice(*parts)] if whole and 0 not in parts[2:] else items


def _library_item(m: Machine, f: Frame, owner: Lib, index: Value, place: Place) -> Value:
    if owner.path in environment.MAPPINGS:
        return environment.read(m, f, index, None, place)
    if owner.path == "sys.modules" and isinstance(index, Const) and (file := m.project.file_of(str(index.value))):
        return Module(file)
    if owner.path == STATE and isinstance(index, Const):
        return attributes.get(m, f, owner, str(index.value))
    if owner.path in ("typing.Annotated", "typing_extensions.Annotated"):
        return m.sequence(index.items if isinstance(index, Sequence) else [index], None, "annotated")
    if owner.path.startswith(("typing.", "typing_extensions.", "collections.abc.")):
        items = index.items if isinstance(index, Sequence) else [index]
        return join(items) if items else owner
    return library_parts.library_item(m, f, owner, index, place)


def _instance_item(m: Machine, f: Frame, owner: Instance, index: Value) -> Value:
    method = attributes.find(m, f, owner, "__getitem__")
    if method is not None:
        return calls.call(m, f, method, Arguments((index,)), f.here())
    fields = owner.attributes.get("__fields__")
    if isinstance(fields, Sequence) and isinstance(index, Const) and isinstance(index.value, int):
        items, _ = elements(m, f, owner)
        return items[index.value] if -len(items) <= index.value < len(items) else Unknown("an index out of range")
    if mappings.is_mapping(owner):
        return mappings.item(m, f, owner, index, f.here())
    base = owner.attributes.get("__base__")
    f.read(owner, "__base__")
    if isinstance(base, LibObject):  # `class Client(MongoClient)`: `self["orders"]`
        return library_parts.subscript(m, f, base, index, f.here())
    return Unknown(f"an item of {owner.cls.name}", f.here())


# -- writing --


def put_item(m: Machine, f: Frame, owner: Value, index: Value, value: Value) -> None:
    """`owner[index] = value`."""
    for one in alternatives(owner):
        if isinstance(one, Mapped | Sequence):
            noticing.grown(m, f, one, "", value, f.here())
            put(m, one, index, value)
        elif isinstance(one, Instance):
            method = attributes.find(m, f, one, "__setitem__")
            if method is not None:
                calls.call(m, f, method, Arguments((index, value)), f.here())
            elif mappings.is_mapping(one):
                put(m, mappings.items(m, f, one), index, value)
        elif isinstance(one, Lib) and one.path in environment.MAPPINGS:
            environment.write(m, f, index, value)
        elif isinstance(one, Lib) and one.path == STATE and isinstance(index, Const):
            attributes.put(m, f, one, str(index.value), value)
        elif isinstance(one, LibObject):
            holding.hold(m, one, "item", value)
        elif isinstance(one, LibMethod):  # `app.dependency_overrides[asked] = given`
            rule = library_parts.rule_of(m, one.receiver, f"{one.name}.__setitem__")
            if rule is not None:
                rule(m, f, Arguments((index, value)), f.here(), one)


def delete_item(m: Machine, f: Frame, owner: Value, index: Value) -> None:
    """`del owner[index]`."""
    for one in alternatives(owner):
        if isinstance(one, Mapped | Sequence):
            remove(m, one, index)
        elif isinstance(one, Instance):
            method = attributes.find(m, f, one, "__delitem__")
            if method is not None:
                calls.call(m, f, method, Arguments((index,)), f.here())


def remove(m: Machine, owner: Mapped | Sequence, index: Value | None) -> None:
    """An element goes, or all of them without an index. Which ones are left is known only where a write may replace."""
    if not owner.items:
        return
    if index is None and m.is_strong(owner.born) and owner.rest is None:
        m.changing(owner)
        owner.items.clear()
    elif isinstance(owner, Mapped):
        remove_key(m, owner, index)
    else:
        _remove_element(m, owner, index)


def remove_key(m: Machine, owner: Mapped, index: Value | None) -> None:
    known = isinstance(index, Const) and index.value in owner.items
    gone = frozenset([index.value] if known else owner.items)  # type: ignore[union-attr]
    if known and m.is_strong(owner.born):
        m.changing(owner)
        del owner.items[index.value]  # type: ignore[union-attr]
    elif not gone <= owner.maybe:
        m.changing(owner)
        owner.maybe = owner.maybe | gone


def _remove_element(m: Machine, owner: Sequence, index: Value | None) -> None:
    place = index.value if isinstance(index, Const) and isinstance(index.value, int) else None
    m.changing(owner)
    if place is not None and m.is_strong(owner.born) and owner.rest is None:
        if -len(owner.items) <= place < len(owner.items):
            del owner.items[place]
    else:
        owner.rest = join([*owner.items, *([owner.rest] if owner.rest is not None else [])])
        owner.items = []


def put(m: Machine, owner: Mapped | Sequence, index: Value, value: Value) -> None:
    """Stores under a key; a key that is not known goes to the rest."""
    if isinstance(owner, Sequence):
        place = index.value if isinstance(index, Const) else None
        if isinstance(place, int) and -len(owner.items) <= place < len(owner.items):
            m.changing(owner)
            owner.items[place] = value if m.is_strong(owner.born) else join2(owner.items[place], value)
        else:
            put_rest(m, owner, value)
        return
    keys = Instance | Class | EnvVar | Text | Function | Lib | Builtin
    key = index.value if isinstance(index, Const) else index if isinstance(index, keys) else None
    hashable = isinstance(index, keys | Const)
    if hashable and len(owner.items) < MOST:
        _put_key(m, owner, key, value)
    else:
        put_rest(m, owner, value)


def fill(m: Machine, made: Mapped, index: Value, value: Value) -> None:
    """Stores in a dict that is being made, which nobody else sees yet."""
    if type(index) is Const and len(made.items) < MOST:
        made.items[index.value] = value
    else:
        put(m, made, index, value)


def _put_key(m: Machine, owner: Mapped, key: Any, value: Value) -> None:
    if m.is_strong(owner.born):
        owner.maybe = owner.maybe - {key} if owner.maybe else owner.maybe
    elif key not in owner.items and m.uncertain:
        owner.maybe = owner.maybe | {key}
    m.write(owner, owner.items, key, value)


def put_rest(m: Machine, owner: Mapped | Sequence, value: Value) -> None:
    """Adds an element or value of which the place is not known."""
    if isinstance(value, Mapped | Sequence | LibObject) and not matters(value):
        shared = m.run and owner.born != m.run
        if shared or (not m.is_strong(owner.born) and not names_something(value)):
            value = Unknown("an element that is data")  # what shared lists and loops collect at run time
    rest = value if owner.rest is None else widened(owner.rest, value)
    if rest != owner.rest:
        m.changing(owner)
        owner.rest = rest


def append(m: Machine, owner: Sequence, value: Value) -> None:
    """Adds an element; what an uncertain or repeated run adds goes to the rest."""
    if m.is_strong(owner.born) and len(owner.items) < MOST:
        m.changing(owner)
        owner.items.append(value)
    elif value not in owner.items:
        put_rest(m, owner, value)


def extend(m: Machine, f: Frame, owner: Value, more: Value) -> bool:
    """`owner += more` in place; False when it is not a list."""
    if not isinstance(owner, Sequence) or owner.kind != "list":
        return False
    items, rest = elements(m, f, more)
    for one in list(items):
        append(m, owner, one)
    if rest is not None:
        put_rest(m, owner, rest)
    return True


def update(m: Machine, f: Frame, owner: Value, more: Value) -> bool:
    """`owner |= more` in place; False when it is not a dict."""
    if not isinstance(owner, Mapped):
        return False
    items, rest = pairs(m, f, more)
    for key, value in list(items.items()):
        m.write(owner, owner.items, key, value)
    if rest is not None:
        put_rest(m, owner, rest)
    return True


def merged(m: Machine, f: Frame, left: Mapped, right: Value) -> Mapped:
    made = m.mapped(dict(left.items), left.rest)
    update(m, f, made, right)
    return made
