"""Answers in archloom.toml that are kept by line, moved along when an edit moves the line.

`[answers] "app/db.py:7" = "orders"` says what the code at that line does not decide; `"app/db.py:7 bucket"`, where it
asks for more than one thing. After an import is added above it the same line is the eighth.
"""

from __future__ import annotations

import re

from ..resources.settings import FILE, SettingsError, parse
from .moves import line_now
from .settings import edit_settings
from .workspace import Workspace


def keep_answers(workspace: Workspace) -> None:
    """Moves the answers about lines of edited files to where these lines are now."""
    source = workspace.source(FILE)
    if source is None or "answers" not in source.text:
        return
    try:
        known = parse(source.text).answers
    except SettingsError:
        return
    moved: dict[str, str] = {}
    for file in workspace.changes():
        form = re.compile(rf"{re.escape(file.path)}:(\d+)( \w+)?")
        found = {key: match for key in known if (match := form.fullmatch(key))}
        moved |= {key: f"{file.path}:{line_now(file, int(one[1]))}{one[2] or ''}" for key, one in found.items()}
    if any(old != new for old, new in moved.items()):
        edit_settings(workspace, lambda text: _with_keys(text, moved))


def _with_keys(text: str, moved: dict[str, str]) -> str:
    """All keys at once, so that none is moved twice."""
    every = "|".join(re.escape(key) for key in moved)
    return re.sub(rf"(?m)^([ \t]*[\"'])({every})(?=[\"'][ \t]*=)", lambda found: found[1] + moved[found[2]], text)
