"""Kafka's topics: a consumer reads those that it is made with or subscribes to, under whatever group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, Const, LibMethod, LibObject, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CONSUMERS = ("kafka.KafkaConsumer", "aiokafka.AIOKafkaConsumer", "confluent_kafka.Consumer")


@rule("kafka.KafkaConsumer", "aiokafka.AIOKafkaConsumer")
def consumer(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`KafkaConsumer("orders", "returns", bootstrap_servers=…)`."""
    made = m.library_object(CONSUMERS[0], CONSUMERS[0], place, a)
    _read(m, made, (*a.positional, *a.rest), place)
    return made


@rule(*methods(CONSUMERS, ("subscribe",)))
def subscribe(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`consumer.subscribe(["orders"])`: what is polled afterwards comes from there."""
    topics = naming.bind(("topics",), a).get("topics")
    if callee is None or topics is None:
        return None
    items, rest = containers.elements(m, f, topics)
    _read(m, callee.receiver, (*items, *([rest] if rest is not None else [])), place)
    return Const(None)


def _read(m: Machine, reader: LibObject, topics: tuple[Value, ...], place: Place) -> None:
    named = [one for topic in topics for one in naming.of_value(topic, "plain")]
    known = m.made.get(reader.number, ())
    added = (Touch("stream", "kafka", one.name, one.env, place, one.reason, number=reader.number) for one in named)
    m.made[reader.number] = tuple(dict.fromkeys((*known, *added)))
    m.made_again.add(reader.number)
