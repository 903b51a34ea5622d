"""Work that is queued by its name or by what decorates it: whoever queues it writes, and does not run it."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
TABLE = "import boto3\ntable = boto3.resource('dynamodb').Table('orders')\n"
RQ = TABLE + """
from redis import Redis
from rq import Queue
from rq.decorators import job
redis = Redis.from_url("redis://cache:6379")
@job("low", connection=redis)
def archive(order): table.put_item(Item=order)
def build(order): table.get_item(Key=order)
def f(): CALL
"""


def test_a_task_of_celery_is_sent_by_its_name(opened: Open) -> None:
    seen = opened(TABLE + """
from celery import Celery
app = Celery("work", broker="redis://broker:6379/0")
@app.task(name="archive")
def archive(order): table.put_item(Item=order)
def f(): return app.send_task("archive", args=[{}]).id
""", "app.f")

    assert actions_of(seen, "app.f") == {"queue:broker:6379": {"write"}}
    assert actions_of(seen, "app.archive") == {"kv_store:orders": {"PutItem"}}


def test_a_job_of_rq_is_queued_by_its_decorator(opened: Open) -> None:
    seen = opened(RQ.replace("CALL", "archive.delay({})"), "app.f")

    assert actions_of(seen, "app.f") == {"cache:cache:6379": {"write"}}
    assert actions_of(seen, "app.archive") == {"kv_store:orders": {"PutItem"}}


def test_a_function_that_rq_is_told_by_name_is_a_job(opened: Open) -> None:
    seen = opened(RQ.replace("CALL", "Queue('x', connection=redis).enqueue('app.build', {})"), "app.f")

    assert actions_of(seen, "app.f") == {"cache:cache:6379": {"write"}}
    assert actions_of(seen, "app.build") == {"kv_store:orders": {"GetItem"}}


def test_whoever_iterates_over_a_queue_of_rabbitmq_reads_it(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import aio_pika
async def f():
    channel = await (await aio_pika.connect_robust("amqp://rabbit/")).channel()
    queue = await channel.declare_queue("mails")
    async with queue.iterator() as messages:
        async for message in messages: print(message)
""", "app.f")

    assert [link.actions for link in seen.links if link.end == "queue:rabbit"] == [("read",)]
