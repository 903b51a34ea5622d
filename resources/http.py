"""Request and Response: what a route's handler takes and gives.

Both are plain values; `runtime/http.py` makes them from and into what API Gateway speaks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class BadRequest(ValueError):  # noqa: N818 - HTTP's own term
    """Raised in a handler, it answers 400 with this text."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request.

    `path_params` holds the parameters of the route (`/items/{id}` -> `id`), `query` the first value of each name,
    `queries` all of them; names in `headers` are in small letters.
    """

    method: str = "GET"
    path: str = "/"
    path_params: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    cookies: Mapping[str, str] = field(default_factory=dict[str, str])
    queries: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def text(self) -> str:
        """The body as UTF-8. Raises BadRequest when it is not."""
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            raise BadRequest("The body is not UTF-8 text.") from None

    def json(self) -> Any:
        """The body as JSON, None when it is empty. Raises BadRequest when it is not JSON."""
        try:
            return json.loads(self.text()) if self.body else None
        except ValueError as error:
            raise BadRequest(f"The body is not JSON: {error}") from None


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response. A text body is sent as it is, bytes too, anything else as JSON."""

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cookies: tuple[str, ...] = ()
    """Whole `Set-Cookie` values."""

    def __post_init__(self) -> None:
        if not 100 <= self.status <= 599:
            raise ValueError(f"A status is 100 to 599, not {self.status}.")
