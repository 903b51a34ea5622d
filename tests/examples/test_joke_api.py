"""The joke API tells jokes and keeps those that people liked."""

from __future__ import annotations

import json

import pytest

from .conftest import Example

pytestmark = pytest.mark.slow
NAME = "joke_api"


def test_it_tells_a_joke_about_what_was_asked(example: Example) -> None:
    status, told = example.fetch("main:tell", "GET", "/joke", query="topic=penguins")

    assert status == 200
    assert told["topic"] == "penguins"
    assert "Tell me a joke about penguins" in told["joke"]


def test_a_joke_that_was_kept_stands_on_the_shelf_until_it_is_forgotten(example: Example) -> None:
    example.cloud.table("favourites")
    status, kept = example.fetch("main:keep", "POST", "/favourites", json.dumps({"joke": "Honk.", "topic": "geese"}))
    assert status == 201

    _, shelf = example.fetch("main:shelf", "GET", "/favourites")
    assert shelf == {"favourites": [{"id": kept["id"], "joke": "Honk.", "topic": "geese"}]}

    example.fetch("main:forget", "DELETE", f"/favourites/{kept['id']}", id=kept["id"])
    status, _ = example.fetch("main:read", "GET", f"/favourites/{kept['id']}", id=kept["id"])
    assert status == 404


def test_a_joke_without_words_is_refused(example: Example) -> None:
    status, said = example.fetch("main:keep", "POST", "/favourites", "{}")

    assert (status, "joke" in said["message"]) == (400, True)
