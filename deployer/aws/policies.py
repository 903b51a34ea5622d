"""Policy documents as blueprint values."""

from __future__ import annotations

from collections.abc import Iterable

from ..blueprint import JsonText, Value


def allow(sid: str, actions: Iterable[str], resources: Iterable[Value]) -> Value:
    """One statement."""
    granted: list[Value] = [*sorted(set(actions))]
    return {"Sid": sid, "Effect": "Allow", "Action": granted, "Resource": list(resources)}


def document(statements: Iterable[Value]) -> JsonText:
    """A whole policy."""
    return JsonText({"Version": "2012-10-17", "Statement": list(statements)})


def trusted_by(service: str) -> JsonText:
    """Who may take on a role."""
    statement: Value = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return document([statement])
