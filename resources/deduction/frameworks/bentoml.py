"""BentoML: the methods under `@bentoml.api` of a class under `@bentoml.service` answer the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import naming
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Const, Function, LibMethod, LibObject, Place, Value
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("bentoml.api", "bentoml.task")
def api(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@bentoml.api`, `@bentoml.api(route="/v1/ask", batchable=True)`"""

    def mark(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            route = naming.text_of(a.get("route") or Const(None))
            m.scratch["bento", id(function.facts)] = route or f"/{function.name}"

    return hosts.plain_or_called(m, a, place, mark)


@rule("bentoml.service")
def service(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@bentoml.service(resources={"gpu": 1}) class Chat`"""
    return hosts.plain_or_called(m, a, place, lambda target: _routes(m, target, place))


def _routes(m: Machine, cls: Value, place: Place) -> None:
    if isinstance(cls, Class):
        host = Host("web_app", "bentoml", cls, cls.place or place, cls.qualname)
        for method in cls.attributes.values():
            route = m.scratch.get(("bento", id(method.facts))) if isinstance(method, Function) else None
            if route is not None:
                hosts.add(m, "http", f"POST {route}", method, host, place)


@rule("bentoml.Service")
def old_service(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`svc = bentoml.Service("chat", runners=[runner])` of the versions before 1.2."""
    return m.library_object("bentoml.Service", "bentoml.Service", place, a)


@rule("bentoml.Service.api")
def old_api(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@svc.api(input=Text(), output=Text(), route="ask")`"""
    if callee is None:
        return None
    owner: LibObject = callee.receiver
    route = naming.text_of(a.get("route") or Const(None))

    def add(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            host = Host("web_app", "bentoml", owner, owner.place or place)
            hosts.add(m, "http", f"POST /{(route or function.name).lstrip('/')}", target, host, place)

    return hosts.decorator(m, place, add)
