"""`.env` files: `KEY=value` lines. Values of secrets are never taken over, only that they exist."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .secret_names import is_secret

_TO_FILL = re.compile(r"<[^<>]*>")
"""What a sample says instead of a value: `<your_cluster_arn>`."""
_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")


def read_dotenv(configs: Mapping[str, bytes]) -> dict[str, str]:
    """Variables by name, the outermost file first to speak."""
    found: dict[str, str] = {}
    for path in sorted(configs, key=lambda path: (path.count("/"), path)):
        if path.rpartition("/")[2] == ".env":
            for line in configs[path].decode("utf-8", "replace").splitlines():
                match = _LINE.match(line)
                value = _unquoted(match[2]) if match else ""
                if match and value and not is_secret(match[1]) and not _TO_FILL.fullmatch(value):
                    found.setdefault(match[1], value)
    return found


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return re.split(r"\s+#", text)[0]
