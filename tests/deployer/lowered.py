"""Blueprints of architectures made by hand, and what stands in their resources."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archloom.deployer.blueprint import Blueprint, CloudResource, Known, settle_inputs
from archloom.deployer.lowering import Source, blueprint_of
from archloom.resources.architecture import Architecture
from archloom.resources.settings import Settings

from . import shop


class _Outputs(dict[str, dict[str, str]]):
    """Every resource has every output, named after both."""

    def get(self, key: str, default: Any = None) -> Any:
        return {"accountId": "1"} if key == "aws" else _Named(key)


class _Named(dict[str, str]):
    def __init__(self, resource: str) -> None:
        super().__init__()
        self.resource = resource

    def get(self, key: str, default: Any = None) -> Any:
        return f"<{self.resource}.{key}>"


KNOWN = Known(_Outputs(), lambda variable: "")


def lower(
    architecture: Architecture,
    settings: Settings | None = None,
    root: Path = Path("/shop"),
    known: Iterable[str] = ("ANTHROPIC_API_KEY",),
) -> Blueprint:
    return blueprint_of(architecture, settings or Settings(), "dev", Source(root, "c0de", frozenset(known)))


def inputs(resource: CloudResource) -> dict[str, Any]:
    return settle_inputs(resource, KNOWN)


def statements(blueprint: Blueprint, policy: str) -> dict[str, tuple[list[str], list[str]]]:
    document = json.loads(inputs(blueprint.by_name[policy])["policy"])
    return {item["Sid"]: (item["Action"], item["Resource"]) for item in document["Statement"]}


def one_use(used: Any, *actions: str) -> Architecture:
    """A function `main.f` that does these things with one resource."""
    unit = shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    return shop.of([unit, used], [start], [shop.uses(start, used, *actions)])
