"""Custom resources with crhelper: `@helper.create` above a function that `helper(event, context)` calls.

It takes what a Lambda handler takes, but is none: the handler is the function that calls the helper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import innermost
from ..evaluate import holding
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

OWNERS = ("crhelper.CfnResource", "crhelper.resource_helper.CfnResource")
MARKS = ("create", "update", "delete", "poll_create", "poll_update", "poll_delete")
CALLED = "called by a helper"
"""Under it the machine keeps the functions that are no handlers of their own."""


@rule(*methods(OWNERS, MARKS))
def marked(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@helper.create`, `@helper.poll_create`, one above the other too."""
    if callee is None or not a.positional:
        return None
    holding.hold(m, callee.receiver, callee.name, a.positional[0])
    m.scratch.setdefault(CALLED, set()).add(innermost(a.positional[0]))
    return a.positional[0]
