"""What the program remembers about a person: recent projects, sizes of the window, theme, editor.

Kept by QSettings, outside every project. A missing, unreadable or broken store is an empty one: each value is checked
when it is read, and what does not fit is its default.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QByteArray, QSettings

RECENT_LIMIT = 12
ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was open: where, when (ISO time) and what was last known about its deployment."""

    path: str
    opened: str
    deployment: str = ""

    @property
    def name(self) -> str:
        return Path(self.path).name

    def when(self) -> datetime:
        return datetime.fromisoformat(self.opened)


class Preferences:
    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings()
        self._theme_now: ThemeChoice | None = None

    @property
    def theme(self) -> ThemeChoice:
        if self._theme_now is not None:
            return self._theme_now
        value = self._store.value("look/theme", "system")
        return value if value in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._theme_now = None
        self._store.setValue("look/theme", choice)

    def theme_for_now(self, choice: ThemeChoice) -> None:
        """This theme until another is chosen by hand; nothing is remembered."""
        self._theme_now = choice

    @property
    def editor(self) -> str:
        """The command that opens a file, with {file} and {line}; empty for the system's own choice."""
        return self._text("editor/command")

    @editor.setter
    def editor(self, command: str) -> None:
        self._store.setValue("editor/command", command)

    @property
    def confirm_writes(self) -> bool:
        return self._text("edits/confirm") == "true"

    @confirm_writes.setter
    def confirm_writes(self, wanted: bool) -> None:
        self._store.setValue("edits/confirm", "true" if wanted else "false")

    def bytes(self, key: str) -> QByteArray:
        """A remembered geometry or state; empty when there is none."""
        value = self._store.value(f"window/{key}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, key: str, value: QByteArray) -> None:
        self._store.setValue(f"window/{key}", value)

    def forget_window(self) -> None:
        self._store.remove("window")

    def recent(self) -> tuple[Recent, ...]:
        """Projects opened before, the last one first."""
        try:
            items = json.loads(self._text("projects/recent") or "[]")
            return tuple(made for item in items if (made := _recent(item)))[:RECENT_LIMIT]
        except (ValueError, TypeError):
            return ()

    def remember(self, path: Path, deployment: str | None = None) -> None:
        """PATH was opened now (or its deployment changed)."""
        known = {item.path: item for item in self.recent()}
        old = known.pop(str(path), None)
        state = deployment if deployment is not None else old.deployment if old else ""
        self._keep((Recent(str(path), datetime.now().isoformat(timespec="seconds"), state), *known.values()))

    def forget(self, path: str) -> None:
        self._keep(tuple(item for item in self.recent() if item.path != path))

    def forget_recent(self) -> None:
        self._store.remove("projects/recent")

    def _keep(self, items: tuple[Recent, ...]) -> None:
        self._store.setValue("projects/recent", json.dumps([asdict(item) for item in items[:RECENT_LIMIT]]))
        self._store.sync()

    def _text(self, key: str) -> str:
        value: Any = self._store.value(key, "")
        return value if isinstance(value, str) else ""


def _recent(item: Any) -> Recent | None:
    try:
        made = Recent(str(item["path"]), str(item["opened"]), str(item.get("deployment", "")))
        made.when()
        return made
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
