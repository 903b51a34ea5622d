"""Kinesis streams and EventBridge buses."""

from __future__ import annotations

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Stream(Handler):
    type = "aws:kinesis/stream:Stream"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        mode = {"StreamMode": inputs["streamModeDetails"]["streamMode"]}
        cloud("kinesis").create_stream(StreamName=inputs["name"], StreamModeDetails=mode)
        return inputs["name"], _outputs(cloud, "kinesis", "stream", inputs["name"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("kinesis").describe_stream_summary(StreamName=id_)
        return _outputs(cloud, "kinesis", "stream", id_)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("kinesis").delete_stream(StreamName=id_)


class EventBus(Handler):
    type = "aws:cloudwatch/eventBus:EventBus"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        cloud("events").create_event_bus(Name=inputs["name"])
        return inputs["name"], _outputs(cloud, "events", "event-bus", inputs["name"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("events").describe_event_bus(Name=id_)
        return _outputs(cloud, "events", "event-bus", id_)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("events").delete_event_bus(Name=id_)


def _outputs(cloud: Cloud, service: str, kind: str, name: str) -> Outputs:
    return {"name": name, "arn": cloud.arn(service, f"{kind}/{name}")}
