"""Two processes give the summaries that one gives, whatever becomes of the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from archloom.resources import contract
from archloom.resources.deduction import deduce, halves
from archloom.resources.deduction.facts import ModuleSummary
from archloom.resources.deduction.summarize import summarize

from .test_incremental import APP, BASE, STORE, text_of

DEEP = b"x = " + b"[" * 60 + b"]" * 60 + b"\n" + b"y = x" + b".z" * 2200 + b"\n"
SOURCES = [text.encode() for text in (APP, STORE, BASE, "def broken(:\n", "", "# only words\n")]
Patch = pytest.MonkeyPatch

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process does it all where there is no fork")


@pytest.fixture(autouse=True)
def small(monkeypatch: Patch) -> None:
    monkeypatch.setattr(halves, "WORTH", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def told(sources: list[bytes]) -> dict[bytes, tuple[ModuleSummary, bytes]]:
    made = halves.summaries(sources, keep=False)
    return {source: (made[source], made[source].tops.tobytes()) for source in sources}


def expected(sources: list[bytes]) -> dict[bytes, tuple[ModuleSummary, bytes]]:
    return {source: (made := summarize(source), made.tops.tobytes()) for source in sources}


def test_both_halves_are_what_one_process_makes() -> None:
    assert told(SOURCES) == expected(SOURCES)


def test_a_half_that_cannot_be_sent_is_made_here() -> None:
    made = halves.summaries([*SOURCES, DEEP, b"z = 1\n"], keep=False)

    assert [len(made[source].body) for source in (DEEP, b"z = 1\n")] == [2, 1]
    assert {source: made[source] for source in SOURCES} == {source: summarize(source) for source in SOURCES}


def fails(*_: Any) -> Any:
    raise OSError("no more processes")


@pytest.mark.parametrize("broken", ["fork", "pipe"])
def test_without_another_process_one_does_it_all(monkeypatch: Patch, broken: str) -> None:
    monkeypatch.setattr(os, broken, fails)

    assert told(SOURCES) == expected(SOURCES)


def test_what_a_process_that_died_was_to_do_is_done(monkeypatch: Patch) -> None:
    monkeypatch.setattr(halves, "_packed", lambda _: os._exit(3))

    assert told(SOURCES) == expected(SOURCES)


def test_a_project_read_by_two_processes_has_the_same_graph(tmp_path: Path, monkeypatch: Patch) -> None:
    for name, text in (("app.py", APP), ("store.py", STORE), ("base.py", BASE), ("broken.py", "def f(:\n")):
        (tmp_path / name).write_text(text)
    two = deduce(tmp_path, cache=False)
    monkeypatch.setattr(halves, "WORTH", 10**9)

    assert text_of(two) == text_of(deduce(tmp_path, cache=False))
    assert contract.same(two, deduce(tmp_path, cache=False))
