"""Web frameworks: FastAPI, Starlette, Flask and what resembles them.

An application or router collects routes, included routers, mounted applications, middleware and start-up functions
while its module is evaluated; `routes.finish` flattens them into one entry per route when all modules are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import innermost
from ..evaluate import calls, containers, naming
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Class,
    Const,
    Function,
    LibMethod,
    LibObject,
    Place,
    Sequence,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import flask_settings, hosts
from .registry import methods, rule
from .routes import APPS, VERBS, Route, Web, add_route, web_of

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ROUTERS = frozenset({
    "fastapi.APIRouter", "fastapi.routing.APIRouter", "starlette.routing.Router", "flask.Blueprint", "quart.Blueprint",
    "lanarky.APIRouter", "lanarky.routing.APIRouter", "sanic.Blueprint", "chalice.Blueprint",
    "aiohttp.web.RouteTableDef",
    "aws_lambda_powertools.event_handler.router.Router", "aws_lambda_powertools.event_handler.api_gateway.Router",
    "aws_lambda_powertools.event_handler.appsync.Router",
    "fastapi_utils.inferring_router.InferringRouter",
})  # fmt: skip
OWNERS = (*APPS, *sorted(ROUTERS))


def _maker(path: str):
    def make_owner(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        made = m.library_object(path, path, place, a)
        web = web_of(m, made)
        web.prefix = _text(a.get("prefix") or a.get("url_prefix"))
        web.around += _listed(m, f, a.get("dependencies"))
        for name in ("lifespan", "on_startup", "on_shutdown"):
            value = a.get(name)
            web.startup += _listed(m, f, value) if isinstance(value, Sequence) else [value] if value is not None else []
        given = a.get("routes") or (a.positional[0] if a.positional and path == "starlette.routing.Router" else None)
        for one in _listed(m, f, given):
            _adopt(m, f, web, one)
        web.around += _middleware_list(m, f, a.get("middleware"))
        if path in flask_settings.APPS:
            flask_settings.configure(m, made)
        return made

    return make_owner


for _owner in OWNERS:
    rule(_owner)(_maker(_owner))


def _text(value: Value | None) -> str:
    return (naming.text_of(alternatives(value)[0]) or "") if value is not None else ""


def _listed(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    if value is None or value == Const(None):
        return []
    items, rest = containers.elements(m, f, value)
    return [*items, *([rest] if rest is not None and not isinstance(rest, Unknown) else [])]


_OF_ROUTER = ("add_api_route", "add_route", "add_websocket_route", "add_api_websocket_route", "include_router", "mount")


@rule(*methods(OWNERS, (f"router.{word}" for word in _OF_ROUTER)))
def of_router(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.router.add_api_route(…)` is what `app.add_api_route(…)` is; aiohttp has its own."""
    if callee is None or callee.receiver.path == "aiohttp.web.Application":
        return aiohttp_route(m, f, a, place, callee)
    word = callee.name.rpartition(".")[2]
    same = include if word in ("include_router", "mount") else any_route
    return same(m, f, a, place, LibMethod(callee.receiver, word))


