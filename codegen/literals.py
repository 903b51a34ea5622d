"""Values as Python writes them, in the quotation marks of the file, and names made into new variables."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection

from ..resources.architecture import Json


def literal(value: Json, quote: str = '"') -> str:
    """`{"A": "b"}` -> `{"A": "b"}`; texts in these quotation marks where they need no escape."""
    match value:
        case str():
            return _text(value, quote)
        case dict():
            items = (f"{_text(key, quote)}: {literal(item, quote)}" for key, item in value.items())
            return f"{{{', '.join(items)}}}"
        case list():
            return f"[{', '.join(literal(item, quote) for item in value)}]"
        case _:
            return repr(value)


def _text(value: str, quote: str) -> str:
    plain = repr(value)
    if plain[0] == quote:
        return plain
    inner = plain[1:-1]
    if quote in inner:
        return plain
    return f"{quote}{inner}{quote}"


def variable_name(name: str, taken: Collection[str], suffix: str) -> str:
    """A free identifier for a resource's name: `chat-history` -> `chat_history`, then `chat_history_store`."""
    plain = re.sub(r"_+", "_", re.sub(r"\W", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name))).strip("_").lower()
    if not plain or plain[0].isdigit():
        plain = f"{suffix}_{plain}".rstrip("_")
    candidates = (plain, f"{plain}_{suffix}", *(f"{plain}_{number}" for number in range(2, 1000)))
    return next(candidate for candidate in candidates if _is_free(candidate, taken))


def _is_free(name: str, taken: Collection[str]) -> bool:
    return name not in taken and name.isidentifier() and not keyword.iskeyword(name) and not hasattr(builtins, name)
