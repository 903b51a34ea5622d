"""The handler that the image of a Lambda function starts."""

from __future__ import annotations

import re

_COMMAND = re.compile(rb"(?mi)^\s*CMD\s*\[\s*\"([\w./-]+\.\w+)\"\s*\]")


def command_of(text: bytes) -> str:
    """`CMD ["app.handler"]` of a Dockerfile."""
    found = _COMMAND.findall(text)
    return found[-1].decode() if found and b"lambda" in text else ""
