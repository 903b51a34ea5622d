"""What user code imports, and the ground floor of Archloom.

    from archloom.resources import KVStore, Request, Router, allow

Names load when they are first asked for, and all of them from the standard library alone: this package is what a
deployed function carries. boto3 comes in at the first operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .grants import allow
    from .http import BadRequest, Request, Response
    from .kinds.bucket import Bucket, Upload
    from .kinds.declared import DeclarationError
    from .kinds.function import Function, FunctionError
    from .kinds.kv_store import KVStore
    from .kinds.model import Model
    from .kinds.queue import Queue
    from .kinds.router import Router
    from .kinds.sagemaker import SageMaker
    from .kinds.schedule import Schedule
    from .kinds.secret import Secret
    from .kinds.topic import Topic
    from .kinds.website import Website
    from .physical import NotDeployedError

_HOMES = {
    "BadRequest": "http",
    "Bucket": "kinds.bucket",
    "DeclarationError": "kinds.declared",
    "Function": "kinds.function",
    "FunctionError": "kinds.function",
    "KVStore": "kinds.kv_store",
    "Model": "kinds.model",
    "NotDeployedError": "physical",
    "Queue": "kinds.queue",
    "Request": "http",
    "Response": "http",
    "Router": "kinds.router",
    "SageMaker": "kinds.sagemaker",
    "Schedule": "kinds.schedule",
    "Secret": "kinds.secret",
    "Topic": "kinds.topic",
    "Upload": "kinds.bucket",
    "Website": "kinds.website",
    "allow": "grants",
}

__all__ = [
    "BadRequest", "Bucket", "DeclarationError", "Function", "FunctionError", "KVStore", "Model", "NotDeployedError",
    "Queue", "Request", "Response", "Router", "SageMaker", "Schedule", "Secret", "Topic", "Upload", "Website", "allow",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
