"""docs/kinds.md says what the records say."""

from __future__ import annotations

import re
from pathlib import Path

from archloom.resources.kinds import KINDS
from archloom.resources.kinds.page import page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "kinds.md"


def test_the_page_in_the_repository_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m archloom.resources.kinds.page > docs/kinds.md`"


def test_every_kind_has_its_place() -> None:
    titles = re.findall(r"^## ([A-Z]\w+)$", page(), re.MULTILINE)
    implied = re.findall(r"^\| `(\w+)` \| [A-Z]", page(), re.MULTILINE)

    assert sorted(titles) == sorted(kind.handle_class for kind in KINDS.values() if kind.handle_class)
    assert sorted(implied) == sorted(kind.id for kind in KINDS.values() if not kind.declarable)
