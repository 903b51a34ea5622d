"""Slack Bolt: listeners of an app, each an event of its own; what Bolt passes them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, libraries, naming
from ..evaluate.machine import Frame
from ..values import Arguments, Function, LibMethod, LibObject, Partial, Place, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

APPS = ("slack_bolt.App", "slack_bolt.app.App", "slack_bolt.async_app.AsyncApp", "slack_bolt.app.async_app.AsyncApp")
LISTENERS = ("event", "message", "command", "action", "shortcut", "view", "options", "function", "step", "middleware",
             "global_shortcut", "message_shortcut", "block_action", "view_submission", "view_closed")  # fmt: skip
PASSED = {"say": "slack_bolt.Say", "respond": "slack_bolt.Respond", "client": "slack_sdk.WebClient"}
"""Parameters that Bolt fills by their names -> what the catalog calls them."""


def _listen(m: Machine, f: Frame, target: Value, owner: LibObject, label: str, place: Place) -> None:
    function = innermost(target)
    if function is None:
        return
    names = {parameter[0] for parameter in function.facts[2]}
    given = tuple((name, libraries.call_path(m, f, path, Arguments(), place))
                  for name, path in PASSED.items() if name in names)  # fmt: skip
    libraries.hold(m, owner, "listener", Partial(target, Arguments(named=given)) if given else target)
    host = Host("worker", "slack", owner, owner.place or place)

    def evaluate(machine: Machine, frame: Frame) -> None:
        calls.call(machine, frame, target, Arguments(named=given), place)

    key = ("slack", owner.number, label, function.qualname)
    register(m, key, Draft("event", label, target, host, place, evaluate, with_imports=False))
    hosts.start_up(m, host)


@rule(*methods(APPS, LISTENERS))
def listener(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.event("app_mention")`, `@app.message("hello")`, `@app.command("/ask")`."""
    if callee is None:
        return None
    owner, word = callee.receiver, callee.name
    name = naming.text_of(a.positional[0]) if a.positional else None
    label = f"{word} {name}" if name else word
    functions = [one for one in a.positional if isinstance(one, Function)]
    for one in functions:
        _listen(m, f, one, owner, label, place)
    if functions:
        return functions[0]
    return hosts.decorator(m, place, lambda target: _listen(m, f, target, owner, label, place))
