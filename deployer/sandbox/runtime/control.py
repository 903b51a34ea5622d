"""The runtime's own paths on the daemon's port: call a function, fire a schedule.

    POST /archloom/invoke/NAME   body = event      -> {"value": …} or {"error": {…}, "log": […]}
    POST /archloom/fire/NAME                       -> the same

Both need the daemon's token in `X-Archloom-Token`: any page in a browser can send requests to this computer, but none
can set that header.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request, Response

from .result import Result, Returned

INVOKE, FIRE = "/archloom/invoke/", "/archloom/fire/"
HEADER = "X-Archloom-Token"


class Control:
    """Asked before moto: None means that the path is not one of these."""

    def __init__(self, invoke: Callable[[str, Any], Result], fire: Callable[[str], Result], token: str) -> None:
        self._invoke = invoke
        self._fire = fire
        self._token = token

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith((INVOKE, FIRE)):
            return None
        return self.answer(Request(environ), path)(environ, start_response)

    def answer(self, request: Request, path: str) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, ""), self._token):
            return _json(403, {"message": f"The header {HEADER} must carry the token of the daemon."})
        if request.method != "POST":
            return _json(405, {"message": "Only POST does something here."})
        if path.startswith(FIRE):
            return self._fired(unquote(path.removeprefix(FIRE)))
        try:
            event = json.loads(request.get_data() or b"{}")
        except ValueError as error:
            return _json(400, {"message": f"The event is not JSON: {error}."})
        return _result(self._invoke(unquote(path.removeprefix(INVOKE)), event))

    def _fired(self, schedule: str) -> Response:
        try:
            return _result(self._fire(schedule))
        except KeyError:
            return _json(404, {"message": f"No schedule {schedule} is deployed."})


def _result(result: Result) -> Response:
    if isinstance(result, Returned):
        return _json(200, {"value": result.value})
    return _json(200, {"error": result.payload(), "log": list(result.log)})


def _json(status: int, value: Any) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")
