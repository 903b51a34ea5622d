"""Where the lines of a file are after an edit, and an architecture whose ids follow them.

Things without a name are called by their line (`pkg.api.lambda_31`, `kv_store:app.db:7`). An edit above them moves the
line; they are still the same things.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..resources.architecture import Architecture, Entry, Resource
from .change import FileChange

_BY_LINE = re.compile(r"(lambda_|\bline|:)(\d+)\b")


def line_now(file: FileChange, line: int) -> int:
    """The number that a line of the old text has in the new one; its own when it is gone."""
    before, after = ((data or b"").splitlines() for data in (file.before, file.after))
    for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        if block.a < line <= block.a + block.size:
            return line - block.a + block.b
    return line


def moved(architecture: Architecture, files: Iterable[FileChange]) -> Architecture:
    """The architecture with the ids that its things have after these changes of files."""
    changes = {file.path: file for file in files if file.path.endswith(".py")}
    items = [*architecture.resources, *architecture.entries]
    ids = {item.id: _id_now(item, item.id, changes) for item in items if _BY_LINE.search(item.id)}
    if all(old == new for old, new in ids.items()):
        return architecture
    return Architecture.of(
        architecture.project,
        [_resource_now(resource, ids, changes) for resource in architecture.resources],
        [_entry_now(entry, ids, changes) for entry in architecture.entries],
        [replace(k, start=ids.get(k.start, k.start), end=ids.get(k.end, k.end)) for k in architecture.links],
        [replace(p, subject=ids.get(p.subject or "", p.subject)) for p in architecture.problems],
    )


def _resource_now(resource: Resource, ids: Mapping[str, str], changes: Mapping[str, FileChange]) -> Resource:
    name = resource.name and _id_now(resource, resource.name, changes)
    return replace(resource, id=ids.get(resource.id, resource.id), name=name)


def _entry_now(entry: Entry, ids: Mapping[str, str], changes: Mapping[str, FileChange]) -> Entry:
    handler = _id_now(entry, entry.handler, changes)
    return replace(
        entry, id=ids.get(entry.id, entry.id), handler=handler, runs_in=ids.get(entry.runs_in, entry.runs_in)
    )


def _id_now(item: Resource | Entry, text: str, changes: Mapping[str, FileChange]) -> str:
    file = changes.get(item.source.file)
    if file is None:
        return text

    def number(found: re.Match[str]) -> str:
        line = int(found[2])
        meant = found[1] == "lambda_" or line == item.source.line
        return found[1] + (str(line_now(file, line)) if meant else found[2])

    return _BY_LINE.sub(number, text)
