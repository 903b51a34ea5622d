"""Servers whose requests go to methods of a class: `http.server`, Tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host
from ..evaluate import attributes, calls, containers, naming
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Function, LibMethod, Place, Sequence, Value
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

STANDARD = frozenset({
    "http.server.BaseHTTPRequestHandler", "http.server.SimpleHTTPRequestHandler", "http.server.CGIHTTPRequestHandler",
})  # fmt: skip
VERBS = ("get", "post", "put", "delete", "patch", "head", "options")


def find(m: Machine) -> None:
    """`class Handler(BaseHTTPRequestHandler)` with methods such as `do_POST`."""
    for file, state in list(m.modules.items()):
        for value in list(state.scope.names.values()):
            if isinstance(value, Class) and value.file == file and _is_standard(m, value):
                host = Host("web_app", "http.server", value, value.place or (file, 1, 0, 0, 0))
                for verb in VERBS:
                    _add(m, value, f"do_{verb.upper()}", f"{verb.upper()} /*", host)


def _is_standard(m: Machine, cls: Class) -> bool:
    return any(base.path in STANDARD for base in attributes.library_bases(m, cls))


def _add(m: Machine, cls: Class, name: str, label: str, host: Host) -> None:
    for one in attributes.mro(m, cls):
        found = one.attributes.get(name) if isinstance(one, Class) else None
        if isinstance(found, Function):
            hosts.add(m, "http", label, found, host, calls.place_of(found))
            return


@rule("tornado.web.Application")
def tornado(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`Application([(r"/chat", ChatHandler)])`: the methods of the handlers."""
    made = m.library_object("tornado.web.Application", "", place, a)
    host = Host("web_app", "tornado", made, place)
    listed = a.positional[0] if a.positional else a.get("handlers")
    for one in containers.elements(m, f, listed)[0] if listed is not None else ():
        if isinstance(one, Sequence) and len(one.items) > 1 and isinstance(one.items[1], Class):
            path = naming.text_of(one.items[0]) or "/"
            for verb in VERBS:
                _add(m, one.items[1], verb, f"{verb.upper()} {path}", host)
    return made
