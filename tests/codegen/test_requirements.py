"""A package is added where the project declares what it requires, in the way that it is laid out there."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.codegen.requirements import require
from archloom.codegen.workspace import Workspace

PROJECT = '[project]\nname = "x"\n'


@pytest.mark.parametrize(("name", "before", "after"), [
    ("requirements.txt", "a\nz\n", "a\nnew\nz\n"),
    ("requirements.txt", "z\na\n", "z\na\nnew\n"),
    ("requirements.txt", "a==1  # why\nz\n", "a==1  # why\nnew\nz\n"),
    ("requirements.txt", "# head\na\n", "# head\na\nnew\n"),
    ("requirements.txt", "a\r\nz\r\n", "a\r\nnew\r\nz\r\n"),
    ("requirements.txt", "z", "z\nnew"),
    ("requirements.txt", "a", "a\nnew"),
    ("requirements.txt", "New[extra]>=2\n", "New[extra]>=2\n"),
    ("pyproject.toml", PROJECT + 'dependencies = ["a"]\n', PROJECT + 'dependencies = ["a", "new"]\n'),
    ("pyproject.toml", PROJECT + 'dependencies = [\n  "a",  # why\n]\n',
     PROJECT + 'dependencies = [\n  "a",  # why\n  "new",\n]\n'),
    ("pyproject.toml", PROJECT + 'dependencies = ["new>=1"]\n', PROJECT + 'dependencies = ["new>=1"]\n'),
    ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\n',
     '[tool.poetry.dependencies]\npython = "^3.11"\nnew = "*"\n'),
])  # fmt: skip
def test_it_is_added_once_and_all_else_stays(name: str, before: str, after: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(before.encode())
    workspace = Workspace(tmp_path)

    require(workspace, "app.py", ("new",))

    found = workspace.source(name)
    assert found is not None
    assert found.text == after


def test_the_nearest_file_above_the_source_holds(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "requirements.txt").write_text("x\n")
    (tmp_path / "a" / "requirements.txt").write_text("y\n")
    workspace = Workspace(tmp_path)

    require(workspace, "a/b/app.py", ("new",))

    assert [file.path for file in workspace.changes()] == ["a/requirements.txt"]


def test_a_project_that_declares_nothing_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
    workspace = Workspace(tmp_path)

    require(workspace, "app.py", ("new",))

    assert workspace.changes() == ()


def test_extras_are_written_in_poetrys_way(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.poetry.dependencies]\npython = "^3.11"\n')
    workspace = Workspace(tmp_path)

    require(workspace, "app.py", ("psycopg[binary,pool]",))

    found = workspace.source("pyproject.toml")
    assert found is not None
    assert 'psycopg = {version = "*", extras = ["binary", "pool"]}' in found.text
