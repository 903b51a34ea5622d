"""Secret: a value in Secrets Manager.

    key = Secret("openai", env="OPENAI_API_KEY")
    key.get()

With `env` the deployed function finds the value in that variable too, filled before its code is imported, so that
libraries that read the variable by themselves need no line. On a developer's own machine the variable alone will do.
"""

from __future__ import annotations

import os

from .. import physical
from .declared import Referable
from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "secret", "Secret", "Secret", "key", "security", "secretsmanager",
    "A value that never stands in code, logs or state.",
    "Secret",
    NameRule(r"[A-Za-z0-9/_+=.@-]+", "letters, digits and `/_+=.@-`", 1, 512),
    properties=(Property("env", "Environment variable", "text", None, "the variable that it also fills",
                         pattern=r"[A-Za-z_][A-Za-z0-9_]*", words="letters, digits and `_`, no digit first"),),
    operations=(Operation("get", "read the value", "read", ("secretsmanager:GetSecretValue",), usual=True),),
)  # fmt: skip


class Secret(Referable):
    """A value that only the functions that use it can read."""

    kind = KIND

    def __init__(self, name: str, *, env: str | None = None) -> None:
        super().__init__(name, env=env)
        self.env = env
        self._value: str | None = None

    def get(self) -> str:
        """The value, read once per process. Raises NotDeployedError where neither the cloud nor `env` has it."""
        if self._value is None:
            self._value = self._read()
        return self._value

    def _read(self) -> str:
        deployed = physical.variable(self.kind.id, self.name) in os.environ
        if not deployed and self.env and (local := os.environ.get(self.env)):
            return local
        return self._client("secretsmanager").get_secret_value(SecretId=self.physical_name)["SecretString"]
