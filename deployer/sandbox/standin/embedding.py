"""Vectors of texts: words hashed into dimensions. Texts that share words are near each other; no meaning is in them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from hashlib import blake2b

DIMENSIONS = 1536


def embed(text: str | Sequence[int], dimensions: int = DIMENSIONS) -> list[float]:
    """A unit vector of `dimensions`. Some clients send the numbers of tokens in place of the text."""
    vector = [0.0] * dimensions
    for word in _words(text):
        digest = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
        vector[digest % dimensions] += 1.0 if digest >> 63 else -1.0
    length = math.sqrt(sum(value * value for value in vector))
    if not length:
        return [1.0] + [0.0] * (dimensions - 1)
    return [value / length for value in vector]


def dimensions_of(model: str) -> int:
    """How many dimensions the vectors of a known model have."""
    for part, dimensions in (
        ("text-embedding-3-large", 3072), ("titan-embed-text-v2", 1024), ("titan-embed-image", 1024), ("cohere", 1024),
        ("mistral-embed", 1024), ("nomic-embed", 768), ("mxbai", 1024), ("MiniLM", 384),
    ):  # fmt: skip
        if part.lower() in model.lower():
            return dimensions
    return DIMENSIONS


def _words(text: str | Sequence[int]) -> list[str]:
    return re.findall(r"\w+", text.lower()) if isinstance(text, str) else [str(token) for token in text]
