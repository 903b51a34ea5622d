"""Builtins and the standard library: what they pass on, call, keep and give back. One case each.

In each, `app.f` is the entry; `ask()` and `get("orders")` ask a DynamoDB table named orders.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

HEADER = """\
import boto3
def T(name): return boto3.resource("dynamodb").Table(name)
def get(name): T(name).get_item(Key={})
def ask(): get("orders")
"""
CASES: dict[str, str] = {
    # -- builtins --
    "the last of a list that is turned around": """
        def f(): [one for one in reversed([ask, print])][1]()
        """,
    "a number as a text": """
        def f(): get({1: "orders"}[int(1)])
        """,
    "the keys of a dict": """
        def f(): [get(name) for name in {"orders": 1}.keys()]
        """,
    "a copy of a list": """
        def f(): [one() for one in [ask].copy()]
        """,
    "a copy of a dict": """
        def f(): {"it": ask}.copy()["it"]()
        """,
    "what is popped from a dict": """
        def f():
            name, one = {"orders": get}.popitem()
            one(name)
        """,
    "a property that is made by a call": """
        class Shop:
            def _load(self): return T("orders")
            def _store(self, table): table.get_item(Key={})
            table = property(_load, _store)
        def f(): Shop().table.get_item(Key={})
        """,
    "what a property sets": """
        class Shop:
            def _load(self): return None
            def _store(self, name): get(name)
            name = property(_load, _store)
        def f(): Shop().name = "orders"
        """,
    "a pattern that names a builtin class": """
        def f(name="orders"):
            match "orders":
                case str(found): get(found)
        """,
    "a comparison that an unknown part leaves open": """
        def f(n):
            if (n, 9) < (2, 3): ask()
        """,
    "a text whose beginning is not known": """
        import os
        def f():
            if f"{os.environ['STAGE']}-x".startswith("prod"): ask()
        """,
    # -- os, typing, copy, atexit --
    "a variable that the code sets": """
        import os
        os.environ["TABLE"] = "orders"
        def f(): get(os.environ["TABLE"])
        """,
    "a variable that is set if it is missing": """
        import os
        os.environ.setdefault("TABLE", "orders")
        def f(): get(os.environ["TABLE"])
        """,
    "a variable that a function of os sets": """
        import os
        os.putenv("TABLE", "orders")
        def f(): get(os.getenv("TABLE"))
        """,
    "a value that is cast": """
        from typing import Any, cast
        def f(): cast(Any, ask)()
        """,
    "a type variable bound to a class": """
        from typing import TypeVar
        class Shop:
            def look(self): ask()
        S = TypeVar("S", bound=Shop)
        def f(shop: S): shop.look()
        """,
    "what is done at the end": """
        import atexit
        def f(): atexit.register(get, "orders")
        """,
    "a branch for functions that are not asynchronous": """
        import inspect
        def f(): ask() if not inspect.iscoroutinefunction(ask) else T("others").put_item(Item={})
        """,
    "a name that is quoted": """
        from urllib.parse import quote, unquote
        def f(): get(unquote(quote("orders")))
        """,
    "a name behind a folder": """
        import os.path
        def f(): get(os.path.basename("shop/orders"))
        """,
    # -- collections, itertools, dataclasses --
    "an iterable of iterables": """
        import itertools
        def f(): [one() for one in itertools.chain.from_iterable([[print], [ask]])]
        """,
    "groups by a key": """
        import itertools
        def f():
            for name, group in itertools.groupby(["orders"], key=lambda one: one): [get(one) for one in group]
        """,
    "the least of a heap": """
        import heapq
        def f():
            heap = []
            heapq.heappush(heap, ask)
            heapq.heappop(heap)()
        """,
    "a mapping in front of another": """
        import collections
        def f(): collections.ChainMap({}, {"it": ask})["it"]()
        """,
    "a dict that makes what is missing": """
        import collections
        def f(): collections.defaultdict(lambda: ask)["any"]()
        """,
    "a dataclass as a dict": """
        import dataclasses
        @dataclasses.dataclass
        class Shop:
            name: str
        def f(): get(dataclasses.asdict(Shop("orders"))["name"])
        """,
    "a dataclass with another value": """
        import dataclasses
        @dataclasses.dataclass
        class Shop:
            name: str
        def f(): get(dataclasses.replace(Shop("others"), name="orders").name)
        """,
    "a reduction": """
        import functools
        def f(): functools.reduce(lambda found, one: one(found), [get], "orders")
        """,
    # -- threads, queues, loops --
    "what waits in a queue": """
        import queue
        waiting = queue.Queue()
        def f():
            waiting.put(ask)
            waiting.get()()
        """,
    "a timer": """
        import threading
        def f(): threading.Timer(5, get, ["orders"]).start()
        """,
    "arguments that come packed": """
        import multiprocessing.pool
        def f(): multiprocessing.pool.ThreadPool(2).apply_async(get, ("orders",), {}, print)
        """,
    "a variable of the context": """
        import contextvars
        chosen = contextvars.ContextVar("chosen", default=None)
        def f():
            chosen.set(ask)
            chosen.get()()
        """,
    "a copy of the context": """
        import contextvars
        def f(): contextvars.copy_context().run(get, "orders")
        """,
    "what an event loop calls later": """
        import asyncio
        def f(): asyncio.get_running_loop().call_later(1, get, "orders")
        """,
    "a stack of what is to be done at the end": """
        import contextlib
        def f():
            with contextlib.ExitStack() as stack: stack.callback(get, "orders")
        """,
    "methods by their names": """
        import operator
        class Shop:
            def look(self, name): get(name)
        def f(): operator.methodcaller("look", "orders")(Shop())
        """,
    "items by their places": """
        import operator
        def f(): operator.itemgetter(1)([print, ask])()
        """,
}


@pytest.mark.parametrize("name", CASES)
def test_it_does_what_python_does(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    assert uses(HEADER + textwrap.dedent(CASES[name])) == {"kv_store:orders": {"GetItem"}}
