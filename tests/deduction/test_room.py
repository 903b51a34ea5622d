"""Evaluation may nest as deeply as the project's calls do, and leaves the interpreter as it was."""

from __future__ import annotations

import sys

import pytest

from archloom.resources.deduction.room import DEEPEST, with_room


def nested(depth: int) -> int:
    return depth if not depth else nested(depth - 1)


def test_work_nests_deeply_there_and_not_elsewhere() -> None:
    limit = sys.getrecursionlimit()

    assert with_room(lambda: nested(DEEPEST // 2)) == 0
    assert sys.getrecursionlimit() == limit
    with pytest.raises(RecursionError):
        nested(DEEPEST // 2)


def test_an_error_leaves_the_interpreter_as_it_was() -> None:
    limit = sys.getrecursionlimit()

    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)
    assert sys.getrecursionlimit() == limit
