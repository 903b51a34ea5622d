"""Calls that builtins, generators and the standard library make, held against a run by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from .profiled import missed

SNIPPETS: dict[str, str] = {
    "weak references": """
        import weakref
        class K:
            def go(self): a()
        k = K()
        weakref.ref(k)().go()
        weakref.proxy(k).go()
        """,
    "copies": """
        import copy
        class K:
            def __init__(self, f): self.f = f
        copy.copy(K(a)).f()
        copy.deepcopy([K(b)])[0].f()
        """,
    "yield in order": """
        def g():
            yield a
            yield b
        for f in g(): f()
        """,
    "close runs finally": """
        def g():
            try: yield
            finally: a()
        it = g()
        next(it)
        it.close()
        """,
    "throw reaches the handler": """
        def g():
            try: yield
            except ValueError: a()
            yield
        it = g()
        next(it)
        it.throw(ValueError)
        """,
    "a contextmanager with finally": """
        import contextlib
        @contextlib.contextmanager
        def m():
            a()
            try: yield b
            finally: c()
        with m() as f: f()
        """,
    "comprehensions nested with conditions": """
        [f() for fs in [[a], [b]] for f in fs if c() is None]
        {f: f() for f in (a,)}
        {f() for f in (b,)}
        """,
    "atexit, signal and threads": """
        import threading
        t = threading.Thread(target=a, args=(1,))
        t.start(); t.join()
        timer = threading.Timer(0, b)
        timer.start(); timer.join()
        """,
    "iter with a sentinel": """
        fs = [None, b]
        def give():
            a()
            return fs.pop()
        for f in iter(give, None): f()
        """,
    "string formatting calls methods": """
        class K:
            def __str__(self):
                a()
                return "x"
        "%s" % K(); "{}".format(K()); print(K(), end="")
        """,
    "assert with a call": """
        assert a() is None, b()
        """,
    "subscript of a slice of functions": """
        [f() for f in [a, b, c][1:]]
        (a, b)[-1]()
        """,
    "augmented lists": """
        fs = [a]
        fs += [b]
        fs.extend([c])
        gs = fs * 2
        gs[4]()
        for f in fs: f()
        """,
    "insert and remove": """
        fs = [a]
        fs.insert(0, b)
        fs[0]()
        fs.remove(b)
        fs[0]()
        fs.reverse()
        fs[-1]()
        """,
    "dict union and update": """
        d = {"x": a} | {"y": b}
        d |= {"z": c}
        d["y"](); d["z"]()
        d.update(x=c)
        d["x"]()
        dict(q=b)["q"]()
        dict([("r", a)])["r"]()
        {**d, "x": b}["x"]()
        dict.fromkeys(["k"], c)["k"]()
        """,
    "chain map and simple namespace": """
        import collections, types
        collections.ChainMap({"x": a}, {"y": b})["y"]()
        types.SimpleNamespace(f=c).f()
        types.MappingProxyType({"x": a})["x"]()
        """,
    "counter keys": """
        import collections
        for key in collections.Counter([a, b]): key()
        """,
    "groupby and accumulate": """
        import itertools
        for key, group in itertools.groupby([1], key=lambda x: a): key()
        for x in itertools.starmap(b, [(1, 2)]): pass
        list(itertools.takewhile(lambda f: f() is None, [c]))
        """,
    "a function as a key": """
        {a: b, int: c}[a]()
        {a: b, int: c}[int]()
        """,
    "map, filter and min": """
        list(map(a, [1])); list(filter(b, [1])); min([1, 2], key=lambda x: c() or 0)
        """,
    "async context, iteration and tasks": """
        import asyncio
        class M:
            async def __aenter__(self): return a
            async def __aexit__(self, *e): b()
        async def gen():
            yield c
        async def one(f): f()
        async def main():
            async with M() as f: f()
            async for f in gen(): f()
            await one(a)
            await asyncio.to_thread(b)
        asyncio.run(main())
        """,
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()
