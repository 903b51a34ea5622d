"""Which files an edit may look at."""

from __future__ import annotations

from pathlib import Path

from archloom.codegen.workspace import Workspace


def test_an_environment_is_left_out_but_not_a_project_that_one_was_made_in(tmp_path: Path) -> None:
    for path in (
        "main.py", "env39/pyvenv.cfg", "env39/x.py", "env39/lib/y.py", "backend/pyvenv.cfg", "backend/manage.py",
    ):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")

    assert Workspace(tmp_path).python_files == ("backend/manage.py", "main.py")


def test_the_opened_folder_is_read_even_where_an_environment_was_made_in_it(tmp_path: Path) -> None:
    for path in ("pyvenv.cfg", "app.py"):
        (tmp_path / path).write_text("")

    assert Workspace(tmp_path).python_files == ("app.py",)
