"""The zip that Lambda runs: the project's files, its requirements for Lambda's platform, and `archloom.resources`.

uv resolves for the target and not for this computer, from wheels only. The installed requirements are cached by their
hash apart from the whole, so that a change of code only zips again. Sizes are checked before anything is created.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from ..errors import DeployError
from ..events import Emit, Log, Progressed
from . import built_size, requirements, trim, vendored
from .archive import write_zip
from .local_python import cache_folder
from .project_files import LIMIT, sources
from .requirements import RUNTIME, Requirements
from .uv import run_uv

PLATFORMS = {"x86_64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28"}
"""Amazon Linux 2023, which Lambda's runtimes since Python 3.12 run on, has glibc 2.34."""
OLD_PLATFORMS = {"x86_64": "x86_64-manylinux_2_17", "arm64": "aarch64-manylinux_2_17"}
"""Those before run on Amazon Linux 2 with glibc 2.26."""


def build(project: Path, digest: str, python: str, architecture: str, emit: Emit) -> Path:
    """The zip, from the cache when it is there. Raises DeployError when it cannot be made or is too large."""
    files = sources(project)
    wanted = requirements.of(project, files, RUNTIME)
    key = wanted.digest(python, architecture, vendored.digest(), digest)
    target = cache_folder() / "package" / f"{key[:32]}.zip"
    if target.is_file():
        return target
    installed = _installed(project, wanted, python, architecture, emit)
    contents = _contents(project, [source.path for source in files], installed)
    total = sum(path.stat().st_size for path in contents.values())
    built_size.remember(project, python, architecture, total)
    _check(contents, project, total)
    emit(Progressed("package", f"zipping {len(contents):,} files"))
    _publish(target, contents)
    return target


def _contents(project: Path, paths: list[str], installed: Path) -> dict[str, Path]:
    """Name in the zip -> file. The project's own files win over those of packages."""
    packages = {path.relative_to(installed).as_posix(): path for path in installed.rglob("*") if path.is_file()}
    return {**packages, **vendored.files(), **{path: project / path for path in paths}}


def _installed(project: Path, wanted: Requirements, python: str, architecture: str, emit: Emit) -> Path:
    """The folder with the requirements, trimmed."""
    folder = cache_folder() / "installed" / wanted.digest(python, architecture)[:32]
    if folder.is_dir():
        return folder
    emit(Progressed("package", f"installing what stands in {wanted.origin} for Python {python} on {architecture}"))
    if wanted.note:
        emit(Log("package", wanted.note))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="partial-", dir=folder.parent, ignore_cleanup_errors=True) as partial:
        made = Path(partial) / "installed"
        made.mkdir()
        run_uv(_install(made, wanted.write(Path(partial)), python, architecture), project, wanted.origin)
        trim.trim(made)
        if trim.size(made) > LIMIT:
            trim.strip(made)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    return folder


def _install(made: Path, files: list[str], python: str, architecture: str) -> list[str]:
    platforms = OLD_PLATFORMS if python in ("3.9", "3.10", "3.11") else PLATFORMS
    if architecture not in platforms:
        raise DeployError(
            "archloom.toml", f"the architecture {architecture!r} is none of Lambda's.", "Set x86_64 or arm64."
        )
    return [
        "pip", "install", "--target", str(made), "--python", sys.executable, "--python-version", python,
        "--python-platform", platforms[architecture], "--only-binary", ":all:", *files,
    ]  # fmt: skip


def _check(contents: dict[str, Path], project: Path, total: int) -> None:
    if total <= LIMIT:
        return
    by_top: dict[str, int] = {}
    for name, path in contents.items():
        top = name.partition("/")[0]
        by_top[top] = by_top.get(top, 0) + path.stat().st_size
    largest = sorted(by_top.items(), key=lambda item: item[1], reverse=True)[:4]
    names = ", ".join(f"{name} ({size / 1e6:,.0f} MB)" for name, size in largest)
    raise DeployError(
        str(project), f"its package is {total / 1e6:,.0f} MB and Lambda takes 250 MB; the largest parts are {names}.",
        "Remove a package that the deployed code does not need, or use a smaller one in its place.",
    )  # fmt: skip


def _publish(target: Path, contents: dict[str, Path]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="partial-", suffix=".zip", dir=target.parent)
    os.close(handle)
    try:
        write_zip(Path(name), contents)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
