"""Secrets reach the code as environment variables, read from Secrets Manager when the process starts.

A secret that cannot be read does not stop the function, which may not need it on this path: the log says so, and what
does need it fails with its own words. `conceal` takes the values out of everything that the runtime itself prints.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from ..kinds.declared import client

_filled: set[str] = set()


def fill(environment: Mapping[str, str]) -> None:
    """Set the variables that `ARCHLOOM_SECRETS` lists."""
    wanted: dict[str, str] = json.loads(environment.get("ARCHLOOM_SECRETS") or "{}")
    for variable, secret in wanted.items():
        value = _read(variable, secret)
        if value is not None:
            os.environ[variable] = value
            _filled.add(value)


def conceal(text: str) -> str:
    """A text without the values of secrets."""
    for value in sorted(_filled, key=len, reverse=True):
        text = text.replace(value, "•••") if len(value) > 3 else text
    return text


def conceal_in(error: BaseException) -> None:
    """Take the values out of an exception and of what it came from, before others write it to a log."""
    following: BaseException | None = error
    seen: set[int] = set()
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        following.args = tuple(conceal(one) if isinstance(one, str) else one for one in following.args)
        following = following.__cause__ or following.__context__


def _read(variable: str, secret: str) -> str | None:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = client("secretsmanager").get_secret_value(SecretId=secret)
    except (BotoCoreError, ClientError) as error:
        print(f"archloom: secret {secret!r} for {variable} cannot be read: {error}", file=sys.stderr)
        return None
    return answer.get("SecretString")
