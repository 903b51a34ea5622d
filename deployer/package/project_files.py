"""Which files of a project are deployed, and their hash.

All but what git ignores, what `ignore` in archloom.toml names, and what never belongs into a package: environments,
caches, version control, builds, and `.env` files, whose secrets go another way. Links are followed for files inside the
project only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...resources import settings
from ...resources.deduction.ignore import Ignored, is_environment
from ..errors import DeployError

LIMIT = 250 * 1024 * 1024
"""What Lambda takes unzipped, in bytes."""
_NEVER = (
    ".git/", ".hg/", ".svn/", ".venv/", "venv/", "__pycache__/", "node_modules/", ".archloom/", "demo-out/",
    ".mypy_cache/", ".ruff_cache/", ".pytest_cache/", ".tox/", ".nox/", ".idea/", ".vscode/", ".ipynb_checkpoints/",
    "*.egg-info/", "/dist/", "/build/", "*.pyc", ".DS_Store", ".env", ".env.*", "!.env.example",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file of the project: its path with forward slashes, and its size in bytes."""

    path: str
    size: int


def sources(project: Path) -> tuple[Source, ...]:
    """The files that are deployed, sorted. Raises DeployError when they are more than any function may hold."""
    never = Ignored().below("", [*_NEVER, *settings.load(project).ignore])
    found = tuple(sorted(_walk(project, project, never, Ignored())))
    if sum(source.size for source in found) > LIMIT:
        raise _too_large(project, found)
    return found


def digest_of(project: Path, files: tuple[Source, ...]) -> str:
    """A hash of the paths, the contents and the executable bits."""
    hashed = hashlib.sha256()
    for source in files:
        path = project / source.path
        mode = b"x" if os.access(path, os.X_OK) else b"-"
        hashed.update(source.path.encode() + b"\0" + mode + hashlib.sha256(_read(path)).digest())
    return hashed.hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeployError(
            str(path), f"it cannot be read: {error.strerror}.",
            "Make it readable, or name it in `ignore` under [project] in archloom.toml.",
        ) from error  # fmt: skip


def _walk(folder: Path, root: Path, never: Ignored, ignored: Ignored) -> Iterator[Source]:
    inside = folder.relative_to(root).as_posix()
    ignored = ignored.below("" if inside == "." else inside, _gitignore(folder))
    try:
        items = sorted(os.scandir(folder), key=lambda item: item.name)
    except OSError:
        return  # deduction reports a folder that cannot be read
    if inside != "." and is_environment({item.name for item in items}):
        return
    for item in items:
        is_folder = item.is_dir(follow_symlinks=False)
        path = Path(item.path).relative_to(root).as_posix()
        if any(each.matches(f"{path}/" if is_folder else path) for each in (never, ignored)):
            continue
        if is_folder:
            yield from _walk(Path(item.path), root, never, ignored)
        elif _is_file_inside(item, root):
            yield Source(path, item.stat().st_size)


def _gitignore(folder: Path) -> list[str]:
    try:
        return (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_file_inside(item: os.DirEntry[str], root: Path) -> bool:
    if not item.is_symlink():
        return item.is_file()
    target = Path(os.path.realpath(item.path))  # unlike `resolve`, this does not fail on links that lead in a circle
    return target.is_file() and target.is_relative_to(root.resolve())


def _too_large(project: Path, found: tuple[Source, ...]) -> DeployError:
    largest = sorted(found, key=lambda source: source.size, reverse=True)[:3]
    names = ", ".join(f"{source.path} ({source.size / 1e6:,.0f} MB)" for source in largest)
    total = sum(source.size for source in found) / 1e6
    return DeployError(
        str(project), f"its files are {total:,.0f} MB and a function holds 250 MB; the largest are {names}.",
        "Name what the code does not need in `ignore` under [project] in archloom.toml, or keep it in a bucket.",
    )  # fmt: skip
