"""A project on disk, and the deployed entry point that runs it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.runtime.entrypoint import build

Start = Callable[..., Callable[..., Any]]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """An empty folder whose modules are forgotten afterwards."""
    before, path = set(sys.modules), list(sys.path)
    yield tmp_path
    sys.path[:] = path
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]


@pytest.fixture
def start(project: Path) -> Start:
    """Write a module `app.py` and start its `handler` as a kind: what comes back takes an event and a context."""

    def started(kind: str, code: str, handler: str = "app:handler") -> Callable[..., Any]:
        (project / "app.py").write_text(textwrap.dedent(code), encoding="utf-8")
        run = build({"ARCHLOOM_KIND": kind, "ARCHLOOM_HANDLER": handler, "ARCHLOOM_ROOT": str(project)})
        return lambda event, context=None: run(event, context)

    return started


def request(method: str = "GET", path: str = "/", body: str = "", **more: Any) -> dict[str, Any]:
    """An event of API Gateway's payload format 2.0."""
    http = {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "localhost"},
        "requestContext": {"http": http, "domainName": "localhost", "stage": "$default"},
        "body": body,
        "isBase64Encoded": False,
        **more,
    }
