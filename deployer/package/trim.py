"""Takes out of installed packages what no function needs: tests, type stubs, C sources, scripts, install records.

Shared objects are stripped only when the rest is still over Lambda's limit, because `strip` differs from computer to
computer and the same project should make the same package everywhere.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_FOLDERS = frozenset({"__pycache__", "tests", "test"})
_SUFFIXES = (".pyi", ".pyc", ".c", ".h", ".cpp", ".hpp", ".pyx", ".pxd", ".a")
_RECORDS = frozenset({"RECORD", "INSTALLER", "WHEEL", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"})


def trim(folder: Path) -> None:
    """Removes it from a folder that uv installed into."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if path.name in _FOLDERS and path.parent != folder and not _is_needed(path):
                shutil.rmtree(path, ignore_errors=True)
        elif path.suffix in _SUFFIXES or (path.name in _RECORDS and path.parent.suffix == ".dist-info"):
            path.unlink(missing_ok=True)


def _is_needed(path: Path) -> bool:
    """Some packages import their own tests: numpy.testing, pandas.tests and the like start with other names."""
    return path.name in ("tests", "test") and path.parent.name == "testing"


def strip(folder: Path) -> bool:
    """Strips the shared objects in place; False when this computer has no `strip`."""
    tool = shutil.which("strip")
    if tool is None:
        return False
    for path in _shared_objects(folder):
        own = path.with_suffix(path.suffix + ".own")  # uv links files to its cache: never change those
        shutil.copyfile(path, own)
        subprocess.run([tool, "--strip-unneeded", str(own)], capture_output=True, check=False)
        own.replace(path)
    return True


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _shared_objects(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix == ".so" or ".so." in path.name)
