"""Builtins that ask what an object is and has, or change it: `getattr`, `isinstance`, `super`, `vars`, `property`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import (
    FALSE,
    TRUE,
    Arguments,
    Bound,
    Builtin,
    Class,
    Const,
    Function,
    Instance,
    LibObject,
    Mapped,
    Module,
    Place,
    Sequence,
    Super,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import attributes, calls, holes
from .handlers import argument
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def _getattr(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    owner, name = argument(a, 0), argument(a, 1)
    if owner is None or name is None:
        return Unknown("an attribute", place)
    default = argument(a, 2)
    made: list[Value] = []
    for one in alternatives(name):
        if isinstance(one, Const) and isinstance(one.value, str):
            if default is not None and isinstance(owner, Instance | Class) and not _has(m, f, owner, one.value):
                made.append(default)
            else:
                made.append(attributes.get(m, f, owner, one.value))
        else:
            made.append(_any_attribute(m, f, owner, one, place))
    return join([*made, *([default] if default is not None and isinstance(made[0], Unknown) else [])])


def _any_attribute(m: Machine, f: Frame, owner: Value, computed: Value, place: Place) -> Value:
    """`getattr(x, f"do_{computed}")`: any public method that the project's own object has, if its name can be that."""
    form = _form(computed)
    if isinstance(owner, Module):
        from .names import module

        names = module(m, owner.name).scope.names
        found = [one for name, one in names.items() if isinstance(one, Function | Class) and form.fullmatch(name)]
        return join([*found[:16], Unknown("an attribute whose name is computed", place)])
    if isinstance(owner, Instance):
        names = {
            n: v
            for c in reversed(attributes.mro(m, owner.cls))
            if isinstance(c, Class)
            for n, v in c.attributes.items()
        }
        public = [one for name, one in names.items() if isinstance(one, Function) and form.fullmatch(name)]
        methods = [Bound(one, owner) for one in public if not one.marks & {"property", "staticmethod", "classmethod"}]
        if methods:
            m.problem(
                "dynamic-dispatch",
                f"The method of {owner.cls.name} is chosen by a computed name.",
                place,
                "Any of its methods may run; a dict of the methods that are meant would say which.",
                "info",
            )
            return join(methods[:16])
    return Unknown("an attribute whose name is computed", place)


def _form(computed: Value) -> re.Pattern[str]:
    """What names a text with holes can be; without any known part, every public one."""
    return holes.form(computed) or _PUBLIC


_PUBLIC = re.compile("[^_].*")


def _has(m: Machine, f: Frame, owner: Instance | Class, name: str) -> bool:
    cls = owner.cls if isinstance(owner, Instance) else owner
    own = owner.attributes
    return (
        name in own or attributes.find_in_class(m, f, cls, name) is not None or bool(attributes.library_bases(m, cls))
    )


def _setattr(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) == 3:
        for one in alternatives(a.positional[1]):
            if isinstance(one, Const) and isinstance(one.value, str):
                attributes.put(m, f, a.positional[0], one.value, a.positional[2])
            elif isinstance(a.positional[0], Instance):
                a.positional[0].rest = Unknown("an attribute that is set under a computed name", place)
                m.deeds += 1
            elif isinstance(a.positional[0], LibObject):
                attributes.changed(m, f, a.positional[0])
    return Const(None)


