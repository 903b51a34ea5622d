"""AWS's binary event stream, which the streaming answers of Bedrock and SageMaker are made of.

A message is: total length, length of headers, CRC of those eight bytes, headers, payload, CRC of all before.
https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any
from zlib import crc32

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7


def message(event_type: str, payload: bytes, content_type: str = "application/json") -> bytes:
    """One event with a payload."""
    headers = b"".join(
        _header(name, value)
        for name, value in (
            (":event-type", event_type),
            (":content-type", content_type),
            (":message-type", "event"),
        )
    )
    prelude = struct.pack(">II", len(headers) + len(payload) + 16, len(headers))
    prelude += struct.pack(">I", crc32(prelude))
    body = prelude + headers + payload
    return body + struct.pack(">I", crc32(body))


def json_message(event_type: str, payload: Mapping[str, Any]) -> bytes:
    """One event whose payload is JSON."""
    return message(event_type, json.dumps(payload).encode())


def _header(name: str, value: str) -> bytes:
    name_bytes, value_bytes = name.encode(), value.encode()
    return bytes([len(name_bytes)]) + name_bytes + struct.pack(">BH", _STRING, len(value_bytes)) + value_bytes
