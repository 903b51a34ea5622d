"""The graph that is kept of a project: used exactly as long as nothing changed, and never trusted when it is broken."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.contract import same
from archloom.resources.deduction import Deducer, deduce, store, unchanged

APP = """
import boto3

orders = boto3.resource("dynamodb").Table("orders")

def handler(event, context):
    return orders.get_item(Key={"id": event["id"]})
"""
Patch = pytest.MonkeyPatch
LONG_AGO = 1_600_000_000


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(unchanged, "MOMENT", -(10**18))  # the files are young, but nobody changes them again at once
    folder = tmp_path / "project"
    (folder / "inner").mkdir(parents=True)
    (folder / "app.py").write_text(APP, encoding="utf-8")
    (folder / "inner" / "other.py").write_text("x = 1\n", encoding="utf-8")
    (folder / ".gitignore").write_text("*.log\n", encoding="utf-8")
    return folder


def kept(project: Path) -> Architecture | None:
    return unchanged.reopened(str(project), ())


def names(architecture: Architecture) -> set[str | None]:
    return {resource.name for resource in architecture.resources}


def test_a_project_that_nobody_touched_is_not_read_again(project: Path) -> None:
    first = deduce(project)
    again = kept(project)
    assert again is not None
    assert same(first, again)
    assert same(first, deduce(project, cache=False))


@pytest.mark.parametrize("look", [
    lambda graph, plain: graph == plain,
    lambda graph, plain: plain == graph,
    lambda graph, plain: graph.by_id == plain.by_id,
    lambda graph, plain: pickle.loads(pickle.dumps(graph)) == plain,
    lambda graph, plain: bool(graph.by_id) and type(graph) is type(plain),
    lambda graph, plain: replace(graph, links=()) == replace(plain, links=()),
    lambda graph, plain: repr(graph) == repr(plain),
    lambda graph, plain: len(graph.graph()) == len(plain.graph()),
])  # fmt: skip
def test_a_reopened_graph_is_one_like_any_other(
    project: Path, look: Callable[[Architecture, Architecture], bool]
) -> None:
    plain = replace(deduce(project, cache=False))
    deduce(project)
    again = kept(project)
    assert again is not None

    assert look(again, replace(plain, project=again.project))


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "app.py").write_text(APP.replace("orders", "others"), encoding="utf-8"),
    lambda folder: (folder / "inner" / "new.py").write_text("", encoding="utf-8"),
    lambda folder: (folder / "inner" / "other.py").unlink(),
    lambda folder: (folder / "inner").rename(folder / "outer"),
    lambda folder: (folder / "inner" / "other.py").rename(folder / "inner" / "renamed.py"),
    lambda folder: (folder / ".gitignore").write_text("inner/\n", encoding="utf-8"),
    lambda folder: (folder / ".env").write_text("STAGE=prod\n", encoding="utf-8"),
    lambda folder: (folder / "archloom.toml").write_text('[project]\nname = "x"\n', encoding="utf-8"),
])  # fmt: skip
def test_any_change_is_seen(project: Path, change: Callable[[Path], object]) -> None:
    deduce(project)
    change(project)
    assert kept(project) is None
    assert same(deduce(project), deduce(project, cache=False))


def test_a_change_that_hides_behind_the_same_size_and_time_is_seen(project: Path) -> None:
    os.utime(project / "app.py", (LONG_AGO, LONG_AGO))
    assert "orders" in names(deduce(project))
    (project / "app.py").write_text(APP.replace("orders", "others"), encoding="utf-8")
    os.utime(project / "app.py", (LONG_AGO, LONG_AGO))
    assert "others" in names(deduce(project))


def test_files_that_changed_a_moment_ago_are_compared_by_content(project: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(unchanged, "MOMENT", 10**15)
    deduce(project)
    assert kept(project) is None


def test_a_touched_project_of_the_same_content_is_not_evaluated_again(project: Path, monkeypatch: Patch) -> None:
    first = deduce(project)
    (project / "app.py").touch()
    monkeypatch.setattr(Deducer, "_of", None)
    assert same(first, deduce(project))


@pytest.mark.parametrize("damage", [
    lambda content: b"", lambda content: content[: len(content) // 2], lambda content: content[:-1] + b"\xff",
    lambda content: b"\0\0\0\0" + content[4:], lambda content: b"{}", lambda content: b"\xff" * 200,
])  # fmt: skip
def test_a_broken_file_of_the_cache_is_as_good_as_none(project: Path, damage: Callable[[bytes], bytes]) -> None:
    first = deduce(project)
    for path in (path for path in Path(store.folder()).rglob("*") if path.is_file()):
        path.write_bytes(damage(path.read_bytes()))
    assert same(first, deduce(project))


def test_a_cache_that_cannot_be_written_changes_nothing(project: Path, monkeypatch: Patch) -> None:
    blocked = project.parent / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert same(deduce(project), deduce(project, cache=False))


def test_another_version_of_the_engine_makes_the_graph_anew(project: Path, monkeypatch: Patch) -> None:
    deduce(project)
    monkeypatch.setattr(store, "engine", lambda: "another")
    assert kept(project) is None


def test_asked_entries_and_projects_do_not_share_a_graph(project: Path) -> None:
    plain, asked = deduce(project), deduce(project, entries=["app.handler"])
    assert same(asked, deduce(project, entries=["app.handler"], cache=False))
    assert same(plain, deduce(project, cache=False))


def test_without_the_cache_nothing_is_written(project: Path) -> None:
    deduce(project, cache=False)
    assert not Path(store.folder()).exists()


def test_the_cache_stays_small(project: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(store, "KEPT", 3)
    for number in range(6):
        (project / "app.py").write_text(APP + f"\nx = {number}\n", encoding="utf-8")
        deduce(project)
    assert len(list((Path(store.folder()) / "graphs").iterdir())) == 3


def test_a_project_with_a_file_that_cannot_be_read_is_looked_at_each_time(project: Path) -> None:
    (project / "broken.py").symlink_to(project / "nowhere.py")
    deduce(project)
    assert kept(project) is None
    (project / "nowhere.py").write_text("y = 1\n", encoding="utf-8")
    assert "broken.py" not in {problem.source.file for problem in deduce(project).problems}


def test_saving_a_file_as_it_was_costs_no_evaluation(project: Path, monkeypatch: Patch) -> None:
    deducer = Deducer(project, cache=False)
    first = deducer.run()
    monkeypatch.setattr(Deducer, "_of", None)
    (project / "app.py").write_text(APP, encoding="utf-8")
    assert same(first, deducer.update(["app.py"]))


def test_an_edit_and_its_reversal_are_both_seen(project: Path) -> None:
    deducer = Deducer(project, cache=False)
    deducer.run()
    (project / "app.py").write_text(APP.replace("orders", "others"), encoding="utf-8")
    assert "others" in names(deducer.update(["app.py"]))
    (project / "app.py").write_text(APP, encoding="utf-8")
    assert "orders" in names(deducer.update(["app.py"]))
