"""The wheel holds the five folders under `archloom`, the examples, and nothing else."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from archloom.resources.version import VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_same_everywhere() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(out.glob("*.whl"))).namelist()


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["app", "canvas", "codegen", "deployer", "resources"])
def test_each_folder_is_in_the_wheel(wheel: list[str], folder: str) -> None:
    assert f"archloom/{folder}/__init__.py" in wheel


@pytest.mark.slow
def test_fonts_icons_tables_and_examples_are_in_the_wheel(wheel: list[str]) -> None:
    for part, ending in (
        ("archloom/canvas/look/", ".svg"),
        ("archloom/canvas/look/", ".ttf"),
        ("archloom/resources/catalog/", ".toml"),
        ("archloom/examples/", "main.py"),
    ):
        assert any(name.startswith(part) and name.endswith(ending) for name in wheel), (part, ending)


@pytest.mark.slow
def test_nothing_else_is_in_the_wheel(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel} == {"archloom", f"archloom-{VERSION}.dist-info"}
    assert "archloom/__init__.py" not in wheel  # a namespace
    assert not [name for name in wheel if "__pycache__" in name or ".venv" in name]
