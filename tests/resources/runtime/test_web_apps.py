"""asgi and wsgi: whole web apps behind one function."""

from __future__ import annotations

import base64
import json
import sys

import pytest

from .conftest import Start, request

ASGI = """
import asyncio
started = []

async def handler(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        started.append(asyncio.get_running_loop())
        scope["state"]["count"] = len(started)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = (await receive())["body"]
    if scope["path"] == "/boom":
        raise ValueError("sk-123")
    query, count = scope["query_string"].decode(), scope["state"]["count"]
    said = f"{scope['method']} {scope['path']} {query} {body.decode()} {count}"
    same = asyncio.get_running_loop() is started[0]
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": f"{said} {same}".encode()})
"""

WSGI = """
class Closing(list):
    closed = 0
    def close(self):
        Closing.closed += 1

def handler(environ, start_response):
    if environ["PATH_INFO"] == "/boom":
        raise ValueError("sk-123")
    if environ["PATH_INFO"] == "/image":
        start_response("200 OK", [("Content-Type", "image/png")])
        return Closing([b"\\x89PNG"])
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    names = "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "HTTP_X_A", "HTTP_COOKIE", "SERVER_NAME"
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    write = start_response("201 Created", [("Content-Type", "text/plain"), *cookies])
    write("|".join(environ[name] for name in names).encode())
    return Closing([b"|", body.encode(), b"|", str(Closing.closed).encode()])
"""


def test_an_asgi_app_answers_and_its_lifespan_starts_once(start: Start) -> None:
    run = start("asgi", ASGI)

    run(request())
    answer = run(request("POST", "/chat", "hello", rawQueryString="a=1"))

    assert (answer["statusCode"], answer["body"]) == (201, "POST /chat a=1 hello 1 True")


def test_an_error_of_an_asgi_app_tells_nothing(start: Start) -> None:
    answer = start("asgi", ASGI)(request("GET", "/boom"))

    assert (answer["statusCode"], "sk-123" in answer["body"]) == (500, False)


def test_an_asgi_app_may_be_made_by_a_function(start: Start) -> None:
    run = start("asgi", ASGI + "\ndef create():\n    return handler\n", "app:create")

    assert run(request())["statusCode"] == 201


def test_an_asgi_app_without_a_lifespan_works_too(start: Start) -> None:
    run = start(
        "asgi",
        """
        async def handler(scope, receive, send):
            assert scope["type"] == "http"
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"plain"})
        """,
    )

    assert run(request())["statusCode"] == 200


def test_the_app_of_a_raw_route_is_known_by_what_it_takes(start: Start) -> None:
    event = request("GET", "/", headers={"x-a": "", "cookie": ""})

    assert start("http", ASGI)(event)["body"].startswith("GET /")
    sys.modules.pop("app")
    assert start("http", WSGI)(event)["body"].startswith("GET|/|")


def test_a_wsgi_app_sees_the_request_and_answers(start: Start) -> None:
    run = start("wsgi", WSGI)
    event = request(
        "PUT", "/a b", "body", rawQueryString="q=1", cookies=["c=1", "d=2"],
        headers={"host": "api.example.com:443", "content-type": "text/x", "x-a": "A"},
    )  # fmt: skip

    answer = run(event)

    assert answer["statusCode"] == 201
    assert answer["body"] == "PUT|/a b|q=1|text/x|A|c=1; d=2|api.example.com|body|0"
    assert answer["cookies"] == ["a=1", "b=2"]


def test_the_answer_of_a_wsgi_app_is_closed_and_binary_stays_binary(start: Start) -> None:
    run = start("wsgi", WSGI)

    image = run(request("GET", "/image"))

    assert base64.b64decode(image["body"]) == b"\x89PNG"
    event = request("GET", "/", headers={"x-a": "", "cookie": ""})
    assert run(event)["body"].endswith("|1")


def test_an_error_of_a_wsgi_app_tells_nothing(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    answer = start("wsgi", WSGI)(request("GET", "/boom"))

    assert json.loads(answer["body"])["message"] == "Internal Server Error"
    assert "ValueError: sk-123" in capsys.readouterr().err
