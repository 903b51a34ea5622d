"""Lanarky: routes that stream a LangChain object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import naming
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Place, Value, alternatives
from .registry import methods, rule
from .routes import Route, add_route, web_of

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ROUTERS = (
    "lanarky.LangchainRouter",
    "lanarky.routing.LangchainRouter",
    "lanarky.adapters.langchain.routing.LangchainAPIRouter",
)


def _make(path: str):
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        made = m.library_object(path, path, place, a)
        web_of(m, made)
        if a.get("langchain_url") is not None:
            _add(m, made, a.get("langchain_url"), a, place, "POST")
        return made

    return make


for _path in ROUTERS:
    rule(_path)(_make(_path))


def _add(m: Machine, owner: LibObject, url: Value | None, a: Arguments, place: Place, verb: str) -> None:
    given = naming.bind(("url", "langchain_object"), a)
    target = given.get("langchain_object")
    path = naming.text_of(alternatives(url)[0]) if url is not None else None
    if target is not None:
        kind = "websocket" if verb == "WS" else "http"
        add_route(web_of(m, owner), Route((verb,), path or "/", target, place, kind))


@rule(*methods(ROUTERS, ("add_langchain_api_route", "add_langchain_api_websocket_route")))
def add(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`router.add_langchain_api_route("/chat", langchain_object=chain)`."""
    if callee is None:
        return None
    url = a.positional[0] if a.positional else a.get("url")
    _add(m, callee.receiver, url, a, place, "WS" if "websocket" in callee.name else "POST")
    return Const(None)
