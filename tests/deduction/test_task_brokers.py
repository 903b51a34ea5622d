"""Tasks of Dramatiq, Taskiq and Huey are queued at their broker, whatever keeps it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
TABLE = "import boto3, os\ntable = boto3.resource('dynamodb').Table('orders')\n"
DRAMATIQ = "import dramatiq\nfrom dramatiq.brokers.rabbitmq import RabbitmqBroker\n" + (
    "from dramatiq.brokers.redis import RedisBroker\n"
)
TASK = "def archive(order): table.put_item(Item=order)\ndef f(): "
QUEUED = {
    "the broker that was set": (
        f'{DRAMATIQ}dramatiq.set_broker(RedisBroker(url=os.environ["REDIS_URL"]))\n@dramatiq.actor\n{TASK}archive.send(1)',
        "queue:REDIS_URL", "redis"),
    "an actor with options and a broker of its own": (
        f'{DRAMATIQ}other = RabbitmqBroker(url="amqp://jobs:5672")\ndramatiq.set_broker(RedisBroker(host="cache"))\n'
        f'@dramatiq.actor(queue_name="slow", broker=other)\n{TASK}archive.send_with_options(args=(1,), delay=5)',
        "queue:jobs:5672", "rabbitmq"),
    "a client that the broker is given": (
        f'{DRAMATIQ}import redis\nclient = redis.Redis(host="cache")\n'
        f'dramatiq.set_broker(RedisBroker(client=client))\n@dramatiq.actor\n{TASK}archive.send(1)',
        "queue:cache", "redis"),
    "Taskiq with a result backend": (
        "from taskiq_redis import ListQueueBroker, RedisAsyncResultBackend\n"
        'broker = ListQueueBroker("redis://cache:6379").with_result_backend(RedisAsyncResultBackend("redis://cache"))\n'
        f"@broker.task\n{TASK}archive.kiq(1)",
        "queue:cache:6379", "redis"),
    "Huey": (
        'from huey import RedisHuey\nhuey = RedisHuey("jobs", url="redis://cache:6379")\n'
        f"@huey.task(retries=2)\n{TASK}archive.schedule((1,), delay=5)",
        "queue:cache:6379", "redis"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "queue", "service"), QUEUED.values(), ids=QUEUED)
def test_whoever_queues_a_task_writes_to_its_broker_and_does_not_run_it(
    opened: Open, source: str, queue: str, service: str
) -> None:
    seen = opened(TABLE + source, "app.f")

    assert actions_of(seen, "app.f") == {queue: {"write"}}
    assert actions_of(seen, "app.archive") == {"kv_store:orders": {"PutItem"}}
    assert next(one for one in seen.resources if one.id == queue).service == service
    assert [(link.start, link.operations) for link in seen.links if link.kind == "trigger"] == [(queue, ("task",))]


def test_an_actor_without_any_broker_is_still_the_task_of_a_worker(opened: Open) -> None:
    seen = opened(f"{TABLE}import dramatiq\n@dramatiq.actor\n{TASK}archive.send(1)", "app.f")

    assert actions_of(seen, "app.f") == {}
    assert actions_of(seen, "app.archive") == {"kv_store:orders": {"PutItem"}}
