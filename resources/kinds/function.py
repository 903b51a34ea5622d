"""Function: a Lambda function."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

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
        Property("environment", "Environment", "mapping", None, "variables of the running function"),
    ),
    operations=(Operation("invoke", "call it", "invoke", ("lambda:InvokeFunction",), usual=True),),
    fact="memory",
)  # fmt: skip
