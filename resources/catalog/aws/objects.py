"""boto3's resource objects (`boto3.resource("dynamodb").Table("orders")`), as catalog rows.

A resource object stands for a resource; what its parts and collections do is done to the same one, so their uses carry
no kind of their own. A type id is `boto3.resource:SERVICE.TYPE`, for a collection with `[]` behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..records import Call, Name, Type, Use
from .clients import Clients, inside
from .operations import Service, service

_FILE = Path(__file__).with_name("objects.json")
_ID = "boto3.resource:"
_NOTHING: Mapping[str, Any] = {}
# A collection asks when it is iterated; these give another collection over the same resource.
_COLLECTION = ("all", "filter", "limit", "page_size")


class Objects:
    """Answers for `boto3.resource:SERVICE` and everything below it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def type(self, what: str) -> Type | None:
        """`dynamodb`, `dynamodb.Table` or `s3.Bucket.objects[]`."""
        name, _, owner = what.partition(".")
        if owner.endswith("[]"):
            return self._collection_type(name, owner[:-2])
        if owner == "BatchWriter":
            return Type()
        model = _models().get(name, _NOTHING).get(owner)
        # `receive_messages()` gives a list of them; no resource object can be iterated itself.
        return Type(attributes=self._attributes(name, owner, model), items="self") if model is not None else None

    def method(self, what: str, method: str) -> Call | None:
        name, _, owner = what.partition(".")
        known = service(name)
        if known is None:
            return None
        if owner.endswith("[]"):
            return self._collected(known, owner[:-2], method)
        added = self._clients.added(f"{name}.{owner}").get(method)
        if added is not None:
            return self._added(known, method, added)
        model = _models().get(name, _NOTHING).get(owner, _NOTHING)
        member = model.get("members", _NOTHING).get(method)
        if member is not None and owner:
            made = self._member(known, method, member)
            return _of_version(made, method) if made is not None and owner == "ObjectVersion" else made
        if member is not None:
            return self._of_service(known, method, member)
        if method in ("load", "reload") and "loads" in model:
            return Call(uses=self._own(known, model["loads"], method))
        return None

    def _attributes(self, name: str, owner: str, model: Mapping[str, Any]) -> dict[str, str]:
        """Collections, parts that take no argument, and `meta`."""
        found = {"meta": f"boto3.meta:{name}"}
        for member, about in model["members"].items():
            if about.get("many"):
                found[member] = f"{_ID}{name}.{owner + '.' if owner else ''}{member}[]"
            elif about.get("given") == [] and member.islower():
                found[member] = f"{_ID}{name}.{about['type']}"
        return found

    def _member(self, known: Service, method: str, about: Mapping[str, Any]) -> Call | None:
        if "waiter" in about:
            return Call(uses=self._own(known, known.waiters[about["waiter"]], method))
        if "given" in about:
            return self._part(known, about)
        gives = f"{_ID}{known.name}.{about['type']}" if "type" in about else ""
        return Call(uses=self._own(known, about["operation"], method), returns=gives)

    def _of_service(self, known: Service, method: str, about: Mapping[str, Any]) -> Call | None:
        """`sqs.get_queue_by_name(QueueName=…)`: the object stands for the resource that the call names."""
        if "operation" not in about:
            return self._member(known, method, about)
        uses = tuple(self._clients.uses(known, about["operation"], method))
        if "type" not in about or not uses:
            return Call(uses=uses)
        first, returns = uses[0], f"{_ID}{known.name}.{about['type']}"
        return Call(kind=first.kind, service=first.service, name=first.name, uses=uses, returns=returns)

    def _part(self, known: Service, about: Mapping[str, Any]) -> Call:
        given, returns = tuple(about["given"]), f"{_ID}{known.name}.{about['type']}"
        if "name" not in about:
            return Call(given, returns=returns)
        kind = self._clients.kind_of(known.name)
        return Call(given, kind, known.name, Name((about["name"],), "tail"), returns=returns)

    def _added(self, known: Service, method: str, about: Mapping[str, Any]) -> Call:
        returns = f"{_ID}{known.name}.{about['returns']}" if "returns" in about else ""
        own = self._own(known, about["operation"], method) if "operation" in about else ()
        uses = tuple(inside(use, about.get("further", "")) for use in own)
        return Call(tuple(about.get("params", ())), uses=uses, returns=returns)

    def _collection_type(self, name: str, path: str) -> Type | None:
        about = _collection(name, path)
        return Type(items=f"{_ID}{name}.{about['type']}") if about else None

    def _collected(self, known: Service, path: str, method: str) -> Call | None:
        about = _collection(known.name, path)
        if about is None:
            return None
        word = path.rpartition(".")[2]
        own = self._own(known, about["operation"], word)
        uses = own if "." in path else tuple(self._clients.uses(known, about["operation"], word))
        if method in _COLLECTION:
            return Call(uses=uses, returns="self")
        if method == "pages":
            return Call(uses=uses)
        batch = _models()[known.name].get(about["type"], _NOTHING).get("batch", _NOTHING)
        return Call(uses=(*uses, *self._own(known, batch[method], method))) if method in batch else None

    def _own(self, known: Service, operation: str, word: str) -> tuple[Use, ...]:
        """The uses of an operation, the first of them about the object's own resource."""
        return tuple(self._of_object(known, self._clients.uses(known, operation, word)))

    def _of_object(self, known: Service, uses: Iterator[Use]) -> Iterator[Use]:
        """The first use is about the object's own resource whatever is given, and so is each that is named as it."""
        kind, named = self._clients.kind_of(known.name), None
        for use in uses:
            first, named = named is None, use.name if named is None else named
            mine = use.name == named and use.kind in (kind, "aws_service")
            own = replace(use, kind="", service="", name=Name(), when="" if first else use.when)
            yield own if mine else use


def _of_version(call: Call, method: str) -> Call:
    """What is done to a version of an object names the version, whatever the arguments are."""
    asked = {action for one in call.uses if one.when == "VersionId" for action in one.actions}
    # Of the newest version, which is not asked for; HEAD may be checked without its version.
    plain = {one.removesuffix("Version") for one in asked} if method != "head" else frozenset[str]()
    uses = (replace(one, when="") for one in call.uses if one.when == "VersionId" or not plain.issuperset(one.actions))
    return replace(call, uses=tuple(uses) if asked else call.uses)


def _collection(name: str, path: str) -> Mapping[str, Any] | None:
    owner, _, member = path.rpartition(".")
    about = _models().get(name, _NOTHING).get(owner, _NOTHING).get("members", _NOTHING).get(member)
    return about if about and about.get("many") else None


@cache
def _models() -> Mapping[str, Any]:
    return json.loads(_FILE.read_text(encoding="utf-8"))
