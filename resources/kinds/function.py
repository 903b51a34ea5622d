"""Function: a Lambda function.

    summarize = Function(make_summary, "summarize", memory=1024, timeout=120)
    summarize.invoke({"url": "…"})

    @Function(name="cleanup", timeout=300)      # the function below stays an ordinary function
    def cleanup(): ...

Its handler takes the payload (and Lambda's context, or nothing) and returns something JSON can hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from .declared import DeclarationError, Declared
from .kind import Kind, NameRule, Operation, Property

RESERVED_VARIABLES = (
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
)  # fmt: skip

KIND = Kind(
    "function", "Function", "Function", "function", "compute", "lambda",
    "Code that runs when it is called.",
    "Function",
    NameRule(r"[A-Za-z0-9_-]+", "letters, digits, `_` and `-`", 1, 64),
    properties=(
        Property("memory", "Memory", "integer", 512, "the processor grows with it",
                 minimum=128, maximum=10240, unit="MB"),
        Property("timeout", "Timeout", "integer", 30, "the longest that one call may take",
                 minimum=1, maximum=900, unit="s"),
        Property("environment", "Environment", "mapping", None, "variables of the running function",
                 pattern=r"[A-Za-z][A-Za-z0-9_]+", words="letters, digits and `_`, a letter first, two or more",
                 maximum=4096, reserved=RESERVED_VARIABLES),
    ),
    operations=(Operation("invoke", "call it", "invoke", ("lambda:InvokeFunction",), usual=True),),
    fact="memory",
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


class FunctionError(RuntimeError):
    """A function that was invoked raised an error; the text is what Lambda reports about it."""


class Function(Declared):
    """Code of this project that other code calls by `invoke`.

    `memory` is in MB (processor time grows with it), `timeout` in seconds.
    """

    kind = KIND

    def __init__(
        self,
        handler: Callable[..., Any] | None = None,
        name: str | None = None,
        *,
        memory: int = 512,
        timeout: int = 30,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        named = name or getattr(handler, "__name__", "")
        options = {"memory": memory, "timeout": timeout, "environment": dict(environment) if environment else None}
        super().__init__(named, **options)
        if handler is not None and not callable(handler):
            raise DeclarationError(f"{self!r} takes a function first and its name after it, not {handler!r}.")
        self.handler = handler
        self.memory = memory
        self.timeout = timeout
        self.environment: dict[str, str] = dict(environment or {})

    @overload
    def __call__(self, handler: Handler, /) -> Handler: ...
    @overload
    def __call__(self, *args: Any, **keywords: Any) -> Any: ...
    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Above a `def`: adopt it as the handler and return it unchanged. Otherwise: run the handler here."""
        if self.handler is not None:
            return self.handler(*args, **keywords)
        (self.handler,) = args
        return self.handler

    def invoke(self, payload: Any = None) -> Any:
        """Call the deployed function and wait for its result. Raises FunctionError when it raised."""
        answer = self._client("lambda").invoke(FunctionName=self.physical_name, Payload=json.dumps(payload).encode())
        result = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise FunctionError(f"Function {self.name!r} failed: {_reason(result)}")
        return result


def _reason(result: Any) -> str:
    match result:
        case {"errorMessage": message, "errorType": sort}:
            return f"{sort}: {message}"
        case _:
            return str(result)
