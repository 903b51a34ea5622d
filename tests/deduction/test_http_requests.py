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


@pytest.mark.parametrize("address", ['f"{API}/search"', 'API + "/search"', 'f"{API}/of/{event}?{SIZE}"', "API"])
def test_a_variable_that_alone_says_the_host_can_be_set_for_a_deployment(opened: Open, address: str) -> None:
    seen = opened(
        'import os, requests\nAPI = os.getenv("API_URL", "http://localhost:8000")\nSIZE = os.getenv("SIZE", "9")\n'
        f"def lambda_handler(event, context): requests.get({address})\n"
    )

    assert [(one.name, one.env) for one in seen.resources if one.kind == "external_api"] == [
        ("localhost:8000", "API_URL")
    ]
    assert [one.code for one in seen.problems if "machine" in one.message] == []


def test_a_variable_that_says_the_path_does_not_say_the_host(opened: Open) -> None:
    seen = opened(
        'import os, requests\nPART = os.getenv("PART", "search")\n'
        'def lambda_handler(event, context): requests.get(f"http://a.example/{PART}")\n'
    )

    assert [(one.name, one.env) for one in seen.resources if one.kind == "external_api"] == [("a.example", None)]


FEEDS = {
    "feedparser.parse('https://a.example/feed')": {"external_api:a.example": {"read"}},
    "feedparser.parse(requests.get('https://a.example/feed').text)": {"external_api:a.example": {"read"}},
    "urlretrieve('https://a.example/x.pdf', event['path'])": {"external_api:a.example": {"read"}},
}


@pytest.mark.parametrize("fetch", FEEDS)
def test_what_is_fetched_is_asked_once_and_only_read(opened: Open, fetch: str) -> None:
    imports = "import feedparser, requests\nfrom urllib.request import urlretrieve\n"
    seen = opened(f"{imports}def lambda_handler(event, context): {fetch}\n")

    assert actions_of(seen, "app.lambda_handler") == FEEDS[fetch]
