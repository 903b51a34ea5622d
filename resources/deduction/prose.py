"""Texts that name nothing: prompts, messages and descriptions, which are passed on and do not decide what is reached.

Two calls that differ in nothing else are alike (`evaluate/alike.py`). Queries are no prose, as they say what they do,
nor is a text with a variable of the environment in it, which may carry a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .values import Const, Text, Unknown, Value

_SENTENCE = re.compile(r"[^\w{\[<(/$]*[A-Z][\w']*(?:[,.:;!?]*\s+[\w'\"()-]+){4}")
"""At least five words, of which the first begins with a capital, behind marks if any."""
_QUERY = re.compile(
    r"\W*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH|MERGE|REPLACE|TRUNCATE|MATCH|OPTIONAL|CALL|UNWIND|GRANT"
    r"|COPY|EXPLAIN|SHOW|SET|UPSERT|FROM|PRAGMA|VALUES|TABLE|FETCH|COMMENT|DESCRIBE|RETURN|FOREACH|LOAD|FOR)\b",
    re.IGNORECASE,
)


def is_prose(value: Value) -> bool:
    """Is it a sentence, with holes or without?"""
    if isinstance(value, Const):
        return isinstance(value.value, str) and _is_sentence(value.value)
    if not isinstance(value, Text):
        return False
    parts = [part if isinstance(part, str) else "X" if isinstance(part, Unknown) else None for part in value.parts]
    return None not in parts and _is_sentence("".join(filter(None, parts)))


@lru_cache(4096)
def _is_sentence(text: str) -> bool:
    return _SENTENCE.match(text) is not None and _QUERY.match(text) is None
