"""`allow`: what a handler may do besides what deduction finds in it, said with the operations themselves.

    @api.get("/chat")
    @allow(sessions.get, sessions.set)
    def chat(request): ...

Deduction reads the decorator; at run time it only checks that it was given operations, and leaves the function as it
is. A grant is needed where the use cannot be seen in the code (a name that is chosen at run time); where it can, the
decorator is a note to the reader.

What a library or plain boto3 makes has no handle; a KVStore, Bucket, Queue, Topic, Secret, SageMaker or Model (of
Bedrock) is then called by its name, which declares nothing:

    history = DynamoDBChatMessageHistory(table_name="history", session_id="1")

    @app.get("/report")
    @allow(KVStore.at("history").get)
    def report(): ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from .kinds.declared import Declared

GRANTS = "__archloom_grants__"
_Handler = TypeVar("_Handler", bound=Callable[..., Any])


class Grant(NamedTuple):
    kind: str
    name: str
    operation: str


def allow(*operations: Callable[..., Any]) -> Callable[[_Handler], _Handler]:
    """Grant a handler these operations: `@allow(store.get, bucket.put)`. Raises TypeError for anything else."""
    made = tuple(_grant(operation) for operation in operations)

    def keep(handler: _Handler) -> _Handler:
        try:
            setattr(handler, GRANTS, (*granted(handler), *made))
        except AttributeError:  # an object without a dictionary, such as some ASGI apps
            pass
        return handler

    return keep


def granted(handler: object) -> tuple[Grant, ...]:
    """What `allow` gave this handler."""
    return getattr(handler, GRANTS, ())


def _grant(operation: object) -> Grant:
    owner, name = getattr(operation, "__self__", None), getattr(operation, "__name__", "")
    if not isinstance(owner, Declared):
        raise TypeError(f"allow() takes operations of resources, such as `store.get`, not {operation!r}.")
    if owner.kind.operation(name) is None:
        known = ", ".join(f"{owner.name}.{known.name}" for known in owner.kind.operations) or "none"
        raise TypeError(f"{owner!r}.{name} is no operation that can be allowed; there are: {known}.")
    return Grant(owner.kind.id, owner.name, name)