@rule(*methods(OWNERS, VERBS))
def verb(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.get("/path")`."""
    if callee is None:
        return None
    return _route(m, f, a, place, callee, (callee.name.upper(),), "http")


@rule(*methods(OWNERS, ("route", "api_route", "add_api_route", "add_route", "add_url_rule", "websocket",
                        "websocket_route",
                        "add_websocket_route", "add_api_websocket_route")))  # fmt: skip
def any_route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.route("/path", methods=["POST"])`, `app.add_api_route("/path", fn)`, `@app.websocket("/ws")`."""
    if callee is None:
        return None
    if "websocket" in callee.name:
        return _route(m, f, a, place, callee, ("WS",), "websocket")
    listed = a.get("methods") or a.get("method")
    found = [
        naming.text_of(one)
        for one in (_listed(m, f, listed) if isinstance(listed, Sequence) else [listed] if listed else [])
    ]
    verbs = tuple(sorted(one.upper() for one in found if one)) or ("GET",)
    return _route(m, f, a, place, callee, verbs, "http")


@rule("fasthtml.common.fast_app", "fasthtml.fastapp.fast_app")
def fast_app(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`app, rt = fast_app()`: FastHTML's application and the decorator of its routes, named for their functions."""
    app = _maker("fasthtml.common.FastHTML")(m, f, a, place, None)
    return m.sequence([app, LibMethod(app, "route")] if isinstance(app, LibObject) else [app], None, "tuple")


AIOHTTP = tuple(f"add_{verb}" for verb in (*VERBS, "view"))


@rule(*methods(("aiohttp.web.Application",), (*(f"*.{one}" for one in AIOHTTP), "*.add_route", "add_routes",
                                              "*.add_routes")))  # fmt: skip
def aiohttp_route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.router.add_get("/x", fn)`, `app.router.add_route("GET", "/x", fn)`, `app.add_routes([web.get("/x", f)])`."""
    if callee is None:
        return None
    word = callee.name.rpartition(".")[2]
    if word == "add_routes":
        given = a.positional[0] if a.positional else None
        for one in [given] if isinstance(given, LibObject) else _listed(m, f, given):
            _adopt_aiohttp(m, web_of(m, callee.receiver), one)
        return Const(None)
    verb_name = (_text(a.positional[0]) if word == "add_route" and a.positional else word.removeprefix("add_")).upper()
    given = Arguments(a.positional[1:] if word == "add_route" else a.positional, a.named)
    return _route(m, f, given, place, LibMethod(callee.receiver, word), (verb_name.replace("VIEW", "ANY"),), "http")


def _adopt_aiohttp(m: Machine, web: Web, one: Value) -> None:
    """`web.get("/x", fn)`, or a table of routes."""
    if not isinstance(one, LibObject):
        return
    if ("web", one.number) in m.scratch:
        web.included[(one.number, "")] = (one, "", ())
    elif one.path.startswith("aiohttp.web.") and len(one.arguments.positional) > 1:
        path, endpoint = one.arguments.positional[:2]
        verb_name = one.path.rpartition(".")[2].upper()
        add_route(web, Route((verb_name,), _text(path), endpoint, one.place or ("", 0, 0, 0, 0)))


def _named_for_verb(callee: LibMethod, a: Arguments, target: Value) -> str:
    """FastHTML's `@rt("/ask") def post(question)` answers POST."""
    function = innermost(target) if callee.receiver.path.startswith("fasthtml.") and not a.get("methods") else None
    return function.name.upper() if function is not None and function.name in VERBS else ""


def _route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod, verbs: tuple[str, ...],
           kind: str) -> Value:  # fmt: skip
    web = web_of(m, callee.receiver)
    path = _text(a.positional[0] if a.positional else a.get("path") or a.get("rule"))
    around = tuple(_listed(m, f, a.get("dependencies")))

    def add(target: Value) -> None:
        named = _named_for_verb(callee, a, target)
        add_route(web, Route((named,) if named else verbs, path, target, place, kind, around))

    bare = a.positional[0] if a.positional else None
    if isinstance(bare, Function):  # used without parentheses
        add_route(web, Route(verbs, f"/{bare.name}".replace("/index", "/"), bare, place, kind, around))
        return bare
    endpoint = a.get("endpoint") or a.get("view_func") or a.get("handler")
    if isinstance(endpoint, Const):
        endpoint = None
    given = endpoint or next((one for one in a.positional[1:] if not isinstance(one, Const | Unknown)), None)
    if given is not None:
        add(given)
        return given
    return hosts.decorator(m, place, add)


@rule(*methods(OWNERS, ("include_router", "register_blueprint", "mount", "blueprint", "include")))
def include(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.include_router(router, prefix="/v1")`, `app.mount("/sub", other)`."""
    if callee is None:
        return None
    web = web_of(m, callee.receiver)
    objects = [one for value in a.all() for one in alternatives(value) if isinstance(one, LibObject)]
    prefix = _text(a.get("prefix") or a.get("url_prefix") or a.get("path"))
    if callee.name == "mount" and a.positional:
        prefix = _text(a.positional[0])
    elif callee.name == "include_router" and not prefix and len(a.positional) > 1:
        prefix = _text(a.positional[1])
    around = tuple(_listed(m, f, a.get("dependencies")))
    for one in objects:
        if ("web", one.number) in m.scratch:
            web.included[(one.number, prefix)] = (one, prefix, around)
    return Const(None)


@rule(*methods(OWNERS, ("middleware", "before_request", "before_app_request", "before_first_request", "after_request",
                        "teardown_request", "teardown_appcontext", "context_processor")))  # fmt: skip
def middleware(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Functions that run with every request."""
    if callee is None:
        return None
    web = web_of(m, callee.receiver)
    return hosts.plain_or_called(m, a, place, web.around.append)


@rule(*methods(OWNERS, ("exception_handler", "errorhandler", "add_exception_handler", "register_error_handler")))
def raised(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Functions that answer when a route raises."""
    if callee is None:
        return None
    return _collecting(m, a, place, web_of(m, callee.receiver).handlers)


def _collecting(m: Machine, a: Arguments, place: Place, into: list[Value]) -> Value:
    """Functions that are given, else the one that is decorated, go INTO a list."""
    functions = [one for one in a.positional if isinstance(one, Function)]
    into += functions
    return functions[0] if functions else hosts.decorator(m, place, into.append)


@rule(*methods(OWNERS, ("add_middleware",)))
def add_middleware(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.add_middleware(Cls, option=…)`: its `dispatch` runs with every request."""
    if callee is None:
        return None
    web_of(m, callee.receiver).around += _middleware(m, f, a, place)
    return Const(None)


def _middleware(m: Machine, f: Frame, a: Arguments, place: Place) -> list[Value]:
    from ..evaluate import attributes

    if not a.positional or not isinstance(a.positional[0], Class):
        return []
    made = calls.call(m, f, a.positional[0], Arguments((Unknown("the application"),), a.named), place)
    found = [attributes.get(m, f, made, name) for name in ("dispatch", "__call__")]
    return [one for one in found if type(one).__name__ == "Bound"]


def _middleware_list(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    return [one for item in _listed(m, f, value) if isinstance(item, LibObject)
            for one in _middleware(m, f, item.arguments, item.place or f.here())]  # fmt: skip


@rule(*methods(OWNERS, ("on_event", "add_event_handler", "on_startup", "before_serving", "listener", "after_serving")))
def on_event(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.on_event("startup")`."""
    if callee is None:
        return None
    return _collecting(m, a, place, web_of(m, callee.receiver).startup)


@rule(
    "starlette.routing.Route", "starlette.routing.WebSocketRoute", "starlette.routing.Mount", "fastapi.routing.APIRoute"
)
def starlette_route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Route("/path", endpoint, methods=[…])` in a list of routes."""
    return None


def _adopt(m: Machine, f: Frame, web: Web, one: Value) -> None:
    if not isinstance(one, LibObject) or not one.path.startswith(("starlette.routing.", "fastapi.routing.")):
        return
    a = one.arguments
    path = _text(a.positional[0] if a.positional else a.get("path"))
    endpoint = a.get("endpoint") or a.get("app") or (a.positional[1] if len(a.positional) > 1 else None)
    place = one.place or f.here()
    if one.path.endswith("Mount"):
        if isinstance(endpoint, LibObject) and ("web", endpoint.number) in m.scratch:
            web.included[(endpoint.number, path)] = (endpoint, path, ())
        inner = m.library_object("starlette.routing.Router", "starlette.routing.Router", place, Arguments())
        for route in _listed(m, f, a.get("routes")):
            _adopt(m, f, web_of(m, inner), route)
        web.included[(inner.number, path)] = (inner, path, ())
    elif endpoint is not None:
        found = [naming.text_of(v) for v in _listed(m, f, a.get("methods"))]
        verbs = ("WS",) if "WebSocket" in one.path else tuple(sorted(v.upper() for v in found if v)) or ("GET",)
        add_route(web, Route(verbs, path, endpoint, place, "websocket" if "WebSocket" in one.path else "http"))


@rule("fastapi.BackgroundTasks.add_task", "starlette.background.BackgroundTasks.add_task")
def add_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`tasks.add_task(fn, *args)` runs after the response, in the same entry."""
    if a.positional:
        calls.call_back(m, f, a.positional[0], Arguments(a.positional[1:], a.named, a.rest), place)
    return Const(None)


@rule("starlette.background.BackgroundTask")
def background_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return add_task(m, f, a, place, callee)


@rule("langserve.add_routes")
def add_routes(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`add_routes(app, runnable, path="/chat")`: LangServe's routes, as one entry."""
    given = naming.bind(("app", "runnable"), a)
    app, runnable = given.get("app"), given.get("runnable")
    modifier = a.get("per_req_config_modifier")
    around = (modifier,) if isinstance(modifier, Function) else ()
    for one in alternatives(app) if app is not None else ():
        if isinstance(one, LibObject) and runnable is not None:
            route = Route(("LangServe",), _text(a.get("path")), runnable, place, dependencies=around)
            route.ways = _ways(m, f, a)
            add_route(web_of(m, one), route)
    return Const(None)


def _ways(m: Machine, f: Frame, a: Arguments) -> tuple[str, ...]:
    """Do the routes that are switched on run the object at once, piece by piece, or both?"""
    on = {naming.text_of(one) or "" for one in _listed(m, f, a.get("enabled_endpoints"))} or {"invoke", "stream"}
    on -= {naming.text_of(one) or "" for one in _listed(m, f, a.get("disabled_endpoints"))}
    streams = any(one.startswith(("stream", "astream", "playground")) for one in on)
    return (*(("invoke",) if on & {"invoke", "batch"} else ()), *(("stream",) if streams else ()))
