"""What functions write, one JSON object per line in `HOME/logs/<function>.jsonl`.

    {"at": 1760000000.123, "function": "web_app:app.main.app", "message": "…", "request": "…"}

What `conceal` knows to be a secret is not written. A file is only ever appended to. Over `LIMIT` bytes it becomes
`<function>.jsonl.1`, in place of the one before.
"""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

from ...concealing import Conceal

LIMIT = 5_000_000


class Log:
    """The log of one function. Safe to use from several threads."""

    def __init__(self, folder: Path, name: str, function: str, conceal: Conceal = str) -> None:
        self._path = folder / f"{name}.jsonl"
        self._function = function
        self.conceal = conceal
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, message: str, request: str = "") -> None:
        """Appends one entry; empty lines are left out."""
        if not message.strip():
            return
        entry = {"at": time.time(), "function": self._function, "message": self.conceal(message), "request": request}
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        with self._lock:
            self._roll()
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(line)

    def _roll(self) -> None:
        try:
            if self._path.stat().st_size > LIMIT:
                self._path.replace(self._path.with_suffix(".jsonl.1"))
        except FileNotFoundError:
            pass
