"""The group of commands: help without heavy imports, a folder opens, wrong words are refused."""

import subprocess
import sys

from archloom.app.cli.group import COMMANDS, _looks_like_a_path

from .conftest import Run


def test_help_lists_every_command(archloom: Run) -> None:
    said = archloom("--help").stdout
    for name, (_, words) in COMMANDS.items():
        assert name in said
        assert words[:30] in said


def test_an_unknown_word_is_wrong_use(archloom: Run) -> None:
    done = archloom("dedcue")
    assert done.returncode == 2
    assert "No such command" in done.stderr


def test_a_folder_is_taken_for_a_project_to_open(tmp_path) -> None:
    assert _looks_like_a_path(str(tmp_path))
    assert _looks_like_a_path("./nothing-yet")
    assert not _looks_like_a_path("dedcue")


def test_deducing_loads_neither_qt_nor_libcst_nor_pulumi() -> None:
    code = (
        "import sys; from archloom.app.cli import cli; import archloom.app.cli.deduce; "
        "print([name for name in ('PySide6', 'libcst', 'pulumi', 'boto3', 'networkx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_theme_without_a_command_is_for_the_window(archloom: Run, tmp_path) -> None:
    done = archloom("--dark", tmp_path / "one", tmp_path / "two")  # `open` takes one folder, so that no window comes
    assert "Usage: archloom open" in done.stderr
