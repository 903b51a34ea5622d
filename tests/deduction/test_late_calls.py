"""Calls that happen later or elsewhere: threads, callbacks, variants by type, callers by name; code never reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

HEAD = """
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import singledispatch
from operator import attrgetter, methodcaller

import boto3
from langgraph.graph import StateGraph

s3 = boto3.client("s3")

def read(*_):
    s3.get_object(Bucket="one", Key="k")

def write(*_):
    s3.put_object(Bucket="two", Key="k")

"""
READS, WRITES = {"bucket:one": {"GetObject"}}, {"bucket:two": {"PutObject"}}
CASES = {
    "a thread runs when it is started": ("t = threading.Thread(target=read)\n    t.start()", READS),
    "a thread that is not started does nothing": ("threading.Thread(target=read)", {}),
    "threads of a list are started one by one": (
        "for t in [threading.Thread(target=one) for one in (read, write)]:\n        t.start()",
        READS | WRITES,
    ),
    "a future's callback runs": (
        "ThreadPoolExecutor().submit(read).add_done_callback(write)",
        READS | WRITES,
    ),
    "a caller by name": ("methodcaller('get_object', Bucket='one', Key='k')(s3)", READS),
    "a getter by name": ("attrgetter('get_object')(s3)(Bucket='one', Key='k')", READS),
    "what follows an endless loop is not reached": ("while True:\n        read()\n    write()", READS),
    "what follows an endless loop with a break is": (
        "while True:\n        read()\n        if sys.argv: break\n    write()",
        READS | WRITES,
    ),
    "an old Python's branch is not taken": ("if sys.version_info < (3, 8):\n        write()\n    read()", READS),
    "messages of a queue stand for the queue": (
        "for one in boto3.resource('sqs').Queue('jobs').receive_messages():\n        one.delete()",
        {"queue:jobs": {"ReceiveMessage", "DeleteMessage"}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_late_calls(uses: Callable[..., object], case: str) -> None:
    body, expected = CASES[case]

    assert uses(f"{HEAD}\ndef f():\n    {body}\n") == expected


def test_every_variant_of_a_single_dispatch_function_may_run(uses: Callable[..., object]) -> None:
    source = """
@singledispatch
def store(x):
    raise NotImplementedError

@store.register
def _(x: int):
    read()

@store.register(list)
def _(x):
    write()

def f(x):
    store(x)
"""

    assert uses(HEAD + source) == READS | WRITES


def test_a_node_with_an_optional_configuration_gets_one(uses: Callable[..., object]) -> None:
    source = """
def node(state, config=None):
    if not config:
        raise ValueError
    read()

builder = StateGraph(dict)
builder.add_node(node)
graph = builder.compile()

def f():
    graph.invoke({})
"""

    assert uses(HEAD + source) == READS


def test_what_another_entry_adds_is_seen_through_remembered_calls(opened: Callable[..., Architecture]) -> None:
    found = opened(HEAD + """
hooks = []
def inner():
    for hook in hooks: hook()
def one(): inner()
def other(): inner()
def first():
    one()
    other()
def second(): hooks.append(read)
def third(): other()
""", "app.first", "app.second", "app.third")  # fmt: skip

    assert [actions_of(found, f"app.{name}") for name in ("first", "second", "third")] == [READS, {}, READS]