def _hasattr(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    owner, name = argument(a, 0), argument(a, 1)
    if isinstance(owner, Instance) and isinstance(name, Const):
        f.read(owner, str(name.value))
        there = _has(m, f, owner, str(name.value))
        if there or m.is_strong(owner.born):
            return TRUE if there else FALSE
    return Unknown("a condition")


def _isinstance(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one, kinds = argument(a, 0), argument(a, 1)
    known = is_instance(m, one, kinds) if one is not None and kinds is not None else None
    return Unknown("a condition") if known is None else TRUE if known else FALSE


def is_instance(m: Machine, one: Value, kinds: Value) -> bool | None:
    """Is it an object of the class or one of the classes? None when the code does not say."""
    options = kinds.items if isinstance(kinds, Sequence) else alternatives(kinds)
    if isinstance(one, Instance):
        order = attributes.mro(m, one.cls)
        if any(option in order for option in options):
            return True
        return False if all(isinstance(option, Class) for option in options) else None
    if isinstance(one, Const) and one.value is not None and all(isinstance(option, Builtin) for option in options):
        return any(type(one.value).__name__ == option.name for option in options if isinstance(option, Builtin))
    if isinstance(one, Mapped | Sequence) and Builtin("dict" if isinstance(one, Mapped) else one.kind) in options:
        return True
    if isinstance(one, Mapped | Sequence) and all(option in _SCALARS for option in options):
        return False
    if isinstance(one, Function | Bound | Mapped | Sequence) or (isinstance(one, LibObject) and one.type):
        return False if all(_is_own(m, option) for option in options) else None
    return None


_SCALARS = frozenset(map(Builtin, ("str", "bytes", "int", "float", "bool")))


def _is_own(m: Machine, option: Value) -> bool:
    """Is it a class of the project with nothing of a library in it, so that no library makes objects of it?"""
    return isinstance(option, Class) and all(
        base.path in _NO_CLASS_OF_ANYBODY for base in attributes.library_bases(m, option)
    )


_NO_CLASS_OF_ANYBODY = frozenset({"abc.ABC", "typing.Generic", "typing_extensions.Generic"})


def _type(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = argument(a, 0)
    if len(a.positional) >= 3:
        from .classes import dynamic

        return dynamic(m, f, a, place)
    return one.cls if isinstance(one, Instance) else Unknown("a class", place)


def _super(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) >= 2 and isinstance(a.positional[0], Class):
        return Super(a.positional[1], a.positional[0])
    scope = f.scope
    while scope.kind == "function" and scope.parent is not None and scope.parent.kind == "function":
        scope = scope.parent
    owner = scope.parent.owner if scope.parent is not None else None
    receiver = next(iter(scope.names.values()), None)
    if owner is None or receiver is None:
        return Unknown("super()", place)
    return Super(receiver, owner)


def _import(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .stdlib import import_module

    return import_module(m, f, a, place)


def _globals(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = m.mapped({})
    made.items = f.scope.module.names
    return made


def _vars(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if a.positional and isinstance(a.positional[0], Instance | Class):
        made = m.mapped({})
        made.items = a.positional[0].attributes
        return made
    made = m.mapped({})
    made.items = f.scope.names
    return made


def _dir(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`dir(Config)`: the names that it and its classes have."""
    names: dict[str, None] = {}
    for one in alternatives(a.positional[0]) if a.positional else ():
        names |= dict.fromkeys(one.attributes) if isinstance(one, Instance | Class) else {}
        cls = one.cls if isinstance(one, Instance) else one
        for base in attributes.mro(m, cls) if isinstance(cls, Class) else ():
            names |= dict.fromkeys(base.attributes) if isinstance(base, Class) else {}
    return m.sequence([Const(name) for name in names]) if names else Unknown("the names of an object", place)


def _property(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    getter = argument(a, 0, "fget")
    if isinstance(getter, Function):
        made = calls.with_marks(getter, "property")
        setter = argument(a, 1, "fset")
        if setter is not None:
            m.deeds += 1
            m.attributes[(made, "setter")] = setter
        return made
    return Unknown("a property", place)


def _marked(mark: str) -> Callable[[Machine, Frame, Arguments, Place], Value]:
    def mark_it(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        one = argument(a, 0)
        return calls.with_marks(one, mark) if isinstance(one, Function) else one or Unknown("a function", place)

    return mark_it


def _object(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return Unknown("an object", place)


TABLE: dict[str, Callable[[Machine, Frame, Arguments, Place], Value]] = {
    "getattr": _getattr, "setattr": _setattr, "hasattr": _hasattr, "isinstance": _isinstance, "type": _type,
    "super": _super, "__import__": _import, "globals": _globals, "locals": _vars, "vars": _vars,
    "property": _property, "staticmethod": _marked("staticmethod"), "classmethod": _marked("classmethod"),
    "object": _object, "dir": _dir,
}  # fmt: skip
