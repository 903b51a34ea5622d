"""Topic: an SNS topic.

    news = Topic("news")
    news.publish("It rains.")

    @news.subscribe
    def tell(message): ...                      # "It rains."

A message is anything that JSON holds; every subscriber gets it at least once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .. import messages
from .declared import Referable
from .kind import Kind, NameRule, Operation

KIND = Kind(
    "topic", "Topic", "SNS topic", "megaphone-simple", "messaging", "sns",
    "A message to every subscriber at once.",
    "Topic",
    NameRule(r"[A-Za-z0-9_-]+", "letters, digits, `_` and `-`", 1, 256),
    operations=(Operation("publish", "send to all subscribers", "publish", ("sns:Publish",), usual=True),),
    triggers=("subscribe",),
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Topic(Referable):
    """Messages to every subscriber: functions of this project, and mail or phones added in AWS."""

    kind = KIND

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.handlers: list[Callable[..., Any]] = []

    @property
    def topic_arn(self) -> str:
        """The ARN of the topic in this deployment, for libraries that take one."""
        return self.physical_name

    def publish(self, message: Any, *, subject: str | None = None) -> None:
        """Send a message that JSON can hold; `subject` is the headline for subscribers by mail."""
        body, attributes = messages.pack(message)
        extra = {"Subject": subject} if subject else {}
        self._client("sns").publish(TopicArn=self.topic_arn, Message=body, MessageAttributes=attributes, **extra)

    def subscribe(self, handler: Handler) -> Handler:
        """Run a function for each message; it takes what was published."""
        self.handlers.append(handler)
        return handler
