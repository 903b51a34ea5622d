"""Which Python runs the project: on this computer, and in Lambda."""

from __future__ import annotations

import sys
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from .declared import declared

LAMBDA = ("3.12", "3.13", "3.11", "3.10", "3.14")
"""The runtimes of AWS Lambda, the preferred one first."""


def allows(specifier: str, version: str) -> bool:
    """Does `>=3.10,<3.13` allow `3.12`? A specifier that cannot be read allows everything."""
    try:
        return SpecifierSet(specifier).contains(f"{version}.99", prereleases=True)
    except InvalidSpecifier:
        return True


def for_lambda(project: Path) -> str:
    """The best of Lambda's runtimes that the project allows; the first when it allows none."""
    found = declared(project)
    wanted = found.python if found else ""
    return next((version for version in LAMBDA if allows(wanted, version)), LAMBDA[0])


def for_this_computer(specifier: str) -> str:
    """What uv is asked for: the Python that runs Archloom when the project allows it, otherwise what it allows."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    return sys.executable if allows(specifier, here) else specifier
