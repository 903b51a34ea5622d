"""Calls of a boto3 client, as catalog rows.

`s3.put_object(Bucket=…)` is about the bucket that `Bucket` names and needs `s3:PutObject`. The method gives the
operation; the action is `prefix:Operation` unless rules.toml says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from ..records import Call, Form, Name, Type, Use
from .operations import Service, service

_NO_RULE: Mapping[str, Any] = {}
# Methods of every client that reach nothing.
_LOCAL = frozenset({"can_paginate", "close", "exceptions", "meta"})
_FORMER = {"runtime.sagemaker": "sagemaker-runtime"}
"""Names that botocore still takes for services."""


class Clients:
    """Answers for `boto3.client:SERVICE`, its paginators and waiters."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._services: Mapping[str, Any] = rules["services"]
        self._operations: Mapping[str, Mapping[str, Any]] = rules["operations"]
        self._added: Mapping[str, Mapping[str, Any]] = rules["added"]

    def type(self, name: str) -> Type | None:
        if service(_FORMER.get(name, name)) is None:
            return None
        return Type(attributes={"meta": f"boto3.meta:{name}"})

    def method(self, name: str, method: str) -> Call | None:
        """The row of one method of the client of service NAME."""
        name = _FORMER.get(name, name)
        match method:
            case "get_paginator":
                return Call(("operation_name",), returns=f"boto3.paginator:{name}.{{operation_name}}")
            case "get_waiter":
                return Call(("waiter_name",), returns=f"boto3.waiter:{name}.{{waiter_name}}")
            case "generate_presigned_url":
                return Call(("ClientMethod", "Params", "ExpiresIn", "HttpMethod"), rule="boto3.presigned")
            case _ if method in _LOCAL:
                return Call()
            case _:
                return self._added_method(name, method) or self._called(name, method)

    def paginator(self, what: str, method: str) -> Call | None:
        """`s3.list_objects_v2`, `paginate`."""
        name, _, operation = what.partition(".")
        return self.method(name, operation) if method == "paginate" else Call(returns="self")

    def waiter(self, what: str, method: str) -> Call | None:
        """`s3.object_exists`, `wait`."""
        name, _, waiter = what.partition(".")
        known = service(name)
        if known is None or method != "wait" or waiter not in known.waiters:
            return None
        return Call(uses=tuple(self.uses(known, known.waiters[waiter], waiter)))

    def uses(self, known: Service, operation: str, word: str) -> Iterator[Use]:
        """What OPERATION touches; WORD is what the link shows."""
        rule = self._rule(known.name, operation)
        actions = tuple(rule.get("actions", self._service(known.name).get("actions", (f"{known.prefix}:{operation}",))))
        if actions:
            parts = rule.get("parts")
            if parts is None:
                yield self._use(known, operation, word, actions, rule)
            for part in parts or ():  # each is touched only when the call has it
                use = self._use(known, operation, word, tuple(part["actions"]), {**rule, **part})
                yield replace(use, when=part["names"][0].partition("[")[0])
        for more in rule.get("more", ()):
            yield self._more(known, word, more)
        for role in known.roles.get(operation, ()):
            yield Use("aws_service", "iam", _name((role,), "plain", ""), word, ("iam:PassRole",), _first(role))

    def kind_of(self, name: str) -> str:
        """The kind that a service's resource objects stand for."""
        return self._service(name).get("kind", "aws_service")

    def added(self, owner: str) -> Mapping[str, Any]:
        """What boto3 adds to a client (`s3`) or a resource object (`s3.Bucket`)."""
        return self._added.get(owner, _NO_RULE)

    def _added_method(self, name: str, method: str) -> Call | None:
        added, known = self.added(name).get(method), service(name)
        if added is None or known is None:
            return None
        uses = (inside(use, added.get("further", "")) for use in self.uses(known, added["operation"], method))
        return Call(tuple(added.get("params", ())), uses=tuple(uses))

    def _called(self, name: str, method: str) -> Call | None:
        known = service(name)
        operation = known.operation(method) if known else None
        if known is None or operation is None:
            return None
        uses = tuple(self.uses(known, operation, method))
        gives = self._rule(name, operation).get("gives")
        if gives:
            return Call(kind=uses[0].kind, service=name, name=uses[0].name, uses=uses, returns=f"boto3.{gives}")
        return Call(uses=uses)

    def _service(self, name: str) -> Mapping[str, Any]:
        return self._services.get(name, _NO_RULE)

    def _rule(self, name: str, operation: str) -> Mapping[str, Any]:
        rules = self._operations.get(name, _NO_RULE)
        if operation in rules:
            return rules[operation]
        found = (rule for pattern, rule in rules.items() if fnmatchcase(operation, pattern) and pattern != "*")
        return next(found, rules.get("*", _NO_RULE))

    def _use(self, known: Service, operation: str, word: str, actions: tuple[str, ...], rule: Mapping[str, Any]) -> Use:
        about = self._service(known.name)
        own = "kind" in rule or "names" in rule or self._names_it(known, about, operation)
        kind = rule.get("kind", about.get("kind", "aws_service") if own else "aws_service")
        names = rule.get("names", about.get("names", ()) if own else ())
        form = rule.get("form", about.get("form", "plain"))
        return Use(kind, known.name, _name(names, form, rule.get("default", "")), word, actions)

    def _names_it(self, known: Service, about: Mapping[str, Any], operation: str) -> bool:
        if operation in known.nameless:
            return False
        only = about.get("only")
        return only is None or any(fnmatchcase(operation, pattern) for pattern in only)

    def _more(self, known: Service, word: str, more: Mapping[str, Any]) -> Use:
        kind = more.get("kind", self.kind_of(known.name))
        name = _name(more["names"], more.get("form", "tail"), "")
        # A further resource is touched only when the call names it.
        when = more.get("when") or _first(more["names"][0])
        return Use(kind, more.get("service", known.name), name, word, tuple(more["actions"]), when)


def inside(use: Use, argument: str) -> Use:
    """What the operation takes by itself, boto3's method takes in one ARGUMENT: `ExtraArgs={"ACL": …}`."""
    if not argument or not use.when:
        return use
    names = tuple(f"{argument}.{name}" if name.startswith(use.when) else name for name in use.name.arguments)
    return replace(use, when=f"{argument}.{use.when}", name=replace(use.name, arguments=names))


def _first(path: str) -> str:
    """`Image.S3Object.Bucket`, `Targets[].RoleArn` -> the parameter itself."""
    return path.partition(".")[0].rstrip("[]{}")


def _name(names: Sequence[str], form: Form, default: str) -> Name:
    return Name(tuple(names), form, default)
