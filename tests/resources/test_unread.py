"""Which Python files of a project could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.resources.deduction import deduce
from archloom.resources.unread import is_unread, unread


@pytest.mark.parametrize(
    ("files", "first", "nothing"),
    [
        ({"a.py": "x = 1\n"}, None, False),
        ({"a.py": "x = 1\n", "b.py": "x = (\n"}, "b.py", False),
        ({"a.py": "x = (\n", "b.py": "def\n"}, "a.py", True),
        ({"archloom.toml": "[oops\n", "a.py": "x = 1\n"}, None, False),
    ],
)
def test_files_that_are_no_python_are_told(
    tmp_path: Path, files: dict[str, str], first: str | None, nothing: bool
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    seen = deduce(tmp_path, cache=False)

    found = unread(seen)
    assert (found.source.file if found else None) == first
    assert is_unread(seen) is nothing


def test_a_file_that_is_a_circle_of_links_does_not_make_the_rest_unread(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "loop.py").symlink_to("loop.py")

    seen = deduce(tmp_path, cache=False)

    assert unread(seen) is not None
    assert not is_unread(seen)
