"""Writes a change and takes it back. All files of a change or none, each replaced in one step, never half written.

Every file is first written beside its place, flushed to disk, and given the mode of the one that it replaces; only then
are they renamed over the old ones. If a rename fails, those already made are taken back.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from .change import Change, FileChange, Stale, WriteError
from .merging import merged, parses


def write(root: Path, change: Change) -> None:
    """Writes the change under ROOT. Raises Stale when a file is not what it was, WriteError when it cannot be."""
    _apply(root, change.files)


def undo(root: Path, change: Change) -> tuple[FileChange, ...]:
    """Takes the change back, to the byte; what was changed elsewhere in its files since then stays.

    Gives what was written. Raises Stale when the same lines were changed, WriteError as `write`.
    """
    return _merge(root, [FileChange(file.path, file.after, file.before) for file in change.files])


def redo(root: Path, change: Change) -> tuple[FileChange, ...]:
    """Makes a change again that was taken back, in the same way as `undo`."""
    return _merge(root, change.files)


def _merge(root: Path, files: Sequence[FileChange]) -> tuple[FileChange, ...]:
    made = tuple(_merged(root, file) for file in files)
    _apply(root, made)
    return made


def _merged(root: Path, file: FileChange) -> FileChange:
    current = _read(root / file.path)
    if current == file.before:
        return file
    if file.before is None or file.after is None or current is None:
        raise Stale(file.path)
    text = merged(file.before, file.after, current)
    if text is None or not parses(file.path, text):
        raise Stale(file.path)
    return FileChange(file.path, current, text)


def _apply(root: Path, files: Sequence[FileChange]) -> None:
    for file in files:
        if _read(root / file.path) != file.before:
            raise Stale(file.path)
        _check(root, file)
    prepared: list[tuple[FileChange, Path | None]] = []
    try:
        for file in files:
            prepared.append((file, None if file.after is None else _beside(root / file.path, file.after)))
        _swap(root, prepared)
    finally:
        _discard(temporary for _, temporary in prepared)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error


def _check(root: Path, file: FileChange) -> None:
    """Renaming over a read-only file would work, and would not be what its owner meant."""
    path = root / file.path
    if not path.resolve().is_relative_to(root.resolve()):
        raise WriteError(f"{file.path} leads out of the project. Nothing was written; edit it where it lives.")
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise WriteError(f"{file.path} is read-only. Nothing was written; make it writable and try again.")


def _beside(path: Path, data: bytes) -> Path:
    """A temporary file in the same folder with these bytes, safely on disk."""
    path = path.resolve()  # a link stays a link: what it points to is replaced
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, path.stat().st_mode if path.exists() else 0o666 & ~_umask())
    except OSError as error:
        _discard([Path(name)])
        raise _cannot(path, error) from error
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap(root: Path, prepared: Sequence[tuple[FileChange, Path | None]]) -> None:
    done: list[FileChange] = []
    for file, temporary in prepared:
        path = (root / file.path).resolve()
        try:
            if temporary is None:
                path.unlink()
            else:
                os.replace(temporary, path)
        except OSError as error:
            _take_back(root, done)
            raise _cannot(path, error) from error
        done.append(file)


def _take_back(root: Path, done: Iterable[FileChange]) -> None:
    for file in done:
        path = (root / file.path).resolve()
        if file.before is None:
            path.unlink(missing_ok=True)
        else:
            os.replace(_beside(path, file.before), path)


def _discard(temporaries: Iterable[Path | None]) -> None:
    for temporary in temporaries:
        with suppress(OSError):
            if temporary is not None:
                temporary.unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> WriteError:
    return WriteError(
        f"{path} cannot be written: {error.strerror}. Nothing was written; check its permissions and the free space."
    )
