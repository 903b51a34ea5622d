"""Queue: an SQS queue."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "queue", "Queue", "SQS queue", "queue", "messaging", "sqs",
    "Work that is done later, once, by one subscriber.",
    "Queue",
    NameRule(r"[A-Za-z0-9_-]+(\.fifo)?", "letters, digits, `_` and `-`", 1, 80),
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
