from __future__ import annotations

import threading
from typing import Any

from archloom.deployer.sandbox.runtime.asynchronous import Background
from archloom.deployer.sandbox.runtime.result import Raised, Result, Returned


def run(*results: Result) -> tuple[list[Any], list[str]]:
    """Leaves one event for a function that answers so; the calls and what was given up."""
    calls: list[Any] = []
    given_up: list[str] = []
    over = threading.Event()

    def invoke(_function: str, event: Any) -> Result:
        calls.append(event)
        result = results[len(calls) - 1]
        if isinstance(result, Returned):
            over.set()
        return result

    def give_up(_function: str, message: str) -> None:
        given_up.append(message)
        over.set()

    background = Background(invoke, give_up, waits=(0.0, 0.0))
    background.leave("job", {"n": 1})
    assert over.wait(10)
    background.stop()
    return calls, given_up


FAILED = Raised("ValueError", "no")


def test_a_call_that_succeeds_is_made_once() -> None:
    assert run(Returned(None)) == ([{"n": 1}], [])


def test_a_call_that_fails_is_tried_again() -> None:
    assert run(FAILED, FAILED, Returned(None)) == ([{"n": 1}] * 3, [])


def test_after_three_tries_it_is_given_up_and_told() -> None:
    assert run(FAILED, FAILED, FAILED) == ([{"n": 1}] * 3, ["An event was dropped after 3 tries that failed."])
