from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from archloom.deployer.sandbox.runtime.payload import event_of, response_of


def event(path: str = "/items/7", **request: Any) -> dict[str, Any]:
    built = Request(EnvironBuilder(path, **request).get_environ())
    return event_of(built, api="shop", route="GET /items/{id}", parameters={"id": "7"}, account="1")


def test_a_request_becomes_an_event_of_format_2() -> None:
    made = event(query_string="a=1&b=2&a=3&empty=", headers={"X-One": "1", "Cookie": "k=v; n=w"})

    assert made["version"] == "2.0"
    assert (made["rawPath"], made["rawQueryString"]) == ("/items/7", "a=1&b=2&a=3&empty=")
    assert made["queryStringParameters"] == {"a": "1,3", "b": "2", "empty": ""}
    assert made["pathParameters"] == {"id": "7"}
    assert made["headers"]["x-one"] == "1"
    assert made["cookies"] == ["k=v", "n=w"]
    assert "cookie" not in made["headers"]
    assert made["requestContext"]["http"]["method"] == "GET"
    assert made["requestContext"]["accountId"] == "1"
    assert "body" not in made


@pytest.mark.parametrize(
    ("kind", "data", "body", "encoded"),
    [
        ("application/json", b'{"a": 1}', '{"a": 1}', False),
        ("text/plain; charset=utf-8", "ü".encode(), "ü", False),
        ("application/ld+json", b"{}", "{}", False),
        ("image/png", b"\x89PNG", "iVBORw==", True),
        ("application/x-www-form-urlencoded", b"a=1", "YT0x", True),  # as API Gateway does it
        ("text/plain", b"\xff\xfe", "//4=", True),  # says text and is none
    ],
)
def test_text_bodies_stay_text_and_others_are_encoded(kind: str, data: bytes, body: str, encoded: bool) -> None:
    made = event(method="POST", data=data, content_type=kind)

    assert (made["body"], made["isBase64Encoded"]) == (body, encoded)


@pytest.mark.parametrize(
    ("value", "status", "kind", "body"),
    [
        ({"a": 1}, 200, "application/json", b'{"a": 1}'),
        ("plain", 200, "application/json", b"plain"),
        ([1, 2], 200, "application/json", b"[1, 2]"),
        (None, 200, "application/json", b"null"),
        ({"statusCode": 201, "body": "made"}, 201, "text/plain; charset=utf-8", b"made"),
        ({"statusCode": "404"}, 404, "text/plain; charset=utf-8", b""),
        (
            {"statusCode": 200, "headers": {"content-type": "image/png"}, "body": "iVBORw==", "isBase64Encoded": True},
            200, "image/png", b"\x89PNG",
        ),
    ],
)  # fmt: skip
def test_what_a_function_returns_becomes_a_response(value: Any, status: int, kind: str, body: bytes) -> None:
    response = response_of(value)

    assert (response.status_code, response.headers["Content-Type"], response.data) == (status, kind, body)


def test_headers_of_the_connection_are_the_servers_own() -> None:
    response = response_of(
        {
            "statusCode": 200,
            "headers": {"Transfer-Encoding": "chunked", "Content-Length": "99", "X-Mine": "1"},
            "body": "ok",
        }
    )

    assert dict(response.headers) == {"X-Mine": "1", "Content-Type": "text/plain; charset=utf-8", "Content-Length": "2"}


def test_cookies_and_repeated_headers_are_kept_apart() -> None:
    response = response_of(
        {"statusCode": 200, "cookies": ["a=1", "b=2; Path=/"], "multiValueHeaders": {"X-Many": ["1", "2"]}}
    )

    assert response.headers.getlist("Set-Cookie") == ["a=1", "b=2; Path=/"]
    assert response.headers.getlist("X-Many") == ["1", "2"]
