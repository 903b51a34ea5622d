"""The variables that a compose file gives the services that it builds from the project.

Addresses are left out: other containers on somebody's computer say nothing of where the project is deployed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import yaml

from . import read_yaml
from .secret_names import is_secret

_NAME = re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml")
_HOLE = re.compile(r"\$\{\w+:?-([^{}]*)\}")
"""`${QUEUE:-jobs}`: a variable of whoever starts the services, with what stands in for it."""


_ADDRESS = re.compile(r"\$|://|:\d+$")


def is_compose(path: str) -> bool:
    return _NAME.fullmatch(path.rpartition("/")[2]) is not None


def read_compose(configs: Mapping[str, bytes]) -> dict[str, str]:
    """Variables by name; one to which two services give different values says nothing of the code."""
    found: dict[str, set[str]] = {}
    for path in sorted(configs):
        if is_compose(path):
            for name, value in _variables(configs[path]):
                found.setdefault(name, set()).add(value)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _variables(text: bytes) -> Iterator[tuple[str, str]]:
    try:
        data: Any = read_yaml.load(text)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return
    services = _mapping(_mapping(data).get("services"))
    for service in services.values():
        given = _mapping(service).get("environment") if "build" in _mapping(service) else None
        if isinstance(given, list):
            pairs = [str(one).partition("=")[::2] for one in cast("list[Any]", given)]
        else:
            pairs = [(name, str(value)) for name, value in _mapping(given).items() if value is not None]
        for name, value in pairs:
            plain = _HOLE.sub(r"\1", value)
            if plain and not _ADDRESS.search(plain) and plain not in services and not is_secret(name):
                yield name, plain


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
