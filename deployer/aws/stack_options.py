"""What a stack may say in `[stacks.NAME]` of archloom.toml: each setting with what it takes, checked before all else.

A name that is not here has no effect and becomes a note; a value that is none of what is taken refuses the deployment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..errors import DeployError

Takes = tuple[Callable[[Any], bool], str]

PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
"""Of Lambda's runtimes."""
RETENTIONS = (
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Days that CloudWatch knows; 0 keeps everything."""


def _one_of(*choices: object) -> Takes:
    return lambda value: type(value) is not bool and value in choices, f"one of {', '.join(map(str, choices))}"


def _region(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d+", value) is not None


def _port(value: Any) -> bool:
    return type(value) is int and 1 <= value <= 65_535


_TEXT: Takes = (lambda value: isinstance(value, str) and bool(value), "a text")
_TABLE: Takes = (lambda value: isinstance(value, Mapping), "a table")
_TAKES: Mapping[str, Takes] = {
    "target": _one_of("sandbox", "aws"),
    "region": (_region, "the name of a region such as eu-central-1"),
    "profile": _TEXT,
    "python": _one_of(*PYTHONS),
    "architecture": _one_of("x86_64", "arm64"),
    "log_retention": _one_of(*RETENTIONS),
    "force_destroy": (lambda value: isinstance(value, bool), "true or false"),
    "models": _one_of("real"),
    "port": (_port, "a number from 1 to 65535"),
    "functions": _TABLE,
    "resources": _TABLE,
    "backend": _TEXT,
    "secrets_provider": _TEXT,
    "organization": _TEXT,
    "config": _TABLE,
    "pulumi": _TEXT,
}


def check(stack: str, options: Mapping[str, Any]) -> None:
    """Raises DeployError with every refusal, so that they can be corrected at once."""
    if found := list(_refusals(options)):
        raise DeployError(f"archloom.toml [stacks.{stack}]", " ".join(found), "Correct it; nothing was changed.")


def unknown(options: Mapping[str, Any]) -> list[str]:
    return sorted(options.keys() - _TAKES.keys())


def _refusals(options: Mapping[str, Any]) -> Iterator[str]:
    for name, value in options.items():
        takes, words = _TAKES.get(name, (None, ""))
        if takes is not None and not takes(value):
            yield f"`{name}` is {words}, not {value!r}."
