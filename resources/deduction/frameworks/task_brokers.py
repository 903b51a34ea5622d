"""Brokers of Dramatiq, Taskiq, Huey and Docket: each is a queue, whatever keeps it. Their tasks are in `workers`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..evaluate import naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, Const, LibMethod, LibObject, Place, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

_PARAMETERS = {"docket": ("name", "url"), "taskiq_redis": ("url",), "taskiq_aio_pika": ("url",), "huey": ("name",)}
"""Parameters by position, where there are any."""
BROKERS = {
    "dramatiq.brokers.redis.RedisBroker": "redis",
    "dramatiq.brokers.rabbitmq.RabbitmqBroker": "rabbitmq",
    **{f"taskiq_redis.{word}{'Cluster' * at}Broker": "redis"
       for word in ("ListQueue", "RedisStream") for at in (False, True)},
    "taskiq_redis.PubSubBroker": "redis",
    "taskiq_aio_pika.AioPikaBroker": "rabbitmq",
    "docket.Docket": "redis", "docket.docket.Docket": "redis",
    **{f"huey.{word}Huey": "redis" for word in ("Redis", "PriorityRedis", "RedisExpire", "PriorityRedisExpire")},
}  # fmt: skip
"""The service that keeps what is queued, by the broker's class."""
_ADDRESSES = ("url", "host", "client", "connection_pool")
_DRAMATIQ = "dramatiq broker"


def _touches(m: Machine, address: Value, service: str, place: Place, number: int) -> Iterator[Touch]:
    for one in alternatives(address):
        if isinstance(one, LibObject):
            yield from (replace(touch, kind="queue", service=service) for touch in m.stands_for(one))
        else:
            for name in naming.of_value(one, "host"):
                yield Touch("queue", service, name.name, name.env, place, name.reason, number=number)


def made(m: Machine, path: str, a: Arguments, place: Place) -> LibObject:
    """A broker, and the queue that it is."""
    broker = m.library_object(path, path, place, a)
    given = naming.bind(_PARAMETERS.get(path.partition(".")[0], ()), a)
    address = next((given[word] for word in _ADDRESSES if given.get(word, Const(None)) != Const(None)), None)
    if address is not None:
        m.made[broker.number] = tuple(_touches(m, address, BROKERS[path], place, broker.number))
    return broker


for _path in BROKERS:

    def _made(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return made(m, path, a, place)

    rule(_path)(_made)


@rule(*methods(tuple(BROKERS), ("with_result_backend", "with_middlewares", "with_id_generator", "with_event_handlers")))
def the_same(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ListQueueBroker(URL).with_result_backend(…)` is still the broker."""
    return callee.receiver if callee is not None else None


@rule("dramatiq.set_broker")
def set_broker(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`dramatiq.set_broker(broker)`: the broker of every actor that names none."""
    m.scratch[_DRAMATIQ] = a.positional[0] if a.positional else a.get("broker")
    return Const(None)


def of_actor(m: Machine, a: Arguments, place: Place) -> LibObject:
    """The broker of `@dramatiq.actor(…)`: its own, the one that was set, or the default one."""
    for value in (a.get("broker"), m.scratch.get(_DRAMATIQ)):
        for one in alternatives(value) if value is not None else ():
            if isinstance(one, LibObject):
                return one
    made = m.scratch[_DRAMATIQ] = m.library_object("dramatiq.shared", "", place, Arguments())
    return made
