"""SQS queues."""

from __future__ import annotations

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs

_ATTRIBUTES = {
    "visibilityTimeoutSeconds": ("VisibilityTimeout", "30"),
    "messageRetentionSeconds": ("MessageRetentionPeriod", "345600"),
    "receiveWaitTimeSeconds": ("ReceiveMessageWaitTimeSeconds", "0"),
    "redrivePolicy": ("RedrivePolicy", ""),
}


class Queue(Handler):
    type = "aws:sqs/queue:Queue"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        attributes = {theirs: str(inputs[ours]) for ours, (theirs, _) in _ATTRIBUTES.items() if inputs.get(ours)}
        if inputs.get("fifoQueue"):
            deduplicate = str(bool(inputs.get("contentBasedDeduplication"))).lower()
            attributes |= {"FifoQueue": "true", "ContentBasedDeduplication": deduplicate}
        url = cloud("sqs").create_queue(QueueName=inputs["name"], Attributes=attributes)["QueueUrl"]
        return url, _outputs(cloud, inputs["name"], url)

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("sqs").get_queue_attributes(QueueUrl=id_, AttributeNames=["QueueArn"])
        return _outputs(cloud, outputs["name"], id_)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        attributes = {
            theirs: str(after.get(ours) if after.get(ours) is not None else default)
            for ours, (theirs, default) in _ATTRIBUTES.items()
            if before.get(ours) != after.get(ours)
        }
        if attributes:
            cloud("sqs").set_queue_attributes(QueueUrl=id_, Attributes=attributes)
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("sqs").delete_queue(QueueUrl=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        url = cloud("sqs").get_queue_url(QueueName=inputs["name"])["QueueUrl"]
        return url, _outputs(cloud, inputs["name"], url)


def _outputs(cloud: Cloud, name: str, url: str) -> Outputs:
    return {"name": name, "url": url, "id": url, "arn": cloud.arn("sqs", name)}
