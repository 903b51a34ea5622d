"""LiveKit's agents: the function that a worker runs for each job, and what a session asks while it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import running
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Const, Function, Instance, LibMethod, Partial, Place, Value, alternatives
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

JOBS = ("entrypoint_fnc", "prewarm_fnc", "request_fnc")


def _job(m: Machine, target: Value, place: Place) -> None:
    function = innermost(target)
    if function is not None:
        file = place[0]
        host = Host("worker", "livekit", ("livekit", file), (file, 1, 0, 0, 0), m.project.dotted(file))
        hosts.add(m, "event", function.name, target, host, place)


@rule("livekit.agents.WorkerOptions")
def options(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`cli.run_app(WorkerOptions(entrypoint_fnc=entrypoint))`"""
    given = [*a.positional[:1], *(one for word in JOBS if (one := a.get(word)) is not None)]
    for one in given:
        if isinstance(one, Function | Bound | Partial):
            _job(m, one, place)
    return m.library_object("livekit.agents.WorkerOptions", "", place, Arguments())


@rule("livekit.agents.AgentServer")
def server(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.library_object("livekit.agents.AgentServer", "livekit.agents.AgentServer", place, a)


@rule("livekit.agents.AgentServer.rtc_session")
def rtc_session(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@server.rtc_session()`"""
    return hosts.plain_or_called(m, a, place, lambda target: _job(m, target, place))


@rule(*methods(("livekit.agents.AgentSession",), ("start",)))
def start(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await session.start(agent=Assistant(), room=ctx.room)`: its models, and the agent with its tools."""
    if callee is not None:
        running.run_object(m, f, callee.receiver, place)
    agent = a.get("agent") or (a.positional[0] if a.positional else None)
    for one in alternatives(agent) if agent is not None else ():
        if isinstance(one, Instance):
            running.run(m, f, one, place)
    return Const(None)
