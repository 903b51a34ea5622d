"""Huey's tasks are queued when they are called; the consumer runs them, and those of the clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import HEADER, PUT

Open = Callable[..., Architecture]
CODE = f"""{HEADER}
from huey import RedisHuey, crontab
huey = RedisHuey("jobs", url="redis://cache:6379")
@huey.task(retries=2)
def archive(order): T("orders").put_item(Item=order)
@huey.periodic_task(crontab(minute="0"))
def tidy(): T("orders").delete_item(Key={{}})
def f(): DOES
"""
QUEUED = {"queue:cache:6379": {"write"}}
CALLS = {
    "a call": ("archive({})", QUEUED),
    "at a later time": ("archive.schedule(({},), delay=5)", QUEUED),
    "and the answer": ("return archive({}).get(blocking=True)", {"queue:cache:6379": {"read", "write"}}),
    "a signature that is queued": ("huey.enqueue(archive.s({}))", QUEUED),
    "a signature": ("archive.s({})", {}),
    "at once and here": ("archive.call_local({})", PUT),
    "an answer by its id": ("huey.result('x')", {"queue:cache:6379": {"read"}}),
}


@pytest.mark.parametrize(("call", "found"), CALLS.values(), ids=CALLS)
def test_whoever_calls_a_task_queues_it(opened: Open, call: str, found: dict[str, set[str]]) -> None:
    assert actions_of(opened(CODE.replace("DOES", call), "app.f"), "app.f") == found


def test_the_consumer_runs_tasks_and_is_the_clock(opened: Open) -> None:
    seen = opened(CODE.replace("DOES", "archive({})"), "app.f")

    assert actions_of(seen, "archive") == PUT
    assert {(one.label, one.kind) for one in seen.entries} >= {("archive", "queue"), ("tidy", "schedule")}
    assert [(link.start, link.end) for link in seen.links if link.kind == "trigger"] == [
        ("queue:cache:6379", "entry:app.archive")
    ]
