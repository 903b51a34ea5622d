"""Who outside may call a function: one Lambda permission per caller."""

from __future__ import annotations

from ..blueprint import CloudResource, Value
from .context import Unit

_TYPE = "aws:lambda/permission:Permission"


def may_invoke(logical: str, unit: Unit, principal: str, source: Value, subject: str) -> CloudResource:
    """A service may call the function on behalf of one source."""
    inputs: dict[str, Value] = {
        "action": "lambda:InvokeFunction",
        "function": unit.function,
        "principal": principal,
        "sourceArn": source,
        "statementId": logical,
    }
    return CloudResource(_TYPE, logical, inputs, subject=subject)


def open_url(unit: Unit) -> tuple[CloudResource, CloudResource]:
    """Anybody may call the function's URL. Since October 2025 that takes both permissions."""
    url: dict[str, Value] = {
        "action": "lambda:InvokeFunctionUrl",
        "function": unit.function,
        "principal": "*",
        "functionUrlAuthType": "NONE",
        "statementId": "anybody-calls-url",
    }
    invoke: dict[str, Value] = {
        "action": "lambda:InvokeFunction",
        "function": unit.function,
        "principal": "*",
        "invokedViaFunctionUrl": True,
        "statementId": "anybody-invokes-by-url",
    }
    subject = unit.resource.id
    return (
        CloudResource(_TYPE, f"{unit.logical}-url-open", url, subject=subject),
        CloudResource(_TYPE, f"{unit.logical}-url-invoke", invoke, subject=subject),
    )
