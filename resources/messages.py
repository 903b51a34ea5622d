"""How a message travels through a queue or a topic: a text as it is, everything else as JSON.

An attribute says which, so that the text `42` does not come back as a number while a person who subscribed by mail
reads plain words. Without the attribute (a message from another program) JSON is tried first.
"""

from __future__ import annotations

import json
from typing import Any

ATTRIBUTE = "content-type"
JSON, TEXT = "application/json", "text/plain"


def pack(message: Any) -> tuple[str, dict[str, dict[str, str]]]:
    """The body and the attributes to send. Raises TypeError for what JSON cannot hold."""
    if isinstance(message, str):
        return message, {ATTRIBUTE: {"DataType": "String", "StringValue": TEXT}}
    return json.dumps(message, ensure_ascii=False), {ATTRIBUTE: {"DataType": "String", "StringValue": JSON}}


def unpack(body: str, content_type: str | None = None) -> Any:
    """What was sent."""
    if content_type == TEXT:
        return body
    try:
        return json.loads(body)
    except ValueError:
        return body
