"""Every kind of resource, by the word that the contract uses for it."""

from __future__ import annotations

from . import bucket, deduced, function, kv_store, queue, router, sagemaker, schedule, secret, topic, website
from .kind import ANY_NAME, FAMILY_TITLES, Family, Kind, NameRule, Operation, Property

DECLARED: tuple[Kind, ...] = tuple(
    module.KIND for module in (router, function, kv_store, bucket, queue, topic, schedule, secret, sagemaker, website)
)
KINDS: dict[str, Kind] = {kind.id: kind for kind in (*DECLARED, *deduced.KINDS)}

__all__ = [
    "ANY_NAME", "DECLARED", "FAMILY_TITLES", "KINDS", "Family", "Kind", "NameRule", "Operation", "Property", "by_class",
]  # fmt: skip


def by_class(name: str) -> Kind | None:
    """The kind that a class of `archloom.resources` makes: `KVStore` -> kv_store."""
    return next((kind for kind in DECLARED if kind.class_name == name), None)
