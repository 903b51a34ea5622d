"""Event handlers of AWS Lambda Powertools: routes of API Gateway, AppSync fields and the actions of a Bedrock agent.

They all run inside one Lambda function, whose handler calls `app.resolve(event, context)`. That handler is the entry;
`resolve` runs everything that is registered. Routes whose module has no such handler are entries of a web application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import innermost
from ..evaluate import around, running
from ..evaluate.machine import Frame
from ..values import Arguments, Function, LibMethod, LibObject, Place, Unknown, Value
from . import hosts, routes, web
from .handlers import is_handler
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

APPS = tuple(path for path, service in routes.APPS.items() if service == "powertools")
OWNERS = (*APPS, *sorted(path for path in web.ROUTERS if path.startswith("aws_lambda_powertools.")))


def handled(m: Machine, owner: LibObject) -> bool:
    """Does a module define a Lambda handler that makes the resolver, or imports it for its own routes?"""
    return any(
        is_handler(name, function, value)
        for state in m.modules.values() if any(value is owner for value in state.scope.names.values())
        for name, value in state.scope.names.items() if (function := innermost(value)) is not None
    )  # fmt: skip


@rule(*methods(OWNERS, ("resolver", "tool", "async_resolver", "batch_resolver", "async_batch_resolver")))
def resolver(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.resolver(type_name="Query", field_name="orders")`, `@app.tool(name="weather")`, `@app.tool`."""
    if callee is None:
        return None
    collected = routes.web_of(m, callee.receiver)

    def add(target: Value) -> None:
        function = innermost(target)
        routes.add_route(collected, routes.Route((callee.name,), function.name if function else "", target, place))

    if a.positional and isinstance(a.positional[0], Function):
        add(a.positional[0])
        return a.positional[0]
    return hosts.decorator(m, place, add)


@rule(*methods(APPS, ("resolve", "__call__")))
def resolve(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.resolve(event, context)`: the event decides which of them runs."""
    if callee is None:
        return None
    for run in routes.every_route(m, routes.web_of(m, callee.receiver)):
        run(m, f)
    return Unknown("the answer of a route", place)


@rule("powertools.idempotent")
def idempotent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@idempotent_function(persistence_store=layer, …)`: each call asks the table that keeps the answers."""
    store = a.get("persistence_store") or Unknown("no store", place)

    def decorate(machine: Machine, _: Frame, target: Value) -> Value:
        if not isinstance(target, Function):
            return target
        return around.wrapped(machine, target, place, lambda m, frame: running.run(m, frame, store, place))

    made = m.library_object("decorator", "", place, a)
    made.rule = decorate
    return made
