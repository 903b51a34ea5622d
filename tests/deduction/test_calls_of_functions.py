"""Calls by way of arguments, closures, decorators, containers and names, held against a run by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from .profiled import missed

SNIPPETS: dict[str, str] = {
    "singledispatch": """
        import functools
        @functools.singledispatch
        def show(x): a()
        @show.register
        def _(x: int): b()
        @show.register(str)
        def _(x): c()
        show(1); show("x"); show(1.5)
        """,
    "operator.methodcaller and attrgetter": """
        import operator
        class K:
            def go(self): a()
            f = staticmethod(b)
        operator.methodcaller("go")(K())
        operator.attrgetter("f")(K())()
        """,
    "positional only and keyword only": """
        def f(x, /, y, *, z):
            x(); y(); z()
        f(a, b, z=c)
        """,
    "stars on both sides": """
        def f(*fs, **named):
            for one in fs: one()
            named["z"]()
        f(*[a, b], **{"z": c})
        """,
    "a default that is shared": """
        def f(known=[]):
            known.append(a)
            if len(known) > 1: known[0]()
        f(); f()
        """,
    "a default bound in a loop": """
        fs = []
        for one in (a, b): fs.append(lambda one=one: one())
        for f in fs: f()
        """,
    "a closure sees the last value": """
        fs = []
        for one in (a, b): fs.append(lambda: one())
        for f in fs: f()
        """,
    "a closure sees a later binding": """
        def make():
            def inner(): return f()
            f = a
            return inner
        make()()
        """,
    "nonlocal": """
        def make():
            f = a
            def change():
                nonlocal f
                f = b
            change()
            f()
        make()
        """,
    "recursion with a function handed down": """
        def go(n, f):
            if n == 0: return f()
            return go(n - 1, f)
        go(5, a)
        """,
    "recursion that swaps its arguments": """
        def go(n, f, g):
            if n == 0: return f()
            go(n - 1, g, f)
        go(5, a, b)
        """,
    "mutual recursion": """
        def even(n): return a() if n == 0 else odd(n - 1)
        def odd(n): return b() if n == 0 else even(n - 1)
        even(7)
        """,
    "a function as an attribute of a function": """
        def f(): f.then()
        f.then = a
        f()
        """,
    "a decorator with arguments": """
        import functools
        def twice(times):
            def wrap(f):
                @functools.wraps(f)
                def inner(*args):
                    for _ in range(times): f(*args)
                return inner
            return wrap
        @twice(2)
        def g(x): x()
        g(a)
        """,
    "a class as a decorator": """
        class D:
            def __init__(self, f): self.f = f
            def __call__(self): return self.f()
        @D
        def g(): a()
        g()
        """,
    "a decorator of a class": """
        def add(cls):
            cls.extra = lambda self: a()
            return cls
        @add
        class K: pass
        K().extra()
        """,
    "a registry by decorator": """
        registry = {}
        def register(name):
            def wrap(f):
                registry[name] = f
                return f
            return wrap
        @register("x")
        def g(): a()
        registry["x"]()
        """,
    "lru_cache": """
        import functools
        @functools.lru_cache
        def make(): return a
        make()()
        """,
    "reduce": """
        import functools
        functools.reduce(lambda x, f: f(), [a, b], None)
        """,
    "map of a bound method": """
        class K:
            def go(self, x): x()
        list(map(K().go, [a, b]))
        """,
    "any over a generator": """
        any(f() for f in (a, b))
        """,
    "partialmethod": """
        import functools
        class K:
            def go(self, f): f()
            now = functools.partialmethod(go, a)
        K().now()
        """,
    "zip and unpack": """
        for f, g in zip([a], [b]): f(); g()
        """,
    "dict items": """
        for key, f in {"x": a, "y": b}.items(): f()
        """,
    "dict values sorted": """
        for f in list({"x": a, "y": b}.values())[::-1]: f()
        """,
    "setdefault and defaultdict": """
        import collections
        d = {}
        d.setdefault("k", []).append(a)
        d["k"][0]()
        e = collections.defaultdict(list)
        e["k"].append(b)
        for fs in e.values():
            for f in fs: f()
        """,
    "defaultdict with a factory of ours": """
        import collections
        def make(): return c
        d = collections.defaultdict(make)
        d["x"]()
        """,
    "deque and chain": """
        import collections, itertools
        q = collections.deque([a]); q.appendleft(b)
        q.popleft()(); q.pop()()
        for f in itertools.chain([a], [b]): f()
        """,
    "a heap queue": """
        import heapq
        q = []
        heapq.heappush(q, (1, a))
        heapq.heappop(q)[1]()
        """,
    "getattr with a name put together": """
        class K:
            def on_start(self): a()
        for event in ["start"]: getattr(K(), "on_" + event)()
        """,
    "getattr with a default": """
        class K: pass
        getattr(K(), "nothing", a)()
        """,
    "globals by name": """
        globals()["a"]()
        """,
    "vars of an object": """
        class K: pass
        k = K()
        vars(k)["f"] = a
        k.f()
        """,
    "eval of a constant": """
        eval("a()")
        """,
    "yield from with a result": """
        def inner():
            yield b
            return a
        def g():
            f = yield from inner()
            f()
        for f in g(): f()
        """,
    "singledispatch by a known type": """
        import functools
        @functools.singledispatch
        def show(value): a()
        @show.register
        def of_number(value: int): b()
        @show.register(list)
        def of_list(value): c()
        show(1)
        show([])
        show("text")
        """,
    "a finalizer": """
        import weakref
        class K: pass
        k = K()
        f = weakref.finalize(k, a)
        f()
        """,
    "elements taken one by one": """
        it = iter([a, b])
        next(it)()
        next(it)()
        """,
    "a context variable that is set": """
        import contextvars
        current = contextvars.ContextVar("current", default=a)
        def go(): current.get()()
        go()
        current.set(b)
        go()
        """,
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()
