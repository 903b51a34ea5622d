"""What is left of an edit that was followed: a full evaluation confirms it, and one that broke off leaves nothing."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from archloom.resources.deduction import Deducer, deduce
from archloom.resources.deduction.evaluate.past import UncertainError
from archloom.resources.deduction.scope import Node

from .conftest import write
from .test_following import APP, FILES, FOLLOWED, OTHERS, change
from .test_incremental import text_of


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Path, Deducer]:
    deducer = Deducer(write(tmp_path, FILES), cache=False)
    deducer.run()
    return tmp_path, deducer


def fail(error: type[BaseException]) -> None:
    raise error


def test_what_was_only_followed_is_not_kept_for_deployments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write(tmp_path / "project", FILES)
    deducer = Deducer(folder)
    deducer.run()
    change(folder, FOLLOWED["another name"])
    deducer.update(["app.py"])
    deducer.keep()
    monkeypatch.setattr(Deducer, "_of", None)

    with pytest.raises(TypeError):
        deduce(folder)


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("error", [UncertainError, RuntimeError, MemoryError, KeyboardInterrupt])
def test_whatever_breaks_an_edit_off_leaves_nothing_behind(
    opened: tuple[Path, Deducer], monkeypatch: pytest.MonkeyPatch, error: type[BaseException], is_undone: bool
) -> None:
    folder, deducer = opened
    deducer.update([change(folder, FOLLOWED["another operation"])])
    change(folder, FOLLOWED["another name"])
    with monkeypatch.context() as broken:
        broken.setattr(Deducer, "_assembled", lambda *_: fail(error))
        broken.setattr(Deducer, "_of", lambda *_: fail(KeyboardInterrupt))
        with pytest.raises((error, KeyboardInterrupt)):
            deducer.update(["app.py"])
    text = APP if is_undone else (folder / "app.py").read_text()
    (folder / "app.py").write_text(f"{text}# words\n")

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(folder, cache=False))


def test_a_deducer_beside_does_not_take_the_graph_of_an_edit_for_that_of_the_files(
    opened: tuple[Path, Deducer],
) -> None:
    folder, deducer = opened
    tried = Deducer(folder, cache=False, beside=deducer)
    tried.run()
    deducer.update([change(folder, FOLLOWED["another operation"])])
    deducer.update([change(folder, OTHERS["a change of something older"])])
    for name, text in FILES.items():
        (folder / name).write_text(f"{text}# words\n")

    assert text_of(tried.update(FILES)) == text_of(deduce(folder, cache=False))


def test_an_edit_that_is_not_followed_leaves_no_calls_to_the_collector(opened: tuple[Path, Deducer]) -> None:
    folder, deducer = opened
    known = deducer._evaluated
    assert known is not None
    assert known.kept is not None
    calls = len(known.kept.m.nodes)
    del known
    name = change(folder, OTHERS["a change of something older"])
    gc.collect()
    gc.disable()
    try:
        deducer.update([name])
        before = nodes()
        gc.collect()
        assert before - nodes() < calls / 2
    finally:
        gc.enable()


def nodes() -> int:
    return sum(isinstance(one, Node) for one in gc.get_objects())


def test_a_full_evaluation_has_the_last_word(opened: tuple[Path, Deducer], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, deducer = opened
    with monkeypatch.context() as broken:
        broken.setattr(Deducer, "_assembled", lambda self, *_: self._evaluated.graph)
        updated = deducer.update([change(folder, FOLLOWED["another name"])])
    assert "pictures" not in text_of(updated)

    assert text_of(deducer.settle()) == text_of(deduce(folder, cache=False))
    assert text_of(deducer.update([])) == text_of(deduce(folder, cache=False))


def test_a_full_evaluation_that_agrees_says_nothing_and_lets_the_next_edit_be_followed(
    opened: tuple[Path, Deducer], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, deducer = opened
    deducer.update([change(folder, FOLLOWED["another name"])])
    assert deducer.settle() is None
    monkeypatch.setattr(Deducer, "_of", None)

    assert deducer.settle() is None
    deducer.update([change(folder, FOLLOWED["another operation"])])
