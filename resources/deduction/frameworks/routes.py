"""The routes of web applications: what applications and routers collected, flattened into one entry for each route.

`web.py` has the rules that collect; `finish` makes the entries when all modules are evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Class,
    Const,
    Function,
    Lib,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Value,
    alternatives,
)  # fmt: skip
from . import views
from .injection import REQUESTS, provide, solve, state_of

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

APPS = {
    "fastapi.FastAPI": "fastapi", "fastapi.applications.FastAPI": "fastapi",
    "starlette.applications.Starlette": "starlette", "flask.Flask": "flask", "quart.Quart": "quart",
    "sanic.Sanic": "sanic", "chalice.Chalice": "chalice", "bedrock_agentcore.runtime.BedrockAgentCoreApp": "agentcore",
    "lanarky.Lanarky": "fastapi", "litestar.Litestar": "litestar", "robyn.Robyn": "robyn", "falcon.App": "falcon",
    "aiohttp.web.Application": "aiohttp", "fasthtml.common.FastHTML": "fasthtml", "fasthtml.core.FastHTML": "fasthtml",
    "fasthtml.FastHTML": "fasthtml",
    **{f"aws_lambda_powertools.event_handler.{name}": "powertools" for name in (
        "APIGatewayRestResolver", "APIGatewayHttpResolver", "LambdaFunctionUrlResolver", "ALBResolver",
        "VPCLatticeResolver", "AppSyncResolver", "BedrockAgentResolver", "BedrockAgentFunctionResolver",
    )},
}  # fmt: skip
VERBS = views.VERBS


@dataclass(eq=False)
class Route:
    methods: tuple[str, ...]
    path: str
    endpoint: Value
    place: Place
    kind: str = "http"
    dependencies: tuple[Value, ...] = ()
    ways: tuple[str, ...] = ("invoke",)
    """How an object that answers is run: LangServe's routes also `stream`."""


@dataclass(eq=False)
class Web:
    """What an application or router has collected."""

    owner: LibObject
    prefix: str = ""
    routes: dict[tuple[tuple[str, ...], str, Value], Route] = field(default_factory=dict)
    included: dict[tuple[int, str], tuple[LibObject, str, tuple[Value, ...]]] = field(default_factory=dict)
    around: list[Value] = field(default_factory=list)
    """Dependencies and middleware that run with every route."""
    handlers: list[Value] = field(default_factory=list)
    """What runs when a route raises; a mounted application has its own."""
    startup: list[Value] = field(default_factory=list)


def web_of(m: Machine, owner: LibObject) -> Web:
    return m.scratch.setdefault(("web", owner.number), Web(owner))


def webs(m: Machine) -> list[Web]:
    return [value for key, value in list(m.scratch.items()) if isinstance(key, tuple) and key[0] == "web"]


def add_route(web: Web, route: Route) -> None:
    web.routes[(route.methods, route.path, route.endpoint)] = route


def finish(m: Machine) -> None:
    """Makes the entries of every application from what its routers collected."""
    every = webs(m)
    mounted = {inner[0].number for web in every if web.owner.path in APPS for inner in web.included.values()}
    for web in every:
        if web.owner.path in APPS and web.owner.number not in mounted:
            _finish_app(m, web)


def _finish_app(m: Machine, web: Web) -> None:
    from . import powertools

    if APPS[web.owner.path] == "powertools" and powertools.handled(m, web.owner):
        return  # its Lambda handler is the entry and runs the routes
    host = Host("web_app", APPS[web.owner.path], web.owner, web.owner.place or ("", 0, 0, 0, 0))
    found = list(_flatten(m, web, web.prefix, (), set()))
    for path, route, around in found:
        methods = views_of(m, route)
        for verb_name in methods or route.methods:
            label, target = f"{verb_name} {path or '/'}", methods.get(verb_name, route.endpoint)
            register(m, ("web", web.owner.number, label, target), Draft(
                "websocket" if route.kind == "websocket" else "http", label, target, host, route.place,
                _handler(route, around, web.owner, path, verb_name if methods else None),
                with_imports=False,
            ))  # fmt: skip
    startup = [one for inner in _all_webs(m, web, set()) for one in inner.startup]
    given = web.owner.attributes.get("router.lifespan_context")
    startup += [given] if given is not None else []
    register(m, ("startup", web.owner.number), Draft(
        "startup", "startup", None, host, host.place, _startup(startup, web.owner, host.place), only_with_effects=True,
    ))  # fmt: skip


