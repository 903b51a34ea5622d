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
