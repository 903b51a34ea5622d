"""Requests of the standard library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]


@pytest.mark.parametrize(
    ("asks", "actions"),
    [
        ('urlopen("https://a.example/x")', {"read"}),
        ('urlopen("https://a.example/x", None, 5)', {"read"}),
        ('urlopen("https://a.example/x", data=b"x")', {"invoke"}),
        ('urlopen(Request("https://a.example/x", headers={}))', {"read"}),
        ('urlopen(Request("https://a.example/x", b"x"))', {"invoke"}),
        ('urlopen(Request("https://a.example/x", method="PUT"))', {"invoke"}),
        ('urlopen(Request("https://a.example/x", method="HEAD"))', {"read"}),
        ('urlopen(Request("https://a.example/x", method=event["how"], data=b"x"))', {"invoke"}),
    ],
)
def test_a_request_with_data_or_another_method_sends(opened: Open, asks: str, actions: set[str]) -> None:
    seen = opened(f"from urllib.request import Request, urlopen\ndef lambda_handler(event, context): {asks}\n")

    assert actions_of(seen, "app.lambda_handler") == {"external_api:a.example": actions}


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ('os.environ["API_URL"] + event["path"]', "API_URL"),
        ('os.environ["API_URL"].rstrip("/") + event["path"] + "?" + event["query"]', "API_URL"),
        ('f"https://{os.environ["API_HOST"]}{event["path"]}"', "API_HOST"),
        ('os.getenv("API_URL", "https://a.example") + event["path"]', "a.example"),
        ('"https://a.example" + event["path"]', "a.example"),
        ("f\"https://a.{event['region']}.example/x\"", "http"),
        ("f\"https://a.example{event['country']}.org/x\"", "http"),
        ("f\"{os.environ['NAME']}.{event['region']}/x\"", "http"),
    ],
)
def test_what_a_path_is_appended_to_is_the_address(opened: Open, address: str, api: str) -> None:
    seen = opened(f"import os, requests\ndef lambda_handler(event, context): requests.get({address})\n")

    assert actions_of(seen, "app.lambda_handler") == {f"external_api:{api}": {"read"}}
