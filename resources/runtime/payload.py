"""API Gateway's payload format 2.0, both ways: an event becomes a Request, what a handler returns becomes an answer.

Function URLs speak the same format. See
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import decimal
import json
import uuid
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, cast
from urllib.parse import parse_qsl

from ..http import Request, Response

Event = Mapping[str, Any]
Answer = dict[str, Any]


def request(event: Event) -> Request:
    """The request that an event carries."""
    http = event.get("requestContext", {}).get("http", {})
    queries = _queries(event.get("rawQueryString", ""))
    headers: dict[str, str] = event.get("headers") or {}
    return Request(
        method=http.get("method", "GET"),
        path=event.get("rawPath") or http.get("path", "/"),
        path_params=dict(event.get("pathParameters") or {}),
        query={name: values[0] for name, values in queries.items()},
        headers={name.lower(): value for name, value in headers.items()},
        body=body(event),
        cookies=_cookies(event.get("cookies") or ()),
        queries=queries,
    )


def body(event: Event) -> bytes:
    """The body of an event."""
    text: str = event.get("body") or ""
    return base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()


def answer(result: Any) -> Answer:
    """The answer for whatever a handler returned.

    A tuple is body, status and headers; a dict that has `statusCode` is an answer already. Raises TypeError
    for what JSON cannot hold.
    """
    match result:
        case None:
            return {"statusCode": 204, "headers": {}, "body": "", "isBase64Encoded": False}
        case Response():
            return _answer(result)
        case tuple():
            return _answer(Response(*cast(tuple[Any, ...], result)))
        case {"statusCode": int()}:
            ready = cast(Answer, result)
            content = ready.get("body", "")
            return ready | {"body": content if isinstance(content, str) else to_json(content)}
        case _:
            return _answer(Response(result))


def to_json(value: Any) -> str:
    """JSON, with pydantic models (LangChain's messages and documents), dataclasses, dates and sets as one expects."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _answer(response: Response) -> Answer:
    content_type, text, encoded = _content(response.body)
    headers = {name.lower(): str(value) for name, value in response.headers.items()}
    made: Answer = {
        "statusCode": response.status,
        "headers": {"content-type": content_type} | headers,
        "body": text,
        "isBase64Encoded": encoded,
    }
    return made | {"cookies": list(response.cookies)} if response.cookies else made


def _content(content: Any) -> tuple[str, str, bool]:
    if isinstance(content, str):
        return "text/plain; charset=utf-8", content, False
    if isinstance(content, bytes | bytearray):
        return "application/octet-stream", base64.b64encode(content).decode(), True
    return "application/json", to_json(content), False


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    match value:
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case set() | frozenset():
            return sorted(cast(set[Any], value), key=str)
        case uuid.UUID():
            return str(value)
        case _:
            raise TypeError(f"An answer holds what JSON can hold, not {type(value).__name__}: {value!r}")


def _queries(raw: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True):
        found[name] = (*found.get(name, ()), value)
    return found


def _cookies(lines: Any) -> dict[str, str]:
    jar = SimpleCookie("; ".join(lines))
    return {name: morsel.value for name, morsel in jar.items()}
