"""Kafka's topics are the resources: who writes and who reads one meet in it, whatever server they are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HEADER = """
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from confluent_kafka import Consumer, Producer
from kafka import KafkaConsumer, KafkaProducer
"""

CASES = [
    ("KafkaProducer(bootstrap_servers='k').send('orders', b'')", {"orders": {"write"}}),
    ("AIOKafkaProducer(bootstrap_servers='k').send_and_wait('orders', b'')", {"orders": {"write"}}),
    ("Producer({'bootstrap.servers': 'k'}).produce('orders', b'')", {"orders": {"write"}}),
    ("[one for one in KafkaConsumer('orders', bootstrap_servers='k')]", {"orders": {"read"}}),
    ("KafkaConsumer('orders', 'returns').poll()", {"orders": {"read"}, "returns": {"read"}}),
    ("c = KafkaConsumer(); c.subscribe(['orders']); c.poll()", {"orders": {"read"}}),
    ("c = Consumer({}); c.subscribe(['orders', 'returns']); c.poll(1)", {"orders": {"read"}, "returns": {"read"}}),
    ("AIOKafkaConsumer('orders').getmany()", {"orders": {"read"}}),
]


@pytest.mark.parametrize(("code", "topics"), CASES)
def test_a_topic_is_what_a_program_sends_to_or_reads(
    code: str, topics: dict[str, set[str]], uses: Callable[..., dict[str, set[str]]]
) -> None:
    assert uses(f"{HEADER}def f(): {code}\n") == {f"stream:{name}": actions for name, actions in topics.items()}


def test_a_consumer_that_is_iterated_reads(uses: Callable[..., dict[str, set[str]]]) -> None:
    code = HEADER + "async def f():\n    async for one in AIOKafkaConsumer('orders'): print(one)\n"

    assert uses(code) == {"stream:orders": {"read"}}
