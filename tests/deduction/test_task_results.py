"""What a Celery task gave: asking for it reads where results are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Used = Callable[..., dict[str, set[str]]]
APP = """
from celery import Celery, chain
from celery.result import AsyncResult
app = Celery("x", broker="redis://queue/0", backend={backend})
@app.task
def work(x): pass
def f(event, context):
    {ask}
"""

ASKED: dict[str, set[str]] = {
    "AsyncResult(event).get()": {"read"},
    "AsyncResult(event, app=app).state": {"read"},
    "app.AsyncResult(event).ready()": {"read"},
    "work.AsyncResult(event).result": {"read"},
    "work.delay(1)": {"write"},
    "work.delay(1).get()": {"read", "write"},
    "work.delay(1).result": {"read", "write"},
}  # fmt: skip


@pytest.mark.parametrize("ask", ASKED)
def test_it_is_read_from_the_broker_when_both_have_one_address(ask: str, uses: Used) -> None:
    assert uses(APP.format(backend='"redis://queue/1"', ask=ask)) == {"queue:queue": ASKED[ask]}


def test_it_is_read_from_the_backend_that_has_its_own_address(uses: Used) -> None:
    source = APP.format(backend='"redis://results/0"', ask="work.delay(1).get()")
    assert uses(source) == {"queue:queue": {"write"}, "cache:results": {"read"}}
