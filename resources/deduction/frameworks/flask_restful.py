"""Flask-RESTful and Flask-RESTX: classes of resources, each verb a method, that an API adds to an application.

`Api(app)`, `api.init_app(app)`, `api.add_resource(Items, "/items/<int:id>")`, `@namespace.route("/items")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import naming
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Const, LibMethod, LibObject, Place, Value, alternatives
from . import hosts
from .registry import methods, rule
from .routes import Route, add_route, web_of

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

API = "flask_restx.Api"


def _text(value: Value | None) -> str:
    return (naming.text_of(value) or "") if value is not None else ""


@rule("flask_restful.Api", "flask_restx.Api", "flask_restplus.Api")
def api(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`Api(app, prefix="/api")`: the application may be a blueprint, or come later."""
    made = m.library_object(API, API, place, a)
    web_of(m, made).prefix = _text(a.get("prefix"))
    _join(m, made, a.get("app") or next(iter(a.positional), None))
    return made


@rule(f"{API}.init_app")
def init_app(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if callee is not None:
        _join(m, callee.receiver, a.get("app") or next(iter(a.positional), None))
    return Const(None)


def _join(m: Machine, owner: LibObject, app: Value | None) -> None:
    for one in alternatives(app) if app is not None else ():
        if isinstance(one, LibObject):
            web_of(m, one).included[owner.number, ""] = owner, "", ()


@rule(f"{API}.add_resource")
def add_resource(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`api.add_resource(Items, "/items", "/things")`: one class at each of the paths."""
    if callee is not None and a.positional:
        _answer(m, callee.receiver, a.positional[0], a.positional[1:], place)
    return Const(None)


@rule(f"{API}.route")
def route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@api.route("/items")` above a class."""
    if callee is None:
        return None
    return hosts.decorator(m, place, lambda target: _answer(m, callee.receiver, target, a.positional, place))


def _answer(m: Machine, owner: LibObject, view: Value, paths: tuple[Value, ...], place: Place) -> None:
    for path in paths if isinstance(view, Class) else ():
        add_route(web_of(m, owner), Route(("GET",), _text(path), view, place))


@rule("flask_restx.Namespace", "flask_restplus.Namespace", f"{API}.namespace")
def namespace(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`Namespace("items", path="/items")`; one that the API makes itself is added at once."""
    made = m.library_object(API, API, place, a)
    name = _text(a.get("name") or next(iter(a.positional), None))
    web_of(m, made).prefix = _text(a.get("path")) or f"/{name}"
    if callee is not None:
        web_of(m, callee.receiver).included[made.number, ""] = made, "", ()
    return made


@rule(*methods((API,), ("add_namespace",)))
def add_namespace(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`api.add_namespace(items, path="/v1/items")`."""
    given = naming.bind(("ns", "path"), a)
    for one in alternatives(given["ns"]) if callee is not None and "ns" in given else ():
        if callee is not None and isinstance(one, LibObject):
            if path := _text(given.get("path")):
                web_of(m, one).prefix = path
            web_of(m, callee.receiver).included[one.number, ""] = one, "", ()
    return Const(None)
