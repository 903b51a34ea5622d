"""`tokens.json`, read once: the numbers behind the look. Measures are device-independent pixels at 100 %."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def tokens() -> dict[str, Any]:
    """The whole table. Treat it as read-only: everybody shares it."""
    return json.loads((HERE / "tokens.json").read_text(encoding="utf-8"))
