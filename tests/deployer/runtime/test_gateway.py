from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from archloom.deployer.sandbox.deployed import Address, Route
from archloom.deployer.sandbox.runtime.gateway import Gateway
from archloom.deployer.sandbox.runtime.result import Raised, Result, Returned, Stopped


class Functions:
    """Remembers the calls; answers with what the test says."""

    def __init__(self, result: Result = Returned({"ok": True})) -> None:
        self.calls: list[tuple[str, Any, float | None]] = []
        self.result = result

    def __call__(self, name: str, event: Any, seconds: float | None) -> Result:
        self.calls.append((name, event, seconds))
        return self.result


def api(functions: Functions, **more: Any) -> Client:
    routes = (Route("GET /items/{id}", "show"), Route("POST /items", "make"))
    return Client(Gateway(Address("shop", "router:shop", 1, "http_api", routes, **more), "1", functions))


def url(functions: Functions) -> Client:
    routes = (Route("$default", "app"),)
    return Client(Gateway(Address("app", "web_app:app", 1, "function_url", routes, timeout=0), "1", functions))


def test_the_function_of_the_route_is_called_within_the_gateways_time() -> None:
    functions = Functions()

    response = api(functions).get("/items/7?x=1")

    assert response.json == {"ok": True}
    [(name, event, seconds)] = functions.calls
    assert (name, event["routeKey"], event["pathParameters"], seconds) == ("show", "GET /items/{id}", {"id": "7"}, 30.0)


def test_a_function_url_waits_as_long_as_the_function_may_run() -> None:
    functions = Functions()

    url(functions).put("/any/path")

    assert functions.calls[0][0] == "app"
    assert functions.calls[0][2] is None


def test_an_unknown_path_says_which_routes_there_are() -> None:
    response = api(Functions()).get("/nowhere")

    assert response.status_code == 404
    assert response.json is not None
    assert response.json["detail"] == "No route of shop fits; its routes: GET /items/{id}, POST /items."


def test_a_failing_handler_is_500_with_its_log() -> None:
    response = url(Functions(Raised("ValueError", "bad", ("frame",), ("one", "two")))).get("/")

    assert response.status_code == 500
    assert response.json == {
        "message": "Internal Server Error",
        "function": "app",
        "error": {"errorMessage": "bad", "errorType": "ValueError", "stackTrace": ["frame"]},
        "log": ["one", "two"],
    }


def test_a_handler_over_its_time_is_504() -> None:
    response = url(Functions(Stopped("timeout", "Task timed out after 3.00 seconds"))).get("/")

    assert response.status_code == 504
    assert response.json is not None
    assert response.json["message"] == "Task timed out after 3.00 seconds"


def test_a_malformed_response_is_500_and_says_so() -> None:
    response = url(Functions(Returned({"statusCode": "no number"}))).get("/")

    assert response.status_code == 500
    assert response.json is not None
    assert "app returned no HTTP response" in response.json["detail"]


@pytest.mark.parametrize(("client", "limit"), [(api, 10_000_000), (url, 6_291_456)])
def test_a_request_over_awss_limit_is_refused(client: Any, limit: int) -> None:
    functions = Functions()

    response = client(functions).post("/items", data=b"x" * (limit + 1))

    assert response.status_code == 413
    assert functions.calls == []


def test_a_browser_may_ask_from_any_site_where_cors_is_on() -> None:
    functions = Functions()
    preflight = {"Origin": "http://elsewhere", "Access-Control-Request-Method": "POST"}

    asked = api(functions, cors=True).options("/items", headers=preflight)
    got = api(functions, cors=True).get("/items/7")
    closed = api(functions).get("/items/7")

    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in closed.headers
    assert len(functions.calls) == 2
