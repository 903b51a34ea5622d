"""What the libraries of the environment say: where things are, what arguments they take, which variables they read."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_REQUIREMENT = re.compile(r"[\w.-]+")


class UnknownError(Exception):
    """It cannot be looked at here: an optional part of the library is not installed, or it is written in C."""


@cache
def installed(path: str) -> bool:
    """Is the distribution here that a path belongs to? Several share a namespace package such as `google.cloud`."""
    parts = path.split(".")
    for length in range(1, len(parts)):
        try:
            spec = importlib.util.find_spec(".".join(parts[:length]))
        except Exception:
            return False
        if spec is None or spec.origin is not None:
            return spec is not None
    return False


@cache
def found(path: str) -> Any:
    """The object at a dotted path. AttributeError if there is none, UnknownError if that cannot be said."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError as missing:
            if missing.name and ".".join(parts[:length]).startswith(missing.name):
                continue
            raise UnknownError(path) from missing
        except Exception as broken:
            raise UnknownError(path) from broken
        return _inside(thing, parts[length:], path)
    raise AttributeError(path)


def _inside(thing: Any, names: list[str], path: str) -> Any:
    for name in names:
        try:
            thing = getattr(thing, name)
        except AttributeError:
            raise
        except Exception as broken:
            raise UnknownError(path) from broken
    return thing


def arguments(thing: Any) -> tuple[list[str], set[str], bool]:
    """Positional arguments in order, all names, and whether any other name is welcome.

    UnknownError for what has no signature.
    """
    fields: dict[str, Any] = getattr(thing, "model_fields", {}) if isinstance(thing, type) else {}
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError) as without:
        raise UnknownError(str(thing)) from without
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    positional = [
        name
        for name, parameter in signature.parameters.items()
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    names = set(signature.parameters) | set(fields) | {field.alias for field in fields.values() if field.alias}
    open_ended = inspect.Parameter.VAR_KEYWORD in kinds and not fields
    return positional, names, open_ended


def reads(path: str, variable: str) -> bool:
    """Does the source of its package, or of one that it requires, speak of the variable?"""
    return any(variable in _variables(package) for package in _around(path.partition(".")[0]))


def _around(package: str) -> Iterator[str]:
    """The package itself, then those of the distributions that it requires."""
    yield package
    owners = _owners()
    for distribution in importlib.metadata.packages_distributions().get(package, ()):
        for requirement in importlib.metadata.requires(distribution) or ():
            match = _REQUIREMENT.match(requirement)
            yield from owners.get(_plain(match.group()), ()) if match else ()


@cache
def _owners() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            found.setdefault(_plain(distribution), set()).add(package)
    return found


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@cache
def _variables(package: str) -> frozenset[str]:
    """Every name in the package's source that is written as environment variables are."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    files = [file for place in places for file in Path(place).rglob("*.py")]
    if spec and spec.origin and not places:
        files = [Path(spec.origin)]
    return frozenset(name for file in files for name in _VARIABLE.findall(file.read_text(errors="ignore")))
