"""What Qt needs of the system, said in one command before anything fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from archloom.app.cli import system_libraries
from archloom.app.cli.open_window import open_window

PROGRAM = Path(system_libraries.__file__)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux that has two libraries only."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "_is_there", lambda library: library in ("libGL.so.1", "libdbus-1.so.3"))


def test_it_runs_by_itself_with_any_python() -> None:
    done = subprocess.run([sys.executable, "-I", PROGRAM], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= system_libraries.PICTURES.keys()


@pytest.mark.usefixtures("bare")
def test_pictures_need_less_than_a_window() -> None:
    pictures = ["libglib2.0-0", "libegl1", "libxkbcommon0", "libfontconfig1"]
    assert system_libraries.missing(window=False) == pictures
    assert system_libraries.missing(window=True) == [*pictures, *system_libraries.WINDOW]


@pytest.mark.usefixtures("bare")
def test_the_window_says_the_one_command_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    done = CliRunner().invoke(open_window, [])
    assert done.exit_code == 1
    assert "sudo apt-get install libglib2.0-0 libegl1" in done.stderr
    assert "libxcb-cursor0" in done.stderr


def test_other_systems_need_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system_libraries.missing(window=True) == []
