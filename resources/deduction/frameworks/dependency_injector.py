"""Containers of the library dependency-injector: what a provider gives, and where `@inject` puts it.

A container is a class whose attributes are providers. Calling one makes its object out of what other providers give;
`Provide[Container.service]` stands for that object in the default of a parameter or in `Depends`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..evaluate import calls, context
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    Lib,
    LibMethod,
    LibObject,
    Place,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import configuration
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PACKAGE = "dependency_injector.providers"
MAKERS = tuple(f"{PACKAGE}.{name}" for name in (
    "Singleton", "ThreadSafeSingleton", "ThreadLocalSingleton", "ContextLocalSingleton", "Factory", "Resource",
    "Callable", "Coroutine", "AbstractFactory", "AbstractSingleton", "FactoryAggregate",
))  # fmt: skip
KEEPERS = tuple(f"{PACKAGE}.{name}" for name in ("Object", "List", "Dict", "Dependency", "Selector", "Container"))
MARKERS = tuple(f"dependency_injector.wiring.{name}" for name in ("Provide", "Provider", "Closing"))
CONFIGURATION = configuration.PATH


def _provider(path: str):
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        return m.library_object(path, path, place, a)

    return make


for _path in (*MAKERS, *KEEPERS):
    rule(_path)(_provider(_path))


@rule(*methods((*MAKERS, *KEEPERS), ("__call__",)))
def provided(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`container.service()`: the object, made with what its own providers give."""
    if callee is None:
        return None
    return _given(m, f, callee.receiver, a, place)


def _given(m: Machine, f: Frame, owner: LibObject, more: Arguments, place: Place) -> Value:
    made = owner.arguments
    word = owner.path.rpartition(".")[2]
    if word in ("Object", "Dependency", "Container"):
        return made.positional[0] if made.positional else Unknown("a dependency from outside", place)
    if word == "List":
        return m.sequence([resolve(m, f, one, place) for one in made.positional])
    if word == "Dict":
        return m.mapped({key: resolve(m, f, one, place) for key, one in made.named})
    if word == "Selector":
        return join(resolve(m, f, one, place) for _, one in made.named)
    if not made.positional:
        return Unknown("what a provider gives", place)
    key = "provided", owner.number
    known = m.scratch.get(key) if "Singleton" in word or word == "Resource" else None
    if known is None:
        before, m.run = m.run, 0 if "Singleton" in word or word == "Resource" else m.run  # as old as the program
        given = Arguments((*(resolve(m, f, one, place) for one in made.positional[1:]), *more.positional),
                          (*((name, resolve(m, f, one, place)) for name, one in made.named), *more.named))  # fmt: skip
        known = calls.call(m, f, made.positional[0], given, owner.place or place)
        if word == "Resource":
            known = context.enter(m, f, known)
        m.run = before
        m.scratch[key] = known
    return known


def resolve(m: Machine, f: Frame, value: Value, place: Place) -> Value:
    """What a provider or a marker gives; anything else is itself."""
    found: list[Value] = []
    for one in alternatives(value):
        if isinstance(one, LibObject) and one.path in MARKERS:
            found.append(resolve(m, f, one.arguments.positional[0], place))
        elif isinstance(one, LibObject) and one.path in (*MAKERS, *KEEPERS):
            found.append(_given(m, f, one, Arguments(), place))
        elif isinstance(one, LibMethod) and one.name == "provided":
            found.append(resolve(m, f, one.receiver, place))
        elif isinstance(one, LibMethod) and one.receiver.path == CONFIGURATION:
            found.append(configuration.option(m, f, one.receiver, one.name, place))
        else:
            found.append(one)
    return join(found)


@rule(*(f"{path}[]" for path in MARKERS))
def marker(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`Provide[Container.service]`; a text names the provider in any container."""
    wanted = a.positional[0]
    if isinstance(wanted, Const) and isinstance(wanted.value, str):
        wanted = _by_name(m, wanted.value) or wanted
    return m.library_object(MARKERS[0], "", place, Arguments((wanted,)))


def _by_name(m: Machine, name: str) -> Value | None:
    for state in m.modules.values():
        for value in state.scope.names.values():
            if isinstance(value, Class) and any(
                isinstance(base, Lib) and base.path.endswith("DeclarativeContainer") for base in value.bases
            ):
                found = value.attributes.get(name)
                if found is not None:
                    return found
    return None


@rule("dependency_injector.wiring.inject")
def inject(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@inject`: defaults that are markers become what they stand for."""
    target = a.positional[0] if a.positional else None
    function = target.function if isinstance(target, Bound) else target
    if not isinstance(function, Function):
        return target
    given = {name: resolve(m, f, value, place) if _is_marker(value) else value
             for name, value in function.defaults.items()}  # fmt: skip
    return replace(function, defaults=given)


def _is_marker(value: Value) -> bool:
    return isinstance(value, LibObject) and value.path in MARKERS
