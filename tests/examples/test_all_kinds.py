"""Every kind of resource, deployed: its options are honoured, its operations allowed, and nothing beyond them."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from archloom.deployer import deploy as use_cases

from .conftest import Deployment

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[1] / "data" / "all_kinds"


def test_an_asgi_app_answers_behind_a_raw_route(deployment: Deployment) -> None:
    assert deployment.fetch("GET", "/web/ada") == (200, {"hello": "ada"})


def test_a_function_calls_another_and_hears_of_its_error(deployment: Deployment) -> None:
    assert deployment.fetch("POST", "/call", {"n": 4}) == (200, {"twice": 8})
    assert deployment.fetch("POST", "/call", {"n": -4})[0] == 500
    assert any("FunctionError: Function 'doubling' failed: ValueError: negative" in line for line in _log(deployment))


def test_a_function_has_its_size_and_its_variables(deployment: Deployment) -> None:
    (function,) = [
        one
        for one in deployment.client("lambda").list_functions()["Functions"]
        if "LOG_LEVEL" in one["Environment"]["Variables"]
    ]

    assert (function["MemorySize"], function["Timeout"]) == (256, 10)


def test_a_secret_is_read_and_stands_nowhere_else(deployment: Deployment) -> None:
    assert deployment.fetch("GET", "/token") == (200, {"length": len("tok-very-secret")})

    home = use_cases.locate(deployment.project, stack="dev", target="sandbox")[0].home
    kept = [path for path in home.rglob("*") if path.is_file() and path.name != ".env"]
    assert [path for path in kept if b"tok-very-secret" in path.read_bytes()] == []


def test_messages_go_through_queue_and_topic_and_a_bad_one_is_put_aside(deployment: Deployment) -> None:
    for text in ("one", "two", "bad", "after"):
        assert deployment.fetch("POST", "/steps/a", text) == (204, "")

    heard = {"share": 0.5, "heard": True}
    seen = deployment.wait_for("/seen", lambda _, body: all(body.get(w) == heard for w in ("one", "two", "after")))

    assert "bad" not in seen
    sqs = deployment.client("sqs")
    (dead,) = [url for url in sqs.list_queues()["QueueUrls"] if "dead" in url]
    (message,) = sqs.receive_message(QueueUrl=dead)["Messages"]
    assert json.loads(message["Body"]) == {"text": "bad"}


def test_a_file_is_stored_announced_and_handed_out_by_a_link(deployment: Deployment) -> None:
    status, answer = deployment.fetch("PUT", "/files/a/b.txt", "hello")

    assert status == 201
    with urllib.request.urlopen(answer["link"], timeout=10) as content:
        assert content.read() == b"hello"
    assert deployment.wait_for("/seen", lambda _, body: "a/b.txt" in body)["a/b.txt"] == 5
    versions = deployment.client("s3").get_bucket_versioning(Bucket=deployment.outputs["files.bucket"])
    assert versions["Status"] == "Enabled"


def test_a_schedule_runs_its_handler(deployment: Deployment) -> None:
    assert deployment.fire("tick") == (200, {"value": None})
    assert "tick" in deployment.wait_for("/seen", lambda _, body: "tick" in body)

    assert deployment.fetch("DELETE", "/seen/tick") == (204, "")
    assert "tick" not in deployment.fetch("GET", "/seen")[1]


def test_a_table_forgets_by_the_attribute_that_was_named(deployment: Deployment) -> None:
    answer = deployment.client("dynamodb").describe_time_to_live(TableName=deployment.outputs["seen.table"])

    said = answer["TimeToLiveDescription"]
    assert (said["AttributeName"], said["TimeToLiveStatus"]) == ("expires", "ENABLED")


def test_a_website_serves_its_folder_and_an_api_is_open_to_browsers(deployment: Deployment) -> None:
    with urllib.request.urlopen(deployment.outputs["front.url"], timeout=10) as page:
        assert b"Every kind" in page.read()
    asked = urllib.request.Request(f"{deployment.url}/seen", headers={"origin": "https://example.com"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["access-control-allow-origin"] == "*"


def test_what_no_link_grants_is_denied(deployment: Deployment) -> None:
    assert deployment.fetch("POST", "/overreach", "get") == (200, "done")
    assert deployment.fetch("POST", "/overreach", "set")[0] == 500
    assert any("overreach" in line and "AccessDenied" in line for line in _log(deployment))


def _log(deployment: Deployment) -> list[str]:
    lines = use_cases.logs(deployment.project)
    return [f"{line.function} {line.message}" for line in lines]
