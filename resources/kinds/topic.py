"""Topic: an SNS topic."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation

KIND = Kind(
    "topic", "Topic", "SNS topic", "megaphone-simple", "messaging", "sns",
    "A message to every subscriber at once.",
    "Topic",
    NameRule(r"[A-Za-z0-9_-]+", "letters, digits, `_` and `-`", 1, 256),
    operations=(Operation("publish", "send to all subscribers", "publish", ("sns:Publish",), usual=True),),
    triggers=("subscribe",),
)  # fmt: skip
