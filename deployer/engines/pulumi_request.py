"""What the engine asks of its worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..blueprint import Blueprint
from .engine import Place

Verb = Literal["preview", "apply", "destroy", "outputs", "refresh"]


@dataclass(frozen=True, slots=True)
class Request:
    """`blueprint` is there for preview and apply. `install` says that the CLI may be downloaded."""

    verb: Verb
    place: Place
    settings: Mapping[str, Any]
    blueprint: Blueprint | None = None
    install: bool = False
    asks: bool = False
    """After Planned it waits for a line on standard input: `yes` goes on, anything else changes nothing."""
