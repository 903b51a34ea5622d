"""Slack Bolt: listeners of an app, each an event of its own; what Bolt passes them by name.

An app that is asked over HTTP checks who asks with its signing secret; one behind a socket needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...catalog.records import Secret
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, holding, libraries, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Const, Function, LibMethod, LibObject, Partial, Place, Value, alternatives
from . import chat_bots, hosts
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
    owner = m.scratch.setdefault(("slack app", owner.place), owner)  # an object made anew is still the same app
    names = {parameter[0] for parameter in function.facts[2]}
    given = tuple((name, libraries.call_path(m, f, path, Arguments(), place))
                  for name, path in PASSED.items() if name in names)  # fmt: skip
    holding.hold(m, owner, "listener", Partial(target, Arguments(named=given)) if given else target)
    host = Host("worker", "slack", owner, owner.place or place)

    def evaluate(machine: Machine, frame: Frame) -> None:
        for one in list(targets):
            calls.call(machine, frame, one, Arguments(named=given), place)

    key = ("slack", owner.number, label, function.qualname)
    targets = chat_bots.targets_of(m, key, target)
    register(m, key, Draft("event", label, target, host, place, evaluate, with_imports=False))
    hosts.start_up(m, host)
    if m.run:
        chat_bots.gather(m)  # registered while an entry runs


ADAPTERS = tuple(f"slack_bolt.adapter.{name}" for name in (
    "fastapi.SlackRequestHandler", "fastapi.async_handler.AsyncSlackRequestHandler", "flask.SlackRequestHandler",
    "starlette.SlackRequestHandler", "starlette.async_handler.AsyncSlackRequestHandler",
    "aws_lambda.SlackRequestHandler", "sanic.SlackRequestHandler", "sanic.async_handler.AsyncSlackRequestHandler",
    "google_cloud_functions.SlackRequestHandler",
))  # fmt: skip
SOCKETS = tuple(f"slack_bolt.adapter.socket_mode.{name}" for name in (
    "SocketModeHandler", "async_handler.AsyncSocketModeHandler", "aiohttp.AsyncSocketModeHandler",
    "builtin.SocketModeHandler", "websocket_client.SocketModeHandler", "websockets.AsyncSocketModeHandler",
))  # fmt: skip


def _app(a: Arguments) -> list[LibObject]:
    given = a.get("app") or (a.positional[0] if a.positional else Const(None))
    return [one for one in alternatives(given) if isinstance(one, LibObject) and one.path in APPS]


def _signed(m: Machine, f: Frame, app: LibObject, place: Place) -> None:
    """An app without a signing secret of its own reads it from the environment."""
    secret = Secret("SLACK_SIGNING_SECRET", ("signing_secret",), ())
    perform.secrets(m, f, (secret,), dict(app.arguments.named), place)


@rule(*methods(APPS, ("start", "server", "web_app", "dispatch", "async_dispatch")))
def served(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.start(port=3000)`: it is asked over HTTP."""
    if callee is not None:
        _signed(m, f, callee.receiver, place)
    return Const(None)


@rule(*ADAPTERS)
def adapter(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`SlackRequestHandler(app)`: its `handle` runs the listeners, its `app` is the app."""
    for one in _app(a):
        _signed(m, f, one, place)
    return _handler(m, f, a, place)


@rule(*SOCKETS)
def socket(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`SocketModeHandler(app, token)`: the listeners run in the program that opens it."""
    for one in _app(a):
        m.scratch["slack socket", one.place] = True
    if m.run:
        chat_bots.gather(m)
    return _handler(m, f, a, place)


def _handler(m: Machine, f: Frame, a: Arguments, place: Place) -> LibObject:
    made = m.library_object("slack_bolt.adapter", "", place, a)
    given = a.get("app") or (a.positional[0] if a.positional else None)
    if given is not None:
        made.attributes["app"] = given
        holding.hold(m, made, "app", given)
    perform.keys(m, f, dict(a.named), place)
    return made


def _matched(value: Value) -> str | None:
    """What a listener waits for: a text, or `re.compile("approve_.*")`."""
    if isinstance(value, LibObject) and value.path == "re.compile" and value.arguments.positional:
        value = value.arguments.positional[0]
    return naming.text_of(value)


@rule(*methods(APPS, LISTENERS))
def listener(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.event("app_mention")`, `@app.message("hello")`, `@app.command("/ask")`."""
    if callee is None:
        return None
    owner, word = callee.receiver, callee.name
    name = _matched(a.positional[0]) if a.positional else None
    label = f"{word} {name}" if name else word
    functions = [one for one in a.positional if isinstance(one, Function)]
    for one in functions:
        _listen(m, f, one, owner, label, place)
    if functions:
        return functions[0]
    return hosts.decorator(m, place, lambda target: _listen(m, f, target, owner, label, place))
