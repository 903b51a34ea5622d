"""Queue: an SQS queue.

    jobs = Queue("jobs", dead_letter=3)
    jobs.push({"document": "a.pdf"})

    @jobs.subscribe
    def work(message): ...                      # {"document": "a.pdf"}

A message that the subscriber raises on comes again, and after `dead_letter` tries is put aside in a queue of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from .. import messages
from .declared import Referable
from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "queue", "Queue", "SQS queue", "queue", "messaging", "sqs",
    "Work that is done later, once, by one subscriber.",
    "Queue",
    # AWS allows 80 characters with the `.fifo` that the deployment adds to an ordered queue.
    NameRule(r"[A-Za-z0-9_-]+", "letters, digits, `_` and `-` (`.fifo` is added when the queue is in order)", 1, 75),
    properties=(
        Property("fifo", "In order", "boolean", False, "messages of a group arrive in order and once"),
        Property("dead_letter", "Dead letters after", "integer", None,
                 "tries before a message is put aside", minimum=1, maximum=1000, unit="tries"),
        Property("timeout", "Visibility timeout", "integer", None,
                 "how long a received message stays hidden from others", minimum=0, maximum=43200, unit="s"),
    ),
    operations=(Operation("push", "send a message", "send", ("sqs:SendMessage",), usual=True),),
    fact="dead_letter",
    triggers=("subscribe",),
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Queue(Referable):
    """Messages that wait for one subscriber.

    `dead_letter` is the number of tries before a message is put aside; `timeout` the seconds for which a message that
    was received stays hidden, by default six times its handler's timeout.
    """

    kind = KIND

    def __init__(
        self, name: str, *, fifo: bool = False, dead_letter: int | None = None, timeout: int | None = None
    ) -> None:
        super().__init__(name, fifo=fifo, dead_letter=dead_letter, timeout=timeout)
        self.fifo = fifo
        self.dead_letter = dead_letter
        self.timeout = timeout
        self.handlers: list[Callable[..., Any]] = []

    @property
    def queue_url(self) -> str:
        """The URL of the queue in this deployment, for libraries that take one."""
        return self.physical_name

    def push(self, message: Any, *, group: str | None = None) -> None:
        """Send a message that JSON can hold; of a queue in order, to the end of its group.

        Raises TypeError for what JSON cannot hold, and ValueError for a `group` when the queue keeps no order.
        """
        if group is not None and not self.fifo:
            raise ValueError(f"{self!r} keeps no order, so it has no groups; declare it with `fifo=True`.")
        order = {"MessageGroupId": group or "all", "MessageDeduplicationId": os.urandom(16).hex()} if self.fifo else {}
        body, attributes = messages.pack(message)
        sqs = self._client("sqs")
        sqs.send_message(QueueUrl=self.queue_url, MessageBody=body, MessageAttributes=attributes, **order)

    def subscribe(self, handler: Handler) -> Handler:
        """Run a function for each message; it takes what was pushed."""
        self.handlers.append(handler)
        return handler
