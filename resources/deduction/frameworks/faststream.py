"""FastStream: handlers of topics and queues of Kafka, RabbitMQ, NATS and Redis, and what is published there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import around, naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, Const, Function, LibMethod, LibObject, Place, Unknown, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

_SERVICES = {"kafka": "kafka", "confluent": "kafka", "rabbit": "rabbitmq", "nats": "nats", "redis": "redis"}
_CLASSES = {"kafka": "Kafka", "confluent": "Kafka", "rabbit": "Rabbit", "nats": "Nats", "redis": "Redis"}
BROKERS = tuple(f"faststream.{package}.{word}{suffix}" for package, word in _CLASSES.items()
                for suffix in ("Broker", "Router", "Publisher", "Route")) + tuple(
                f"faststream.{package}.fastapi.{word}Router" for package, word in _CLASSES.items())  # fmt: skip
_WORDS = ("queue", "topic", "subject", "channel", "list", "stream", "topics")

for _path in BROKERS:

    def _made(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_made)


def _place_of(owner: LibObject, a: Arguments, first: int, place: Place) -> tuple[Touch, ...]:
    """The topic or queue that is named."""
    service = _SERVICES[owner.path.split(".")[1]]
    given = next((a.get(word) for word in _WORDS if a.get(word) is not None), None)
    if given is None and len(a.positional) > first:
        given = a.positional[first]
    if isinstance(given, LibObject):  # RabbitQueue("jobs", durable=True)
        given = next(iter(given.arguments.positional), None) or given.arguments.get("name")
    kind = "stream" if service == "kafka" else "queue"
    named = naming.of_value(given, "plain") if given is not None else ()
    return tuple(Touch(kind, service, one.name, one.env, place, one.reason) for one in named)


@rule(*methods(BROKERS, ("subscriber",)))
def subscriber(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@broker.subscriber("orders")`"""
    if callee is None:
        return None
    owner = callee.receiver
    source = _place_of(owner, a, 0, place)

    def add(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            host = Host("worker", "faststream", ("faststream", place[0]), (place[0], 1, 0, 0, 0),
                        m.project.dotted(place[0]))  # fmt: skip
            hosts.add(m, "queue", function.name, target, host, place, (source[0], "subscribe") if source else None)

    return hosts.decorator(m, place, add)


@rule(*methods(BROKERS, ("publisher",)))
def publisher(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@broker.publisher("answers")`: what the function gives is published; also an object to publish with."""
    if callee is None:
        return None
    touches = _place_of(callee.receiver, a, 0, place)
    made = m.library_object(callee.receiver.path.replace("Broker", "Publisher"), "", place, Arguments())
    made.type = made.path
    m.made[made.number] = touches

    def decorate(machine: Machine, _f: Frame, target: Value) -> Value:
        if not isinstance(target, Function):
            return target
        return around.wrapped(machine, target, ("publisher", place), lambda m, f: _publish(m, f, touches, place))

    made.rule = decorate
    return made


def _publish(m: Machine, f: Frame, touches: tuple[Touch, ...], place: Place) -> None:
    for touch in touches:
        m.use(f, touch, "publish", ("write",), place)


@rule(*methods(BROKERS, ("publish", "request", "publish_batch")))
def publish(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await broker.publish(order, "orders")`"""
    if callee is not None:
        own = m.stands_for(callee.receiver)
        _publish(m, f, own or _place_of(callee.receiver, a, 1, place), place)
    return Const(None) if callee is not None else Unknown("an answer", place)
