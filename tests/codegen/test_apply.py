"""Changes on disk: all files or none, modes kept, nothing overwritten, undone to the byte."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archloom.codegen import Change, Connect, FileChange, Stale, WriteError, redo, undo, write
from archloom.codegen.merging import merged
from archloom.resources.architecture import Architecture, ProjectInfo

from ..full_disk import full_disk

EMPTY = Architecture.of(ProjectInfo("p", 0, 0))


def change(*files: FileChange) -> Change:
    return Change(Connect("e", "r", ("get",)), files, EMPTY, EMPTY)


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_all_files_are_written_and_undone_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    (tmp_path / "gone.py").write_bytes(b"y = 2")
    before = tree(tmp_path)
    made = change(
        FileChange("a.py", b"\xef\xbb\xbfx = 1\r\n", b"x = 2\r\n"),
        FileChange("sub/new.py", None, b"z = 3\n"),
        FileChange("gone.py", b"y = 2", None),
    )
    write(tmp_path, made)
    assert tree(tmp_path) == {"a.py": b"x = 2\r\n", "sub/new.py": b"z = 3\n"}
    undo(tmp_path, made)
    assert tree(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_code_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    with full_disk(), pytest.raises(WriteError, match="Nothing was written"):
        write(tmp_path, change(FileChange("a.py", b"a", b"x" * 100)))
    assert tree(tmp_path) == {"a.py": b"a"}


def test_a_file_that_changed_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    (tmp_path / "b.py").write_bytes(b"changed")
    with pytest.raises(Stale, match=r"b\.py changed on disk"):
        write(tmp_path, change(FileChange("a.py", b"a", b"A"), FileChange("b.py", b"b", b"B")))
    assert tree(tmp_path) == {"a.py": b"a", "b.py": b"changed"}


def test_a_file_that_appeared_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_bytes(b"someone else")
    with pytest.raises(Stale):
        write(tmp_path, change(FileChange("new.py", None, b"mine")))


def test_undo_refuses_a_file_that_was_edited_since(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    made = change(FileChange("a.py", b"a", b"A"))
    write(tmp_path, made)
    (tmp_path / "a.py").write_bytes(b"A and more")
    with pytest.raises(Stale):
        undo(tmp_path, made)
    assert tree(tmp_path) == {"a.py": b"A and more"}


def test_the_mode_of_a_file_stays_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_bytes(b"a")
    (tmp_path / "real.py").chmod(0o750)
    (tmp_path / "link.py").symlink_to("real.py")
    write(tmp_path, change(FileChange("link.py", b"a", b"A")))
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "real.py").read_bytes() == b"A"
    assert (tmp_path / "real.py").stat().st_mode & 0o777 == 0o750


def test_a_read_only_file_is_left_alone_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    (tmp_path / "b.py").write_bytes(b"b")
    (tmp_path / "b.py").chmod(0o444)
    with pytest.raises(WriteError, match=r"b\.py is read-only"):
        write(tmp_path, change(FileChange("a.py", b"a", b"A"), FileChange("b.py", b"b", b"B")))
    assert tree(tmp_path) == {"a.py": b"a", "b.py": b"b"}


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_bytes(b"a")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "a.py").symlink_to(tmp_path / "outside.py")
    with pytest.raises(WriteError, match="leads out of the project"):
        write(tmp_path / "project", change(FileChange("a.py", b"a", b"A")))


def test_when_one_file_cannot_be_replaced_the_others_are_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    (tmp_path / "b.py").write_bytes(b"b")
    replace = os.replace

    def fails_for_b(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "b.py":
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails_for_b)
    with pytest.raises(WriteError, match=r"b\.py cannot be written: Permission denied"):
        write(tmp_path, change(FileChange("a.py", b"a", b"A"), FileChange("b.py", b"b", b"B")))
    assert tree(tmp_path) == {"a.py": b"a", "b.py": b"b"}


def test_a_change_tells_its_diff_and_its_size() -> None:
    made = change(FileChange("app/main.py", b"a\nb\n", b"a\nB\nc"), FileChange("new.py", None, b"x\n"))
    assert made.summary == "main.py +2 −1, new.py +1 −0"
    assert made.diff() == (
        "--- a/app/main.py\n+++ b/app/main.py\n@@ -1,2 +1,3 @@\n a\n-b\n+B\n+c\n\\ No newline at end of file\n"
        "--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n"
    )


def test_undo_keeps_what_was_changed_elsewhere_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a = 1\nb = 2\nc = 3\n")
    made = change(FileChange("a.py", b"a = 1\nb = 2\nc = 3\n", b"a = 1\nb = 9\nc = 3\n"))
    write(tmp_path, made)
    (tmp_path / "a.py").write_bytes(b"a = 1\nb = 9\nc = 3\nd = 4\n")
    undo(tmp_path, made)
    assert tree(tmp_path) == {"a.py": b"a = 1\nb = 2\nc = 3\nd = 4\n"}
    redo(tmp_path, made)
    assert tree(tmp_path) == {"a.py": b"a = 1\nb = 9\nc = 3\nd = 4\n"}


def test_edits_of_one_file_are_undone_in_any_order(tmp_path: Path) -> None:
    texts = [b"x = 0\ny = 0\nz = 0\n", b"x = 1\ny = 0\nz = 0\n", b"x = 1\ny = 0\nz = 1\n"]
    (tmp_path / "a.py").write_bytes(texts[0])
    first, second = (change(FileChange("a.py", *pair)) for pair in itertools.pairwise(texts))
    write(tmp_path, first)
    write(tmp_path, second)
    undo(tmp_path, first)
    assert tree(tmp_path) == {"a.py": b"x = 0\ny = 0\nz = 1\n"}
    undo(tmp_path, second)
    assert tree(tmp_path) == {"a.py": texts[0]}


def test_undo_writes_nothing_that_is_no_python_any_more(tmp_path: Path) -> None:
    made = change(FileChange("a.py", b"if x:\n    a()\n", b"if x:\n    a()\n    b()\n"))
    (tmp_path / "a.py").write_bytes(b"if x:\n    b()\n")
    with pytest.raises(Stale):
        undo(tmp_path, change(FileChange("a.py", b"x = 1\n", b"x = 1\ny = (\n    2)\n")))
    with pytest.raises(Stale):
        undo(tmp_path, made)
    assert tree(tmp_path) == {"a.py": b"if x:\n    b()\n"}


@given(st.lists(st.sampled_from("abcde"), max_size=8), st.data())
def test_a_merge_of_two_changes_has_both_or_is_refused(base: list[str], data: st.DataObject) -> None:
    def edited(lines: list[str], mark: str) -> list[str]:
        at = data.draw(st.integers(0, len(lines)))
        return [*lines[:at], mark, *lines[at + data.draw(st.integers(0, 1)) :]]

    def text(lines: list[str]) -> bytes:
        return "".join(f"{line}\n" for line in lines).encode()

    ours, theirs = edited(base, "ours"), edited(base, "theirs")
    made = merged(text(base), text(ours), text(theirs))
    assert made is None or (b"ours\n" in made and b"theirs\n" in made)
    assert merged(text(base), text(ours), text(base)) == text(ours)
