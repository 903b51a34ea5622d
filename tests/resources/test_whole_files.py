"""A file is the old one or the new one; a disk without room leaves neither half of it nor anything beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from archloom.resources.whole_files import write_whole

from ..full_disk import full_disk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def test_what_was_there_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text("old")
    file.chmod(0o640)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.svg"]


def test_without_room_the_old_file_stays_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text("old")
    with full_disk(), pytest.raises(OSError, match="large"):
        write_whole(file, b"x" * 100)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.svg"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.svg").write_text("old")
    (tmp_path / "link.svg").symlink_to("real.svg")
    write_whole(tmp_path / "link.svg", b"new")
    assert (tmp_path / "link.svg").is_symlink()
    assert (tmp_path / "real.svg").read_bytes() == b"new"


def test_a_device_is_written_to(tmp_path: Path) -> None:
    write_whole(Path("/dev/null"), b"gone")
    assert Path("/dev/null").is_char_device()