def views_of(m: Machine, route: Route) -> dict[str, Function]:
    """Verb -> method, where a class answers a route."""
    return views.methods_of(m, route.endpoint, route.methods) if route.kind == "http" else {}


def _all_webs(m: Machine, web: Web, seen: set[int]) -> Iterator[Web]:
    if web.owner.number not in seen:
        seen.add(web.owner.number)
        yield web
        for inner, _, _ in web.included.values():
            yield from _all_webs(m, web_of(m, inner), seen)


def every_route(m: Machine, web: Web) -> Iterator[Callable[[Machine, Frame], None]]:
    """What runs each route of an application, with those of its routers."""
    for path, route, around in _flatten(m, web, web.prefix, (), set()):
        yield _handler(route, around, web.owner, path)


def _flatten(m: Machine, web: Web, here: str, around: tuple[Value, ...], seen: set[int],
             handlers: tuple[Value, ...] = ()) -> Iterator[tuple[str, Route, tuple[Value, ...]]]:  # fmt: skip
    """Every route with its path from HERE and what runs around it."""
    if web.owner.number in seen:
        return
    every, raised = (*around, *web.around), (*handlers, *web.handlers)
    for route in web.routes.values():
        yield _path(here, route.path), route, (*every, *raised, *route.dependencies)
    for inner, more, extra in web.included.values():
        other = web_of(m, inner)
        named = other.prefix if not more or inner.path not in _NAMED_AGAIN else ""
        outer = () if inner.path in APPS else raised
        yield from _flatten(m, other, here + more + named, (*every, *extra), seen | {web.owner.number}, outer)


_NAMED_AGAIN = frozenset({"flask.Blueprint", "quart.Blueprint"})
"""Routers whose own prefix gives way to that with which they are included."""


def _path(prefix: str, path: str) -> str:
    joined = prefix.rstrip("/") + ("/" + path.lstrip("/") if (path and path != "/") or not prefix else path)
    return joined or "/"


def _handler(route: Route, around: tuple[Value, ...], app: LibObject, path: str, verb: str | None = None):
    place = route.place
    parts = re.findall(r"[{<](?:\w+:)?(\w+)", path)

    def evaluate(m: Machine, f: Frame) -> None:
        from ..evaluate import running

        for one in around:
            if (
                isinstance(one, LibObject)
                and one.arguments.positional
                and one.path.rpartition(".")[2] in ("Depends", "Security")
            ):
                provide(m, f, one.arguments.positional[0], app, place)
            elif not isinstance(one, LibObject | Lib):
                calls.call(m, f, one, _told(solve(m, f, one, app, place), path), place)
        for one in alternatives(route.endpoint):
            if isinstance(one, LibObject):
                for way in route.ways:
                    running.run_object(m, f, one, place, streaming=way == "stream")
            elif isinstance(one, Class):
                views.answer(m, f, one, verb, place)
            else:
                method = views.on_object(m, f, one, app, place)
                calls.call(m, f, method, solve(m, f, method, app, place, parts), place)

    return evaluate


def _told(given: Arguments, path: str) -> Arguments:
    """Requests of a route know their path: middleware lets some of them pass (`request.url.path in OPEN`)."""
    for _, value in given.named:
        if isinstance(value, LibObject) and value.path in REQUESTS and "{" not in path:
            value.attributes["url.path"] = Const(path)
    return given


def _startup(functions: list[Value], app: LibObject, place: Place):
    def evaluate(m: Machine, f: Frame) -> None:
        for one in functions:
            made = calls.call_back(m, f, one, Arguments((app,)) if _takes_app(one) else Arguments(), place)
            for option in alternatives(made):
                _keep_state(m, app, option)

    return evaluate


def _keep_state(m: Machine, app: LibObject, yielded: Value) -> None:
    """What a lifespan yields is the state of every request."""
    if not isinstance(yielded, Sequence):
        return
    state = state_of(m, app)
    for one in [*yielded.items, *([yielded.rest] if yielded.rest is not None else [])]:
        for option in alternatives(one):
            for key, value in option.items.items() if isinstance(option, Mapped) else ():
                m.write(state, state.attributes, key, value)


def _takes_app(value: Value) -> bool:
    function = innermost(value)
    return function is not None and any(p[0] in ("app", "_app", "_") or p[1] == 0 for p in function.facts[2][:1])
