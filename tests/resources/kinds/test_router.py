"""Routes: what a path may be, and that a handler stays the function that it was."""

from __future__ import annotations

import pytest

from archloom.resources import DeclarationError, Router
from archloom.resources.kinds.router import path_refusal


@pytest.mark.parametrize("path", ["/", "/a", "/a/b.txt", "/items/{id}", "/{tenant}/items/{id}", "/{path:path}", "/~x/"])
def test_a_path_of_an_http_api_is_taken(path: str) -> None:
    assert path_refusal(path) is None


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "begin with"),
        ("items", "begin with"),
        (None, "begin with"),
        ("/items-{id}", "one whole parameter"),
        ("/items/{id", "one whole parameter"),
        ("/items/{}", "one whole parameter"),
        ("/items/{1st}", "one whole parameter"),
        ("/items?all", "one whole parameter"),
        ("/my items", "one whole parameter"),
        ("/{path:path}/more", "at the end"),
        ("/{id}/{id}", "two parameters"),
    ],
)
def test_another_path_is_refused_with_the_reason(path: object, said: str) -> None:
    assert said in (path_refusal(path) or "")


def test_both_forms_give_the_function_back_unchanged() -> None:
    api = Router("api")

    @api.get("/decorated")
    def decorated() -> str:
        return "still a function"

    def plain() -> str:
        return "this too"

    assert decorated() == "still a function"
    assert api.post("/plain", plain) is plain
    assert [(route.method, route.path) for route in api.routes] == [("GET", "/decorated"), ("POST", "/plain")]


def test_every_method_has_its_word() -> None:
    api = Router("api")

    for method in (api.get, api.post, api.put, api.delete, api.all):
        method("/x", print)

    assert [route.method for route in api.routes] == ["GET", "POST", "PUT", "DELETE", "ANY"]


def test_a_raw_route_keeps_its_app() -> None:
    api, app = Router("api"), print

    api.all("/{path:path}", app, raw=True)

    assert api.routes[0].raw
    assert api.routes[0].handler is app


def test_a_second_handler_for_a_route_is_refused() -> None:
    api = Router("api")
    api.get("/x", print)

    with pytest.raises(DeclarationError, match="GET /x has a handler already"):
        api.get("/x", len)


def test_what_cannot_be_called_is_no_handler() -> None:
    with pytest.raises(DeclarationError, match="takes a function, not 'chat'"):
        Router("api").get("/x", "chat")
