"""Router: an HTTP API.

    api = Router("api", cors=True)

    @api.get("/items/{id}")
    def item(request: Request) -> dict: ...

    api.all("/{path:path}", app, raw=True)      # everything else goes to an ASGI app

A handler takes a `Request`, or nothing, and returns a `Response`, a dict or list (JSON), a text, bytes, or a tuple of
body, status and headers. It may be async. Each handler becomes a function of its own; a raw one is an ASGI app.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, overload

from .declared import DeclarationError, Declared
from .kind import Kind, NameRule, Property

KIND = Kind(
    "router", "Router", "HTTP API", "signpost", "entry", "apigatewayv2",
    "Routes of an HTTP API, each with its handler.",
    "Router",
    NameRule(r"[A-Za-z0-9 _.-]+", "letters, digits, spaces, `_`, `.` and `-`", 1, 128),
    properties=(Property("cors", "Open to browsers", "boolean", False, "answers browsers from any site (CORS)"),),
    triggers=("get", "post", "put", "delete", "all"),
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Route(NamedTuple):
    """One route: `method` is `GET`, …, or `ANY`; `path` as it is written in code."""

    method: str
    path: str
    handler: Callable[..., Any]
    raw: bool = False


class Router(Declared):
    """An HTTP API whose routes are handled by functions of this project."""

    kind = KIND

    def __init__(self, name: str, *, cors: bool = False) -> None:
        super().__init__(name, cors=cors)
        self.cors = cors
        self.routes: list[Route] = []

    @overload
    def get(self, path: str, handler: Handler, *, raw: bool = False) -> Handler: ...
    @overload
    def get(self, path: str, *, raw: bool = False) -> Callable[[Handler], Handler]: ...
    def get(self, path: str, handler: Any = None, *, raw: bool = False) -> Any:
        """Answer GET: `@api.get("/items/{id}")` above a function, or `api.get("/items/{id}", function)`."""
        return self._route("GET", path, handler, raw)

    @overload
    def post(self, path: str, handler: Handler, *, raw: bool = False) -> Handler: ...
    @overload
    def post(self, path: str, *, raw: bool = False) -> Callable[[Handler], Handler]: ...
    def post(self, path: str, handler: Any = None, *, raw: bool = False) -> Any:
        """Answer POST."""
        return self._route("POST", path, handler, raw)

    @overload
    def put(self, path: str, handler: Handler, *, raw: bool = False) -> Handler: ...
    @overload
    def put(self, path: str, *, raw: bool = False) -> Callable[[Handler], Handler]: ...
    def put(self, path: str, handler: Any = None, *, raw: bool = False) -> Any:
        """Answer PUT."""
        return self._route("PUT", path, handler, raw)

    @overload
    def delete(self, path: str, handler: Handler, *, raw: bool = False) -> Handler: ...
    @overload
    def delete(self, path: str, *, raw: bool = False) -> Callable[[Handler], Handler]: ...
    def delete(self, path: str, handler: Any = None, *, raw: bool = False) -> Any:
        """Answer DELETE."""
        return self._route("DELETE", path, handler, raw)

    @overload
    def all(self, path: str, handler: Handler, *, raw: bool = False) -> Handler: ...
    @overload
    def all(self, path: str, *, raw: bool = False) -> Callable[[Handler], Handler]: ...
    def all(self, path: str, handler: Any = None, *, raw: bool = False) -> Any:
        """Answer every method. With `raw=True` the handler is an ASGI app and sees the request as it came."""
        return self._route("ANY", path, handler, raw)

    def _route(self, method: str, path: str, handler: Any, raw: bool) -> Any:
        if refused := path_refusal(path):
            raise DeclarationError(f"{self!r}: {refused}")
        if any((route.method, route.path) == (method, path) for route in self.routes):
            raise DeclarationError(f"{self!r}: {method} {path} has a handler already; remove one of the two.")

        def keep(handler: Handler) -> Handler:
            if not callable(handler):
                raise DeclarationError(f"{self!r}: {method} {path} takes a function, not {handler!r}.")
            self.routes.append(Route(method, path, handler, raw))
            return handler

        return keep if handler is None else keep(handler)


_PARAMETER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)(:path)?\}")


def path_refusal(path: object) -> str | None:
    """Why an HTTP API of AWS cannot have this path, in one sentence; None when it can."""
    if not isinstance(path, str) or not path.startswith("/"):
        return f"The path {path!r} does not begin with `/`."
    parts, names = path.split("/")[1:], list[str]()
    for place, part in enumerate(parts):
        found = _PARAMETER.fullmatch(part)
        if not found:
            if re.search(r"[{}\s?#]", part):
                return f"The path {path!r}: {part!r} is neither plain text nor one whole parameter such as `{{id}}`."
            continue
        if found[2] and place + 1 < len(parts):
            return f"The path {path!r}: {part!r} takes all that follows, so it stands at the end."
        if found[1] in names:
            return f"The path {path!r} has two parameters named {found[1]!r}."
        names.append(found[1])
    return None
