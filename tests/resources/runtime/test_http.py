"""http: an event becomes a Request, what the handler returns becomes an answer, what it raises tells nothing."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace

import pytest

from .conftest import Start, request


def test_the_request_holds_all_that_was_sent(start: Start) -> None:
    run = start(
        "http",
        """
        def handler(request):
            return {
                "line": [request.method, request.path, request.path_params["id"]],
                "query": [request.query["a"], request.queries["a"], request.query["empty"]],
                "header": request.headers["x-trace"],
                "cookie": request.cookies["session"],
                "body": request.json(),
            }
        """,
    )
    event = request(
        "POST", "/items/7", '{"é": 1}',
        pathParameters={"id": "7"}, rawQueryString="a=1&a=2%263&empty=", headers={"X-Trace": "t"},
        cookies=["session=s; b=c"],
    )  # fmt: skip

    answer = run(event)

    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == "application/json"
    assert json.loads(answer["body"]) == {
        "line": ["POST", "/items/7", "7"],
        "query": ["1", ["1", "2&3"], ""],
        "header": "t",
        "cookie": "s",
        "body": {"é": 1},
    }


def test_a_body_in_base64_arrives_as_bytes(start: Start) -> None:
    run = start("http", "def handler(request): return request.body[::-1]")

    answer = run(request(body=base64.b64encode(b"\x00\xff").decode(), isBase64Encoded=True))

    assert (base64.b64decode(answer["body"]), answer["isBase64Encoded"]) == (b"\xff\x00", True)


@pytest.mark.parametrize(
    ("returned", "status", "content_type", "body"),
    [
        ("{'a': 1}", 200, "application/json", '{"a": 1}'),
        ("['a', 201]", 200, "application/json", '["a", 201]'),
        ("'plain'", 200, "text/plain; charset=utf-8", "plain"),
        ("None", 204, None, ""),
        ("({'a': 1}, 201)", 201, "application/json", '{"a": 1}'),
        ("('<p>', 200, {'Content-Type': 'text/html'})", 200, "text/html", "<p>"),
        ("Response('gone', 410)", 410, "text/plain; charset=utf-8", "gone"),
        ("{'statusCode': 202, 'body': {'a': 1}}", 202, None, '{"a": 1}'),
        ("datetime.date(2025, 1, 2)", 200, "application/json", '"2025-01-02"'),
        ("{'n': decimal.Decimal('2'), 's': {'b', 'a'}}", 200, "application/json", '{"n": 2, "s": ["a", "b"]}'),
        ("Point(1)", 200, "application/json", '{"x": 1}'),
        ("[Model()]", 200, "application/json", '[{"kind": "model"}]'),
    ],
)
def test_what_a_handler_may_return(
    start: Start, returned: str, status: int, content_type: str | None, body: str
) -> None:
    run = start(
        "http",
        f"""
        import dataclasses, datetime, decimal
        from archloom.resources import Response

        @dataclasses.dataclass
        class Point:
            x: int

        class Model:
            def model_dump(self, mode):
                return {{"kind": "model"}}

        def handler(): return {returned}
        """,
    )

    answer = run(request())

    assert (answer["statusCode"], answer.get("headers", {}).get("content-type"), answer["body"]) == (
        status,
        content_type,
        body,
    )


def test_cookies_travel_beside_the_headers(start: Start) -> None:
    run = start(
        "http",
        """
        from archloom.resources import Response
        def handler(): return Response("x", cookies=("a=1", "b=2; HttpOnly"))
        """,
    )

    assert run(request())["cookies"] == ["a=1", "b=2; HttpOnly"]


def test_a_bad_body_is_the_callers_mistake(start: Start) -> None:
    run = start("http", "def handler(request): return request.json()")

    answer = run(request(body="{"))

    assert answer["statusCode"] == 400
    assert "not JSON" in answer["body"]


@pytest.mark.parametrize("code", ["raise ValueError('sk-123')", "return object()", "return ('x', 999)"])
def test_an_error_tells_the_outside_nothing_and_the_log_everything(
    start: Start, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    run = start("http", f"def handler(): {code}")

    answer = run(request("GET", "/secret"), SimpleNamespace(aws_request_id="r-1"))

    assert answer["statusCode"] == 500
    assert json.loads(answer["body"]) == {"message": "Internal Server Error", "request_id": "r-1"}
    logged = capsys.readouterr().err
    assert "archloom: GET /secret failed" in logged
    assert "Traceback" in logged


@pytest.mark.parametrize("head", ["def", "async def"])
def test_the_trace_in_the_log_begins_in_the_users_code(
    start: Start, capsys: pytest.CaptureFixture[str], head: str
) -> None:
    run = start("http", f"import json\n{head} handler(): return json.loads('no json')")

    run(request())

    files = [line for line in capsys.readouterr().err.splitlines() if line.startswith("  File ")]
    assert "app.py" in files[0]
    assert "json" in files[-1]


def test_async_handlers_share_one_loop_from_event_to_event(start: Start) -> None:
    run = start(
        "http",
        """
        import asyncio
        lock = asyncio.Lock()
        loops = []

        async def handler(request):
            async with lock:
                await asyncio.sleep(0)
            loops.append(asyncio.get_running_loop())
            return {"loops": len(set(loops)), "events": len(loops)}
        """,
    )

    run(request())

    assert json.loads(run(request())["body"]) == {"loops": 1, "events": 2}


def test_an_async_handler_runs_under_a_loop_of_somebody_else(start: Start) -> None:
    import asyncio

    run = start("http", "async def handler(request): return 'fine'")

    async def somebody_else() -> str:
        return run(request())["body"]

    assert asyncio.run(somebody_else()) == "fine"
