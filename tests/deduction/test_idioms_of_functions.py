"""Idioms of functions through which a resource reaches a call: one case each, readable as the specification.

In each, `app.f` is the entry; `T("orders")` stands for a DynamoDB table named orders.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from .tables import GET, HEADER

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    # -- functions --
    "a partial": ("""
        from functools import partial
        def load(table, key): return T(table).get_item(Key={})
        load_order = partial(load, "orders")
        def f(): load_order(1)
        """, GET),
    "a partial by keyword": ("""
        from functools import partial
        def load(key, *, table): return T(table).get_item(Key={})
        def f(): partial(load, table="orders")(1)
        """, GET),
    "a closure": ("""
        def loader(name):
            table = T(name)
            def load(): return table.get_item(Key={})
            return load
        load = loader("orders")
        def f(): load()
        """, GET),
    "a closure with nonlocal": ("""
        def loader():
            table = None
            def load():
                nonlocal table
                if table is None:
                    table = T("orders")
                return table.get_item(Key={})
            return load
        load = loader()
        def f(): load()
        """, GET),
    "a generator yields tables": ("""
        def tables():
            for name in ["orders"]:
                yield T(name)
        def f():
            for table in tables(): table.get_item(Key={})
        """, GET),
    "yield from": ("""
        def inner(): yield T("orders")
        def outer(): yield from inner()
        def f():
            for table in outer(): table.get_item(Key={})
        """, GET),
    "next of a generator": ("""
        def tables(): yield T("orders")
        def f(): next(tables()).get_item(Key={})
        """, GET),
    "async calls and gather": ("""
        import asyncio
        async def load(name): return T(name).get_item(Key={})
        async def f(): await asyncio.gather(*[load(n) for n in ("orders",)])
        """, GET),
    "an async generator and async for": ("""
        async def tables(): yield T("orders")
        async def f():
            async for table in tables(): table.get_item(Key={})
        """, GET),
    "a task that nobody awaits": ("""
        import asyncio
        async def load(): T("orders").get_item(Key={})
        async def f(): asyncio.create_task(load())
        """, GET),
    "a thread": ("""
        from threading import Thread
        def load(table): table.get_item(Key={})
        def f():
            thread = Thread(target=load, args=(T("orders"),))
            thread.start()
        """, GET),
    "a subclass of Thread": ("""
        import threading
        class Work(threading.Thread):
            def run(self): T("orders").get_item(Key={})
        def f(): Work().start()
        """, GET),
    "an executor's map with two lists": ("""
        from concurrent.futures import ThreadPoolExecutor
        def load(table, key): T(table).get_item(Key={})
        def f():
            with ThreadPoolExecutor() as pool: list(pool.map(load, ["orders"], [1]))
        """, GET),
    "run_in_executor": ("""
        import asyncio
        def load(name): T(name).get_item(Key={})
        async def f(): await asyncio.get_running_loop().run_in_executor(None, load, "orders")
        """, GET),
    "*args are handed on": ("""
        def inner(name, key): T(name).get_item(Key={})
        def outer(*args): return inner(*args)
        def f(): outer("orders", 1)
        """, GET),
    "**kwargs are handed on": ("""
        def inner(name=None, **rest): T(name).get_item(Key={})
        def outer(**kwargs): return inner(**kwargs, other=1)
        def f(): outer(name="orders")
        """, GET),
    "a default value": ("""
        def load(name="orders"): return T(name).get_item(Key={})
        def f(): load()
        """, GET),
    "a default that is the table": ("""
        def load(table=T("orders")): return table.get_item(Key={})
        def f(): load()
        """, GET),
    "a decorator with functools.wraps": ("""
        from functools import wraps
        def logged(fn):
            @wraps(fn)
            def inner(*a, **k): return fn(*a, **k)
            return inner
        @logged
        def load(name): return T(name).get_item(Key={})
        def f(): load("orders")
        """, GET),
    "a decorator that is a class": ("""
        class Retry:
            def __init__(self, fn): self.fn = fn
            def __call__(self, *a): return self.fn(*a)
        @Retry
        def load(name): return T(name).get_item(Key={})
        def f(): load("orders")
        """, GET),
    "a decorator of an unknown library only wraps": ("""
        from tenacity import retry, stop_after_attempt
        @retry(stop=stop_after_attempt(3))
        def load(name): return T(name).get_item(Key={})
        def f(): load("orders")
        """, GET),
    "singledispatch and lru_cache": ("""
        from functools import lru_cache
        @lru_cache
        def table(name): return T(name)
        def f(): table("orders").get_item(Key={})
        """, GET),
    "a lambda in a default": ("""
        def load(make=lambda: T("orders")): return make().get_item(Key={})
        def f(): load()
        """, GET),
    "recursion ends": ("""
        def walk(n):
            if n == 0: return T("orders").get_item(Key={})
            return walk(n - 1)
        def f(): walk(3)
        """, GET),
    "mutual recursion ends": ("""
        def a(n): return b(n)
        def b(n):
            T("orders").get_item(Key={})
            return a(n)
        def f(): a(1)
        """, GET),
    "a function that returns one of two": ("""
        def pick(x):
            if x: return T("orders")
            return T("others")
        def f(x): pick(x).get_item(Key={})
        """, {**GET, "kv_store:others": {"GetItem"}}),
    "a callback in a dict of options": ("""
        def work(options): return options["then"]()
        def f(): work({"then": lambda: T("orders").get_item(Key={})})
        """, GET),
    "functools.reduce over a pipeline": ("""
        from functools import reduce
        def load(x): return T("orders").get_item(Key={})
        def f(): reduce(lambda value, step: step(value), [load], 1)
        """, GET),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_idiom_is_understood(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code, expected = CASES[name]
    files = {"app.py": HEADER + textwrap.dedent(code), "helpers.py": "def load(): pass\n"}

    assert uses(files) == expected
