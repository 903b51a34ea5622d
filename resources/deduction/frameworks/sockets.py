"""Sockets: events of Socket.IO servers and handlers of the library websockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import naming
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Function, LibMethod, LibObject, Partial, Place, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

SERVERS = ("flask_socketio.SocketIO", "socketio.AsyncServer", "socketio.Server", "fastapi_socketio.SocketManager")

for _path in SERVERS:

    def _server(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_server)


def _listen(m: Machine, owner: LibObject, target: Value, label: str, place: Place) -> None:
    function = innermost(target)
    if function is not None:
        host = Host("web_app", "socketio", owner, owner.place or place)
        hosts.add(m, "websocket", label or function.name, target, host, place)


@rule(*methods(SERVERS, ("on", "event", "on_event", "on_error", "on_error_default")))
def on(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@socketio.on("message")`, `@sio.event`, `socketio.on_event("message", answer)`."""
    if callee is None:
        return None
    owner = callee.receiver
    name = naming.text_of(a.positional[0]) if a.positional else None
    functions = [one for one in a.all() if isinstance(one, Function | Bound | Partial)]
    for one in functions:
        _listen(m, owner, one, name or "", place)
    if functions:
        return functions[0]
    return hosts.decorator(m, place, lambda target: _listen(m, owner, target, name or "", place))


@rule("websockets.serve", "websockets.server.serve", "websockets.asyncio.server.serve", "websockets.sync.server.serve")
def serve(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`websockets.serve(answer, "0.0.0.0", 8765)`."""
    made = m.library_object("websockets.Server", "", place, Arguments())
    for one in a.all():
        if isinstance(one, Function | Bound | Partial):
            function = innermost(one)
            host = Host("web_app", "websockets", ("websockets", place[0]), place, m.project.dotted(place[0]))
            hosts.add(m, "websocket", function.name if function is not None else "", one, host, place)
    return made
