"""How each kind of resource becomes AWS resources: one file per kind, `LOWER` by the word of the contract."""

from . import (
    bucket,
    connection,
    event_bus,
    kv_store,
    model,
    model_endpoint,
    parameter,
    queue,
    router,
    schedule,
    secret,
    stream,
    topic,
    website,
)
from .context import Lower

CONNECTED = (
    "database", "cache", "vector_store", "search_index", "knowledge_base", "file_system",
    "external_api", "tracing", "mcp_server", "email",
)  # fmt: skip
LOWER: dict[str, Lower] = {
    "kv_store": kv_store.lower,
    "bucket": bucket.lower,
    "queue": queue.lower,
    "topic": topic.lower,
    "stream": stream.lower,
    "event_bus": event_bus.lower,
    "secret": secret.lower,
    "parameter": parameter.lower,
    "model": model.lower,
    "model_endpoint": model_endpoint.lower,
    "router": router.lower,
    "schedule": schedule.lower,
    "website": website.lower,
    **dict.fromkeys(CONNECTED, connection.lower),
}
"""Kinds that are not here (and not compute) are outside of what a stack makes; `notes.py` says so where it matters."""

__all__ = ["LOWER"]
