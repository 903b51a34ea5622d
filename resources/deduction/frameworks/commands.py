"""The handler that the image of a Lambda function starts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..project import nearest

_COMMAND = re.compile(rb"(?mi)^\s*CMD\s*\[\s*\"([\w./-]+\.\w+)\"\s*\]")


def command_of(text: bytes) -> str:
    """`CMD ["app.handler"]` of a Dockerfile."""
    found = _COMMAND.findall(text)
    return found[-1].decode() if found and b"lambda" in text else ""


def command_in(files: Mapping[str, bytes], near: str, folder: str, name: str) -> str:
    """The same of the Dockerfile in a FOLDER, as who stands in NEAR calls it: its path may begin elsewhere."""
    parts = [part for part in folder.split("/") if part not in ("", ".", "..")]
    for first in range(len(parts) + (not parts)):
        wanted = "/".join((*parts[first:], name))
        found = [path for path in files if f"/{path}".endswith(f"/{wanted}")]
        if found:
            return command_of(files[nearest(found, near)])
    return ""
