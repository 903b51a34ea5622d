from __future__ import annotations

import pytest

from archloom.deployer.sandbox.runtime.routing import find

ROUTES = [
    (key, key)
    for key in (
        "GET /items",
        "GET /items/{id}",
        "GET /items/new",
        "ANY /items/{id}",
        "POST /{path+}",
        "ANY /files/{key+}",
    )
]


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/items", "GET /items", {}),
        ("GET", "/items/", "GET /items", {}),
        ("GET", "/items/7", "GET /items/{id}", {"id": "7"}),
        ("GET", "/items/new", "GET /items/new", {}),  # a route without variables comes first
        ("DELETE", "/items/7", "ANY /items/{id}", {"id": "7"}),  # any method comes after the method itself
        ("POST", "/items/7", "ANY /items/{id}", {"id": "7"}),  # a greedy route comes last
        ("POST", "/a/b/c", "POST /{path+}", {"path": "a/b/c"}),
        ("GET", "/files/a%20b/c", "ANY /files/{key+}", {"key": "a b/c"}),
        ("GET", "/items/a%2Fb", "GET /items/{id}", {"id": "a/b"}),  # an encoded slash is part of a segment
    ],
)
def test_the_route_that_a_request_takes(method: str, path: str, key: str, parameters: dict[str, str]) -> None:
    found = find(ROUTES, method, path)

    assert found is not None
    assert (found.key, found.parameters) == (key, parameters)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/other"), ("GET", "/items/7/more"), ("PUT", "/"), ("GET", "/files")]
)
def test_a_request_that_no_route_fits(method: str, path: str) -> None:
    assert find(ROUTES, method, path) is None


def test_the_default_route_takes_what_is_left() -> None:
    routes = [("$default", "rest"), ("GET /a", "a")]

    assert [found.function for path in ("/a", "/b") if (found := find(routes, "GET", path))] == ["a", "rest"]
