"""Every edit that the picture offers on every bundled example: made, checked, parsed, undone to the byte."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archloom.codegen import (
    AddResource,
    AddTrigger,
    Change,
    Connect,
    Disconnect,
    Edit,
    RemoveResource,
    RenameResource,
    SetOperations,
    SetProperty,
    plan,
    undo,
    write,
)
from archloom.resources.architecture import Architecture
from archloom.resources.connecting import flow, has_handle, held, offers, why_not
from archloom.resources.deduction import deduce
from archloom.resources.kinds import DECLARED

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))
NEEDED = {"schedule": {"rate": "5 minutes"}, "website": {"folder": "site"}}


@pytest.fixture(params=NAMES)
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / request.param
    shutil.copytree(EXAMPLES / request.param, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return folder


@pytest.fixture
def long_lines(example: Path) -> Path:
    """What had to be spread over several lines would stay on them; here nothing has to be."""
    (example / "pyproject.toml").write_text("[tool.ruff]\nline-length = 400\n")
    return example


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def offered(architecture: Architecture) -> Iterator[Edit]:
    """What must work: every line that may be drawn, every kind that may be added, every declared thing renamed."""
    for entry in architecture.entries:
        for resource in architecture.resources:
            if why_not(architecture, entry.id, resource.id) is None:
                missing = {known.name for known in offers(architecture, entry.id, resource.id)}
                has = set(held(architecture, entry.id, resource.id))
                yield Connect(entry.id, resource.id, tuple(sorted(missing - has)))
                yield SetOperations(entry.id, resource.id, tuple(sorted(missing | has)))
    for kind in DECLARED:
        yield AddResource(kind.id, "brand-new", NEEDED.get(kind.id, {}))
    for resource in architecture.resources:
        if has_handle(architecture, resource):
            yield RenameResource(resource.id, "another-name")
        for entry in architecture.entries:
            starts = flow(architecture, resource.id, entry.id) == "trigger"
            if starts and why_not(architecture, resource.id, entry.id) is None:
                path = "/brand/new" if resource.kind == "router" else ""
                yield AddTrigger(resource.id, entry.handler, "", path)
    for link in architecture.links:
        if link.kind == "trigger" and has_handle(architecture, architecture.by_id[link.start]):
            yield Disconnect(link.end, link.start, "trigger")
    for entry in architecture.entries:
        yield SetProperty(entry.runs_in, "memory", 1769)
        if entry.kind == "http" and not entry.label.startswith("LangServe"):
            yield SetProperty(entry.id, "path", "/another/path")


def test_every_offered_edit_can_be_made_and_undone(example: Path) -> None:
    before, architecture = tree(example), deduce(example, cache=False)
    for edit in offered(architecture):
        change = plan(example, architecture, edit)
        assert isinstance(change, Change), f"{edit}: {change}"
        write(example, change)
        for file in change.files:
            if file.after is not None and file.path.endswith(".py"):
                ast.parse(file.after)
        undo(example, change)
        assert tree(example) == before


def test_a_connection_is_taken_back_to_the_byte_by_disconnecting(long_lines: Path) -> None:
    example = long_lines
    before, architecture = tree(example), deduce(example, cache=False)
    connections = [edit for edit in offered(architecture) if isinstance(edit, Connect)]
    new = [edit for edit in connections if not held(architecture, edit.entry, edit.resource)]
    if not new:
        pytest.skip("everything is connected already")
    for edit in new:
        change = plan(example, architecture, edit)
        assert isinstance(change, Change)
        write(example, change)
        back = plan(example, change.after, Disconnect(edit.entry, edit.resource))
        assert isinstance(back, Change), str(back)
        write(example, back)
        assert tree(example) == before


def test_a_new_resource_is_taken_back_to_the_byte_by_removing_it(long_lines: Path) -> None:
    example = long_lines
    before, architecture = tree(example), deduce(example, cache=False)
    for kind in DECLARED:
        if kind.id == "function":  # its `def` stays: it is the person's code by then
            continue
        change = plan(example, architecture, AddResource(kind.id, "brand-new", NEEDED.get(kind.id, {})))
        assert isinstance(change, Change), str(change)
        write(example, change)
        back = plan(example, change.after, RemoveResource(f"{kind.id}:brand-new"))
        assert isinstance(back, Change), str(back)
        write(example, back)
        assert tree(example) == before
