"""How a handle finds the real thing: one environment variable per resource carries its physical name.

The blueprint sets the variable of every resource that a function may use; the handles of `archloom.resources` read it.
The value is what the service's own API calls take:

    kv_store        name of the table           queue     URL of the queue
    bucket          name of the bucket          topic     ARN of the topic
    model_endpoint  name of the endpoint        secret    ARN of the secret
    function        name or ARN of the function

Two names never share a variable: kebab-case names read as they are (`chat-history` -> `CHAT_HISTORY`), every other
spelling (`chat_history`, `ChatHistory`) ends with a short digest of itself.
"""

from __future__ import annotations

import os
import re

PREFIX = "ARCHLOOM_"


class NotDeployedError(RuntimeError):
    """A handle was used where no deployment told it the physical name; the text says what to do."""

    def __init__(self, kind: str, name: str) -> None:
        what = kind.replace("_", " ")
        super().__init__(
            f"The {what} {name!r} has no physical name here: the environment variable {variable(kind, name)} is not "
            "set. `archloom run .` runs the project on this computer and sets it; `archloom deploy .` sets it for "
            "the deployed functions."
        )


def variable(kind: str, name: str) -> str:
    """The environment variable with the physical name: `kv_store`, `sessions` -> `ARCHLOOM_KV_STORE_SESSIONS`."""
    spelt = re.sub(r"[^A-Z0-9]", "_", name.upper())
    plain = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    return f"{PREFIX}{kind.upper()}_{spelt}" + ("" if plain else f"_{_digest(name)}")


def _digest(name: str) -> str:
    import hashlib  # two milliseconds that most programs need not spend

    return hashlib.sha256(name.encode()).hexdigest()[:6].upper()


def physical_name(kind: str, name: str) -> str:
    """What the service calls this resource. Raises NotDeployedError where no deployment has said it."""
    if found := os.environ.get(variable(kind, name)):
        return found
    raise NotDeployedError(kind, name)
