"""Slack Bolt: listeners of an app, each an event of its own; what Bolt passes them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, holding, libraries, naming, perform
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
    holding.hold(m, owner, "listener", Partial(target, Arguments(named=given)) if given else target)
    host = Host("worker", "slack", owner, owner.place or place)

    def evaluate(machine: Machine, frame: Frame) -> None:
        calls.call(machine, frame, target, Arguments(named=given), place)

    key = ("slack", owner.number, label, function.qualname)
    register(m, key, Draft("event", label, target, host, place, evaluate, with_imports=False))
    hosts.start_up(m, host)


ADAPTERS = tuple(f"slack_bolt.adapter.{name}" for name in (
    "fastapi.SlackRequestHandler", "fastapi.async_handler.AsyncSlackRequestHandler", "flask.SlackRequestHandler",
    "starlette.SlackRequestHandler", "starlette.async_handler.AsyncSlackRequestHandler",
    "aws_lambda.SlackRequestHandler", "sanic.SlackRequestHandler", "sanic.async_handler.AsyncSlackRequestHandler",
    "socket_mode.SocketModeHandler", "socket_mode.async_handler.AsyncSocketModeHandler",
    "socket_mode.aiohttp.AsyncSocketModeHandler", "google_cloud_functions.SlackRequestHandler",
))  # fmt: skip


@rule(*ADAPTERS)
def adapter(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`SlackRequestHandler(app)`: its `handle` runs the listeners, its `app` is the app."""
    made = m.library_object("slack_bolt.adapter", "", place, a)
    given = a.get("app") or (a.positional[0] if a.positional else None)
    if given is not None:
        made.attributes["app"] = given
        holding.hold(m, made, "app", given)
    perform.keys(m, f, dict(a.named), place)
    return made


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
