"""HTTP to and from what a function sees: API Gateway's payload format 2.0, which function URLs use too.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request, Response

from ..fields import items, table

_OURS = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive"})
"""Headers of the connection, which the server itself sets."""
_TEXT = ("text/", "application/json", "application/xml", "application/javascript")


def event_of(request: Request, *, api: str, route: str, parameters: Mapping[str, str], account: str) -> dict[str, Any]:
    """The event for a request. `route` is the key of the route that matched, `parameters` its path parameters."""
    body = request.get_data()
    text = _is_text(request)
    raw_path = str(request.environ.get("REQUEST_URI", request.path)).partition("?")[0]
    query = request.query_string.decode("ascii", "replace")
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() != "cookie"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": raw_path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": _context(request, api, route, account),
        "isBase64Encoded": bool(body) and not text,
    }
    if cookie := request.headers.get("Cookie"):
        event["cookies"] = [part.strip() for part in cookie.split(";")]
    if query:
        event["queryStringParameters"] = _joined(query)
    if parameters:
        event["pathParameters"] = dict(parameters)
    if body:
        event["body"] = body.decode() if text else base64.b64encode(body).decode()
    return event


def response_of(value: Any) -> Response:
    """The HTTP response for what a function returned: a dict with `statusCode`, or any JSON, which is a plain 200.

    Raises ValueError when it has a `statusCode` and yet is no response.
    """
    answer = table(value)
    if "statusCode" not in answer:
        body = value if isinstance(value, str) else json.dumps(value)
        return Response(body, 200, content_type="application/json")
    headers = [(name, str(item)) for name, item in table(answer.get("headers")).items() if name.lower() not in _OURS]
    for name, several in table(answer.get("multiValueHeaders")).items():
        headers += [(name, str(item)) for item in items(several)]
    headers += [("Set-Cookie", str(cookie)) for cookie in items(answer.get("cookies"))]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "text/plain; charset=utf-8"))
    return Response(_body(answer), int(answer["statusCode"]), headers)


def _body(value: Mapping[str, Any]) -> bytes:
    body = value.get("body")
    if body is None:
        return b""
    if value.get("isBase64Encoded"):
        return base64.b64decode(body)
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def _is_text(request: Request) -> bool:
    kind = request.mimetype
    if not kind or not (kind.startswith(_TEXT) or kind.endswith(("+json", "+xml"))):
        return False
    try:
        request.get_data().decode()
    except UnicodeDecodeError:
        return False
    return True


def _joined(query: str) -> dict[str, str]:
    """Repeated parameters are one text with commas."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return {name: ",".join(values) for name, values in found.items()}


def _context(request: Request, api: str, route: str, account: str) -> dict[str, Any]:
    now = time.time()
    return {
        "accountId": account,
        "apiId": api,
        "domainName": request.host,
        "domainPrefix": api,
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
            "sourceIp": request.remote_addr or "127.0.0.1",
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
