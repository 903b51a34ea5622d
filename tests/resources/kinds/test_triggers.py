"""Decorators leave the user's function as it is: callable, async, with its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from archloom.resources import Bucket, Function, KVStore, Queue, Schedule, Secret, Topic, allow
from archloom.resources.grants import Grant, granted

store = KVStore("sessions")
key = Secret("openai")


@pytest.mark.parametrize(
    "decorate",
    [
        Queue("jobs").subscribe,
        Topic("news").subscribe,
        Bucket("docs").on_upload,
        Schedule("nightly", rate="1 day").run,
        Function(name="work"),
        allow(store.get),
        allow(),
    ],
)
def test_a_decorator_gives_the_function_back(decorate: Callable[..., Any]) -> None:
    async def handler(message: str) -> str:
        return f"{message}!"

    decorated = decorate(handler)

    assert decorated is handler
    assert asyncio.run(decorated("hello")) == "hello!"


def test_a_function_runs_its_handler_when_called_and_keeps_it_when_decorated() -> None:
    double = Function(lambda number: number * 2, "double")
    cleanup = Function(name="cleanup")

    @cleanup
    def tidy() -> str:
        return "tidy"

    assert double(4) == 8
    assert (tidy(), cleanup.handler, cleanup()) == ("tidy", tidy, "tidy")


def test_allow_notes_what_is_granted() -> None:
    @allow(store.get, store.set)
    @allow(key.get)
    def handler() -> None: ...

    assert granted(handler) == (
        Grant("secret", "openai", "get"),
        Grant("kv_store", "sessions", "get"),
        Grant("kv_store", "sessions", "set"),
    )


@pytest.mark.parametrize("wrong", [len, "get", None, KVStore.get])
def test_allow_takes_operations_of_resources_only(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"such as `store\.get`"):
        allow(wrong)


def test_allow_says_which_operations_there_are() -> None:
    with pytest.raises(TypeError, match=r"subscribe is no operation .* jobs\.push"):
        allow(Queue("jobs").subscribe)
