"""Router: an HTTP API."""

from __future__ import annotations

from .kind import Kind, NameRule, Property

KIND = Kind(
    "router", "Router", "HTTP API", "signpost", "entry", "apigatewayv2",
    "Routes of an HTTP API, each with its handler.",
    "Router",
    NameRule(r"[A-Za-z0-9 _.-]+", "letters, digits, spaces, `_`, `.` and `-`", 1, 128),
    properties=(Property("cors", "Open to browsers", "boolean", False, "answers browsers from any site (CORS)"),),
    triggers=("get", "post", "put", "delete", "all"),
)  # fmt: skip
