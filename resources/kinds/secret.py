"""Secret: a value in Secrets Manager."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "secret", "Secret", "Secret", "key", "security", "secretsmanager",
    "A value that never stands in code, logs or state.",
    "Secret",
    NameRule(r"[A-Za-z0-9/_+=.@-]+", "letters, digits and `/_+=.@-`", 1, 512),
    properties=(Property("env", "Environment variable", "text", None, "the variable that it also fills",
                         pattern=r"[A-Za-z_][A-Za-z0-9_]*"),),
    operations=(Operation("get", "read the value", "read", ("secretsmanager:GetSecretValue",), usual=True),),
)  # fmt: skip
