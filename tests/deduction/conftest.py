"""Small projects from strings, and what their entries use."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce
from archloom.resources.deduction.evaluate import invoking

Sources = Mapping[str, str] | str
Uses = dict[str, set[str]]


def write(folder: Path, sources: Sources) -> Path:
    """Writes files into a folder; a single text is `app.py`."""
    files = {"app.py": sources} if isinstance(sources, str) else sources
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def actions_of(architecture: Architecture, handler: str) -> Uses:
    """Resource id -> actions, for the permissions of one entry, by its handler or its label."""
    entries = [entry.id for entry in architecture.entries if handler in (entry.handler, entry.label)]
    assert entries, f"no entry {handler} among {[entry.handler for entry in architecture.entries]}"
    found: Uses = {}
    for link in architecture.links:
        if link.kind == "permission" and link.start in entries:
            found.setdefault(link.end, set()).update(action.partition(":")[2] or action for action in link.actions)
    return found


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Architecture]:
    """Deduces a project from its sources."""

    def open_project(sources: Sources, *entries: str) -> Architecture:
        return deduce(write(tmp_path, sources), entries=entries, cache=False)

    return open_project


@pytest.fixture
def uses(opened: Callable[..., Architecture]) -> Callable[..., Uses]:
    """What one function of a project uses: `uses(sources, "app.f") == {"kv_store:orders": {"GetItem"}}`."""

    def used(sources: Sources, handler: str = "app.f") -> Uses:
        return actions_of(opened(sources, handler), handler)

    return used


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the functions that are evaluated, each as often as it is."""
    names: list[str] = []
    original = invoking.evaluate

    def counted(*arguments: Any) -> object:
        names.append(arguments[2].qualname)
        return original(*arguments)

    monkeypatch.setattr(invoking, "evaluate", counted)
    return names
