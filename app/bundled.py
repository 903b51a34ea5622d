"""The examples that come with the program. Opening one opens a copy: what ships is never edited."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "examples"
"""The root of a checkout has it beside app/, an installed program under `archloom`."""

ORDER = (
    "rag_documents", "support_agent", "scheduled_digest", "joke_api", "llama_chatbot", "llama_chatbot_declared",
    "langserve_app",
)  # fmt: skip
"""The richest pictures first; what is not named here follows by name."""


@dataclass(frozen=True, slots=True)
class Example:
    """One bundled project. `title` and `words` are for the start page."""

    name: str
    title: str
    words: str
    folder: Path


def examples() -> tuple[Example, ...]:
    """All bundled examples, in the order of the start page."""
    folders = [path for path in FOLDER.iterdir() if (path / "pyproject.toml").is_file()] if FOLDER.is_dir() else []
    return tuple(_example(path) for path in sorted(folders, key=_rank))


def copy_of(example: Example, parent: Path) -> Path:
    """A fresh copy below PARENT, under a name that is still free there; gives its folder."""
    target = next(path for path in _names(parent, example.name) if not path.exists())
    shutil.copytree(example.folder, target, ignore=shutil.ignore_patterns("__pycache__", ".archloom", ".venv"))
    return target


def _example(folder: Path) -> Example:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Example(folder.name, _title(folder), project.get("description", ""), folder)


def _title(folder: Path) -> str:
    """The first heading of its README, otherwise the folder's name."""
    readme = folder / "README.md"
    lines = readme.read_text(encoding="utf-8").splitlines() if readme.is_file() else []
    heading = next((line.lstrip("# ") for line in lines if line.startswith("# ")), "")
    return heading or folder.name.replace("_", " ").capitalize()


def _rank(folder: Path) -> tuple[int, str]:
    return (ORDER.index(folder.name) if folder.name in ORDER else len(ORDER)), folder.name


def _names(parent: Path, name: str) -> list[Path]:
    return [parent / name, *(parent / f"{name}_{number}" for number in range(2, 1000))]
