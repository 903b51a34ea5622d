"""Streams and event buses of the sandbox: what other resources are told of them is what the cloud says."""

from __future__ import annotations

from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.handlers.streams import EventBus, Stream


def test_a_stream_has_the_arn_that_the_cloud_gives_it(cloud: Cloud) -> None:
    id_, outputs = Stream().create(
        cloud, "clicks", {"name": "clicks-of-shop", "streamModeDetails": {"streamMode": "ON_DEMAND"}}
    )

    told = cloud("kinesis").describe_stream(StreamName=id_)["StreamDescription"]
    assert outputs == {"name": "clicks-of-shop", "arn": told["StreamARN"]}
    assert Stream().read(cloud, id_, outputs) == outputs
    Stream().delete(cloud, id_, outputs)


def test_an_event_bus_has_the_arn_that_the_cloud_gives_it(cloud: Cloud) -> None:
    id_, outputs = EventBus().create(cloud, "bus", {"name": "bus-of-shop"})

    assert outputs == {"name": "bus-of-shop", "arn": cloud("events").describe_event_bus(Name=id_)["Arn"]}
    assert EventBus().read(cloud, id_, outputs) == outputs
    EventBus().delete(cloud, id_, outputs)
