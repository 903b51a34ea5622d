"""SNS topics and their subscriptions."""

from __future__ import annotations

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Topic(Handler):
    type = "aws:sns/topic:Topic"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        arn = cloud("sns").create_topic(Name=inputs["name"])["TopicArn"]
        return arn, {"name": inputs["name"], "arn": arn, "id": arn}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("sns").get_topic_attributes(TopicArn=id_)
        return {"name": outputs["name"], "arn": id_, "id": id_}

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("sns").delete_topic(TopicArn=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        arn = cloud.arn("sns", inputs["name"])
        found = self.read(cloud, arn, inputs)
        return None if found is None else (arn, found)


class TopicSubscription(Handler):
    type = "aws:sns/topicSubscription:TopicSubscription"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        arn = cloud("sns").subscribe(
            TopicArn=inputs["topic"], Protocol=inputs["protocol"], Endpoint=inputs["endpoint"],
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]  # fmt: skip
        return arn, {"arn": arn}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("sns").get_subscription_attributes(SubscriptionArn=id_)
        return {"arn": id_}

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("sns").unsubscribe(SubscriptionArn=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        for found in cloud("sns").list_subscriptions_by_topic(TopicArn=inputs["topic"])["Subscriptions"]:
            if found["Endpoint"] == inputs["endpoint"]:
                return found["SubscriptionArn"], {"arn": found["SubscriptionArn"]}
        return None
