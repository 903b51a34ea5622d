"""Names: one per project, stack and resource, within the limits of each service.

A declared resource is called `{project}-{stack}-{name}`; the deployed functions learn it from their environment. A
name that is too long keeps its beginning and ends with a hash of the whole, so that two never become one.
"""

from __future__ import annotations

import hashlib
import re

LIMITS: dict[str, int] = {"bucket": 63, "queue": 80, "function": 64, "role": 64, "schedule": 64, "model_endpoint": 63}


def slug(text: str) -> str:
    """Small letters, digits and hyphens: `My Chat_bot` -> `my-chat-bot`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "project"


def shorten(name: str, limit: int) -> str:
    """The name itself, or its beginning with a hash of the whole."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - 7].rstrip('-_.')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def physical(project: str, stack: str, name: str, kind: str, *, room: int = 0) -> str:
    """`{project}-{stack}-{name}` as this kind of thing may be called. `room` characters are left for a suffix."""
    text = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{slug(project)}-{slug(stack)}-{name}").strip("-.")
    if kind == "bucket":
        text = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")
    elif kind in ("function", "role", "queue"):
        text = text.replace(".", "-")
    elif kind == "model_endpoint":
        text = re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-")
    return shorten(text, LIMITS.get(kind, 128) - room)


def statement_id(*words: str) -> str:
    """A statement's Sid: letters and digits only. `chat-history` -> `ChatHistory`."""
    return "".join(part[:1].upper() + part[1:] for word in words for part in re.split(r"[^A-Za-z0-9]+", word)) or "All"


def digest(text: str) -> str:
    """Eight characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
