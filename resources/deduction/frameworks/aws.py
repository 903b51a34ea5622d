"""AWS beyond single calls: presigned URLs, which need the permission for what they let others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Unknown, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("boto3.presigned")
def presigned(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`client.generate_presigned_url("get_object", Params={"Bucket": b})` and `generate_presigned_post(b, k)`."""
    if callee is None:
        return None
    owner = callee.receiver
    if callee.name == "generate_presigned_post":
        row = m.catalog.method(owner.type, "put_object")
        given = naming.bind(("Bucket", "Key"), a)
        if row is not None:
            perform.perform(
                m, f, row, f"{owner.path}.put_object", "put_object", Arguments(named=tuple(given.items())), place, owner
            )
        return Unknown("a presigned form", place)
    given = naming.bind(("ClientMethod", "Params"), a)
    items, rest = containers.pairs(m, f, given["Params"]) if "Params" in given else ({}, None)
    named = tuple((key, value) for key, value in items.items() if isinstance(key, str))
    for one in alternatives(given["ClientMethod"]) if "ClientMethod" in given else ():
        name = naming.text_of(one)
        row = m.catalog.method(owner.type, name) if name else None
        if name and row is not None:
            arguments = Arguments(named=named, rest=() if rest is None else (rest,))
            perform.perform(m, f, row, f"{owner.path}.{name}", name, arguments, place, owner)
    return Unknown("a presigned URL", place)
