"""The routes of API Gateway in a CDK program: which function answers which of them.

A path is spread over calls (`api.root.add_resource("items").add_resource("{id}").add_method("GET", …)`); each call of a
method holds its owner, so that the way up leads to the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..evaluate import naming
from ..values import Arguments, Lib, LibObject, Sequence, Value, alternatives
from .named_functions import route

_REST = ("RestApi", "LambdaRestApi", "SpecRestApi")
_SOCKET_OPTIONS = {"connect_route_options": "$connect", "disconnect_route_options": "$disconnect",
                   "default_route_options": "$default"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """A route of an API, and the values that say what answers it."""

    api: LibObject
    operation: str
    answered_by: tuple[Value, ...]
    is_socket: bool = False


def routes(made: Iterable[LibObject]) -> Iterator[Route]:
    """Every route that these objects of a program make."""
    for one in made:
        match word_of(one):
            case "add_method":
                yield from _method(one)
            case "add_proxy":
                yield from _proxy(one)
            case "add_routes":
                yield from _routes(one)
            case "add_route":
                yield from _socket(one)
            case "LambdaRestApi":
                yield Route(one, route("ANY", None), _given(one.arguments, "handler"))
            case "HttpApi":
                yield Route(one, route("ANY", None), _given(one.arguments, "default_integration"))
            case "WebSocketApi":
                for argument, key in _SOCKET_OPTIONS.items():
                    yield Route(one, f"WS {key}", _given(one.arguments, argument), True)
            case _:
                pass


def word_of(made: LibObject) -> str:
    return made.path.rpartition(".")[2]


def owner_of(made: LibObject) -> LibObject | None:
    """The object whose method the call is."""
    return next((one for word, one in made.held if word == "self" and isinstance(one, LibObject)), None)


def _method(made: LibObject) -> Iterator[Route]:
    given = naming.bind(("http_method", "integration"), made.arguments)
    api, path = _place(owner_of(made))
    if api is not None and "integration" in given and "http_method" in given:
        yield Route(api, route(naming.text_of(given["http_method"]), path), (given["integration"],))


def _proxy(made: LibObject) -> Iterator[Route]:
    api, path = _place(owner_of(made))
    if api is not None:
        yield Route(api, route("ANY", f"{path}/{{proxy+}}"), _given(made.arguments, "default_integration"))


def _place(owner: LibObject | None) -> tuple[LibObject | None, str]:
    """The API and the path of a resource of it."""
    parts: list[str] = []
    for _ in range(20):
        if owner is None or word_of(owner) in _REST:
            break
        if word_of(owner) in ("add_resource", "resource_for_path"):
            given = naming.bind(("path_part",), owner.arguments)
            said = naming.text_of(given["path_part"]) if "path_part" in given else None
            parts.insert(0, (said or "{}").strip("/"))
        owner = owner_of(owner)
    return owner, "/" + "/".join(parts)


def _routes(made: LibObject) -> Iterator[Route]:
    """`api.add_routes(path="/items", methods=[HttpMethod.GET], integration=…)`"""
    api, given = owner_of(made), dict(made.arguments.named)
    path = naming.text_of(given["path"]) if "path" in given else None
    methods = given.get("methods")
    verbs = [one.path.rpartition(".")[2] for one in methods.items if isinstance(one, Lib)] \
        if isinstance(methods, Sequence) else []  # fmt: skip
    if api is not None:
        for verb in verbs or ["ANY"]:
            yield Route(api, route(verb, path), _given(made.arguments, "integration"))


def _socket(made: LibObject) -> Iterator[Route]:
    """`api.add_route("send", integration=…)`"""
    api, given = owner_of(made), naming.bind(("route_key",), made.arguments)
    key = naming.text_of(given["route_key"]) if "route_key" in given else None
    if api is not None and word_of(api) == "WebSocketApi" and key:
        yield Route(api, f"WS {key}", _given(made.arguments, "integration"), True)


def _given(arguments: Arguments, name: str) -> tuple[Value, ...]:
    value = dict(arguments.named).get(name)
    return alternatives(value) if value is not None else ()
