"""Bedrock AgentCore: `@app.entrypoint` answers POST /invocations, `@app.websocket` /ws, `@app.ping` GET /ping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value
from . import hosts, routes
from . import web as web  # first: these rules take the place of its own
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ROUTES = {"entrypoint": ("POST", "/invocations", "http"), "websocket": ("WS", "/ws", "websocket"),
          "ping": ("GET", "/ping", "http")}  # fmt: skip


@rule(*methods(("bedrock_agentcore.runtime.BedrockAgentCoreApp",), ("async_task",)))
def tracked(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.async_task` only notes that the function is at work: it runs when it is called."""
    return a.positional[0] if a.positional else None


@rule(*methods(("bedrock_agentcore.runtime.BedrockAgentCoreApp",), ROUTES))
def served(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The functions of an agent's server; their routes are fixed."""
    if callee is None:
        return None
    verb, path, kind = ROUTES[callee.name]
    collected = routes.web_of(m, callee.receiver)

    def add(target: Value) -> None:
        routes.add_route(collected, routes.Route((verb,), path, target, place, kind))

    return hosts.plain_or_called(m, a, place, add)
