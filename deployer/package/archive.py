"""A zip whose bytes follow from its contents only: files in order, one time stamp, two modes, one compression."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_UNIX = 3


def write_zip(target: Path, files: Mapping[str, Path]) -> None:
    """Writes the files under their names. A file is executable in it when it is so on disk or a shared object."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if _is_executable(path) else 0o644) << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=_LEVEL)


def _is_executable(path: Path) -> bool:
    return ".so" in path.name or bool(path.stat().st_mode & 0o100)
