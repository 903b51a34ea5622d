"""Classes that answer requests: one method for each verb (Starlette's HTTPEndpoint, Flask's MethodView), the methods of
a websocket, and routes that are methods of a class whose object gets what is injected (`@cbv(router)`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..evaluate import attributes, calls
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Function, Instance, Place, Value
from . import hosts, injection

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

VERBS = ("get", "post", "put", "delete", "patch", "head", "options", "trace")
_SOCKET = ("on_connect", "on_receive", "on_disconnect")
_ALWAYS = ("dispatch", "dispatch_request")
"""Run before the method of the verb, and calls it."""


def methods_of(m: Machine, view: Value, asked: tuple[str, ...]) -> dict[str, Function]:
    """Verb -> the method of a class that answers it; of those ASKED for, when the class has any of them."""
    if not isinstance(view, Class):
        return {}
    own: dict[str, Function] = {}
    for one in reversed(attributes.mro(m, view)):
        found = one.attributes.items() if isinstance(one, Class) else ()
        own |= {name.upper(): value for name, value in found if name in VERBS and isinstance(value, Function)}
    return own if asked == ("GET",) else {verb: own[verb] for verb in asked if verb in own} or own


def answer(m: Machine, f: Frame, view: Class, verb: str | None, place: Place) -> None:
    """One request to an object of the class; without a verb, whatever it may be asked for."""
    made = calls.call(m, f, view, Arguments(), place)
    for name in (*_ALWAYS, *((verb.lower(),) if verb else (*VERBS, *_SOCKET))):
        if attributes.find_in_class(m, f, view, name) is not None:
            calls.call(m, f, attributes.get(m, f, made, name), Arguments(), place)


def on_object(m: Machine, f: Frame, target: Value, app: Value, place: Place) -> Value:
    """A route that is a method of a class, bound to an object whose fields and parameters are injected."""
    cls = target.owner if isinstance(target, Function) else None
    injected = dict(_injected(m, f, cls, app, place)) if isinstance(cls, Class) else {}
    initializer = attributes.find_in_class(m, f, cls, "__init__") if isinstance(cls, Class) else None
    if not isinstance(cls, Class) or not (injected or initializer) or m.scratch.get(hosts.bound_key(cls)):
        return hosts.with_self(m, f, target, place)
    made = calls.call(m, f, cls, injection.solve(m, f, cls, app, place), place)
    if not isinstance(made, Instance):
        return hosts.with_self(m, f, target, place)
    for name, value in injected.items():
        m.write(made, made.attributes, name, value)
    return attributes.bound(m, f, target, made)


def _injected(m: Machine, f: Frame, cls: Class, app: Value, place: Place) -> Iterator[tuple[str, Value]]:
    """`table: Table = Depends(get_table)` in the body of a class."""
    for name, value in cls.attributes.items():
        given = injection.injected_by(m, f, value, app, place)
        if given is not None:
            yield name, given
