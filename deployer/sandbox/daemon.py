"""The local cloud: a process of its own that lives on after the command that started it.

    ARCHLOOM_TOKEN=… python -m archloom.deployer.sandbox.daemon --home FOLDER --port PORT

It answers AWS's protocols by moto, with IAM enforced, and runs the deployed functions. It is bound to 127.0.0.1 and
keeps everything in memory; when it is up it writes its address to `cloud.json` in the folder. Beside AWS it answers
GET /archloom/health, GET /archloom/idle (once no request of a deployment is under way), POST /archloom/refresh (the
state file changed) and POST /archloom/stop, each with the token.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from ...resources.version import VERSION
from ..errors import DeployError
from ..state import write_text
from . import gaps, iam

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
SECONDS_BETWEEN_LOOKS = 2.0
TOKEN_HEADER = "HTTP_X_ARCHLOOM_TOKEN"


class Daemon:
    """The server and the runtime beside it."""

    def __init__(self, home: Path, port: int, token: str) -> None:
        from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]
            DomainDispatcherApplication,
            MotoRequestHandler,
            create_backend_app,
        )
        from werkzeug.serving import make_server

        self._home, self._token = home, token
        self._aws = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", port, self, threaded=True, request_handler=MotoRequestHandler)
        self._runtime: Any = None
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._making = 0
        self._idle = threading.Condition()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self) -> None:
        """Until it is told to stop."""
        known = {"pid": os.getpid(), "endpoint": self.endpoint, "token": self._token, "version": VERSION}
        write_text(self._home / "cloud.json", json.dumps(known))
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            self._server.serve_forever(poll_interval=0.05)
        finally:
            if self._runtime is not None:
                self._runtime.stop()

    def _watch(self) -> None:
        """Ends a local cloud that nobody can find any more: its file went, or names another one."""
        while not self._stopping.wait(SECONDS_BETWEEN_LOOKS):
            known: dict[str, Any] = {}
            with suppress(OSError, ValueError):
                known = json.loads((self._home / "cloud.json").read_text(encoding="utf-8"))
            if known.get("token") != self._token:
                self.stop()
                return

    def stop(self, *_signal: object) -> None:
        """Returns at once; the server ends when the request that asked for it is answered."""
        self._stopping.set()
        threading.Thread(target=self._server.shutdown, daemon=True).start()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/archloom/"):
            return self._control(environ, start_response)
        if f"Credential={iam.DEPLOYER}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return self._aws(environ, start_response)
        with self._counted():
            return self._aws(environ, start_response)

    @contextmanager
    def _counted(self) -> Generator[None]:
        """Knows how many requests of a deployment are under way."""
        with self._idle:
            self._making += 1
        try:
            yield
        finally:
            with self._idle:
                self._making -= 1
                self._idle.notify_all()

    def _control(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get(TOKEN_HEADER) != self._token:
            return _answer(start_response, 403, {"message": "the token of this local cloud is missing or wrong"})
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "GET", "/archloom/health":
                return _answer(start_response, 200, {"pid": os.getpid()})
            case "POST", "/archloom/refresh":
                return self._refresh(start_response)
            case "GET", "/archloom/idle":
                with self._idle:
                    idle = self._idle.wait_for(lambda: self._making == 0, timeout=30)
                return _answer(start_response, 200 if idle else 503, {})
            case "POST", "/archloom/stop":
                self.stop()
                return _answer(start_response, 200, {})
            case _:
                answered = self._live().wsgi(environ, start_response)
                return answered if answered is not None else _answer(start_response, 404, {"message": "unknown path"})

    def _refresh(self, start_response: StartResponse) -> Iterable[bytes]:
        try:
            self._live().refresh()
        except DeployError as error:
            refused = {"where": error.where, "what": error.what, "next_step": error.next_step, "subject": error.subject}
            return _answer(start_response, 409, refused)
        except Exception as error:  # the answer to the command that asked; the log has the whole of it
            traceback.print_exc()
            return _answer(start_response, 500, {"message": f"{type(error).__name__}: {error}"})
        return _answer(start_response, 200, {})

    def _live(self) -> Any:
        """The runtime, started when it is first needed."""
        from .runtime import start

        with self._starting:
            if self._runtime is None:
                self._runtime = start(self._home, self.endpoint, self._token)
        return self._runtime


def _answer(start_response: StartResponse, status: int, content: dict[str, Any]) -> Iterable[bytes]:
    body = json.dumps(content).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(f"{status} {'OK' if status < 400 else 'Refused'}", headers)
    return [body]


def main() -> None:
    parser = argparse.ArgumentParser(description="Archloom's local cloud")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    known = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    gaps.mend()
    iam.enforce()
    try:
        daemon = Daemon(known.home, known.port, os.environ.pop("ARCHLOOM_TOKEN", ""))
    except OSError as error:
        sys.exit(f"port {known.port}: {error.strerror}")
    signal.signal(signal.SIGTERM, daemon.stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command that started it
    threading.Thread(target=_warm_up, daemon=True).start()
    daemon.serve()
    sys.stdout.flush()
    os._exit(0)  # what still runs in other threads is of no use to anybody


def _warm_up() -> None:
    """Imports the services that nearly every stack needs, while the one who deploys prepares the code."""
    from moto.backends import get_backend

    for service in ("iam", "logs", "awslambda", "s3", "dynamodb", "apigatewayv2", "secretsmanager", "sqs", "sns"):
        cast("Callable[[str], object]", get_backend)(service)


if __name__ == "__main__":
    main()
