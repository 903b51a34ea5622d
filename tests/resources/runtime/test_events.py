"""queue, topic, bucket, schedule, function, raw: what each handler is given and what becomes of its errors."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from .conftest import Start, request

COLLECT = """
seen = []
{head}handler(*args):
    if args[0] == "bad":
        raise ValueError("bad message")
    seen.append(args[0])
    return seen
"""


def _message(identifier: str, body: str, content_type: str | None = None, fifo: bool = False) -> dict[str, Any]:
    attributes = {"content-type": {"stringValue": content_type, "dataType": "String"}} if content_type else {}
    arn = "arn:aws:sqs:us-east-1:1:jobs" + (".fifo" if fifo else "")
    return {"messageId": identifier, "body": body, "messageAttributes": attributes, "eventSourceARN": arn}


def _seen() -> list[Any]:
    import sys

    return sys.modules["app"].seen


@pytest.mark.parametrize("head", ["def ", "async def "])
def test_a_queue_gives_each_message_as_it_was_pushed(start: Start, head: str) -> None:
    run = start("queue", COLLECT.format(head=head))
    records = [
        _message("1", '{"a": 1}', "application/json"),
        _message("2", "42", "text/plain"),
        _message("3", "[7]"),
        _message("4", "no json"),
    ]

    assert run({"Records": records}) == {"batchItemFailures": []}
    assert _seen() == [{"a": 1}, "42", [7], "no json"]


def test_only_the_message_that_failed_comes_again(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    run = start("queue", COLLECT.format(head="def "))

    answer = run({"Records": [_message("1", "one"), _message("2", "bad"), _message("3", "three")]})

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert _seen() == ["one", "three"]
    assert "archloom: message 2 failed" in capsys.readouterr().err


def test_a_batch_of_which_nothing_was_done_raises_so_that_no_mapping_loses_it(start: Start) -> None:
    run = start("queue", COLLECT.format(head="def "))

    with pytest.raises(ValueError, match="bad message"):
        run({"Records": [_message("1", "bad")]})
    with pytest.raises(ValueError, match="bad message"):
        run({"Records": [_message("1", "bad", fifo=True), _message("2", "good", fifo=True)]})
    assert _seen() == []


def test_in_a_queue_with_order_nothing_overtakes_a_failure(start: Start) -> None:
    run = start("queue", COLLECT.format(head="def "))

    answer = run(
        {"Records": [_message(n, body, fifo=True) for n, body in (("1", "one"), ("2", "bad"), ("3", "three"))]}
    )

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}, {"itemIdentifier": "3"}]}
    assert _seen() == ["one"]


def test_a_topic_gives_the_message_and_raises_so_that_aws_tries_again(start: Start) -> None:
    run = start("topic", COLLECT.format(head="def "))
    attributes = {"content-type": {"Type": "String", "Value": "text/plain"}}

    run({"Records": [{"Sns": {"Message": '{"a": 1}'}}, {"Sns": {"Message": "7", "MessageAttributes": attributes}}]})

    assert _seen() == [{"a": 1}, "7"]
    with pytest.raises(ValueError, match="bad message"):
        run({"Records": [{"Sns": {"Message": "bad"}}]})


def test_a_bucket_gives_an_upload_with_its_real_key(start: Start) -> None:
    run = start("bucket", COLLECT.format(head="def "))

    run({"Records": [{"s3": {"bucket": {"name": "b"}, "object": {"key": "a+folder/%C3%A9.txt", "size": 3}}}]})
    run({"Event": "s3:TestEvent"})

    (upload,) = _seen()
    assert (upload.bucket, upload.key, upload.size) == ("b", "a folder/é.txt", 3)


@pytest.mark.parametrize("parameters", ["", "event", "event, context"])
def test_a_schedule_runs_a_handler_with_or_without_parameters(start: Start, parameters: str) -> None:
    run = start("schedule", f"seen = []\ndef handler({parameters}):\n    seen.append(1)")

    run({"time": "now"})

    assert _seen() == [1]


def test_a_function_answers_in_json(start: Start) -> None:
    run = start("function", "async def handler(payload): return {'twice': payload['n'] * 2, 'parts': {3}}")

    assert run({"n": 2}) == {"twice": 4, "parts": [3]}


def test_a_function_that_was_declared_by_its_object_runs_its_handler(start: Start) -> None:
    code = """
    from archloom.resources import Function
    def work(payload): return payload + 1
    job = Function(work, "work")
    """

    assert start("function", code, "app:job")(1) == 2


def test_a_raw_handler_is_called_as_lambda_calls_it(start: Start) -> None:
    run = start(
        "raw", "def handler(event, context):\n    return {'statusCode': 200, 'body': event['rawPath'] + context}"
    )

    assert run(request(path="/x"), "!") == {"statusCode": 200, "body": "/x!"}
    with pytest.raises(KeyError):
        run({}, "!")


def test_a_raw_handler_may_be_async_and_a_method(start: Start) -> None:
    code = """
    class App:
        async def handle(self, event, context):
            return event
    app = App()
    """

    assert start("raw", code, "app:app.handle")({"a": 1}) == {"a": 1}


def test_a_sync_handler_may_run_a_loop_of_its_own(start: Start) -> None:
    run = start(
        "raw", "import asyncio\nasync def work(): return 3\ndef handler(event, context): return asyncio.run(work())"
    )

    assert run({}) == 3
    assert asyncio.run(_async(run)) == 3


async def _async(run: Any) -> Any:
    return await asyncio.to_thread(run, {})
