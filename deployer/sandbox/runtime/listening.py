"""HTTP servers of this process, each on a port of 127.0.0.1, each request in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

HOST = "127.0.0.1"
Application = Callable[[Any, Any], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, as clients expect, and writes no line per request."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's own name
        pass


class Server:
    """An application behind a port. Port 0 takes any free one. Raises OSError when the port is taken."""

    def __init__(self, application: Application, port: int = 0) -> None:
        # The socket is ours because werkzeug ends the whole process when it finds the port taken.
        with socket.create_server((HOST, port), backlog=128) as bound:
            self.port: int = bound.getsockname()[1]
            self._server: BaseWSGIServer = make_server(
                HOST, port, application, threaded=True, request_handler=_Quiet, fd=bound.fileno()
            )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def answer_with(self, application: Application) -> None:
        """From the next request on this application answers; the port is not closed for a moment."""
        self._server.app = application

    def stop(self) -> None:
        """Takes no new connection."""
        self._server.shutdown()
        self._server.server_close()
