"""The call graph of deduction against Python itself: each snippet runs under a profiler, and every call seen there must
be in the graph. So nothing is expected by hand, and a way that Python goes is never missed by the deduction.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from archloom.resources.deduction.call_graph import call_graph

from .conftest import write

Calls = set[tuple[str, str]]

PRELUDE = """
import os
maybe = os.getpid() > 0  # true, but no analysis may know
def a(*args, **kwargs): return None
def b(*args, **kwargs): return None
def c(*args, **kwargs): return None
"""

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
    "a counter that grows in a while loop": """
        n = 0
        while maybe and n < 9:
            n += 1
            if n > 5: a()
        """,
    "a counter in a for loop over something unknown": """
        n = 0
        for _ in os.environ:
            n += 1
            if n == 4: a()
        """,
    "a range of many": """
        for i in range(40):
            if i == 37: a()
        """,
    "the last of an enumeration": """
        names = ["x"] * 30
        for i, name in enumerate(names):
            if i == len(names) - 1: a()
        """,
    "a flag set late in a loop": """
        found = False
        for i in range(50):
            if found: a()
            if i == 20: found = True
        """,
    "a state machine": """
        state = "one"
        while state != "end" and maybe:
            if state == "one": state = "two"
            elif state == "two": state = "three"
            elif state == "three": state = "four"
            elif state == "four": state = "five"
            elif state == "five":
                a()
                state = "end"
        """,
    "a function that moves along a chain": """
        def first(): return second
        def second(): return third
        def third(): return fourth
        def fourth(): return None
        step = first
        while step: step = step()
        """,
    "else of a loop without break": """
        for i in range(3):
            if i > 5: break
        else: a()
        """,
    "a list that is worked off": """
        todo = [a]
        while todo:
            one = todo.pop()
            one()
            if one is a: todo.append(b)
            if one is b: todo.append(c)
        """,
    "a retry that gives up": """
        attempts = 0
        while True:
            attempts += 1
            if attempts < 4: continue
            a()
            break
        """,
    "a nested loop that breaks": """
        for i in range(3):
            for j in range(3):
                if j == 1: break
            else: b()
            a()
        """,
    "a list filled in a branch": """
        items = []
        if not maybe: items.append(1)
        if items: b()
        else: a()
        """,
    "a dict filled in a branch": """
        items = {}
        if not maybe: items["x"] = 1
        if "x" in items: b()
        else: a()
        """,
    "membership after an append in a branch": """
        items = ["y"]
        if not maybe: items.append("x")
        if "x" in items: b()
        else: a()
        """,
    "an attribute set in a branch": """
        class K: mode = 0
        k = K()
        if not maybe: k.mode = 1
        if k.mode == 1: b()
        else: a()
        """,
    "a global set by a function": """
        ready = False
        def prepare():
            global ready
            ready = True
        def use():
            if ready: a()
            else: b()
        use()
        prepare()
        use()
        """,
    "a name deleted": """
        x = 1
        try:
            del x
            x
        except NameError: a()
        """,
    "an element removed": """
        items = [a]
        items.clear()
        if not items: b()
        """,
    "popped away": """
        d = {"k": 1}
        d.pop("k")
        if "k" not in d: a()
        """,
    "a list element replaced": """
        fs = [a, b]
        fs[0] = c
        fs[0]()
        """,
    "del of an element shifts": """
        fs = [a, b]
        del fs[0]
        fs[0]()
        """,
    "a dict key deleted": """
        d = {"x": 1}
        del d["x"]
        if d: a()
        else: b()
        """,
    "swapped": """
        x, y = a, b
        x, y = y, x
        x()
        """,
    "a chained comparison": """
        n = 5
        if 1 < n < 3: b()
        else: a()
        """,
    "short circuit": """
        maybe and a()
        not maybe or b()
        (None or c)()
        """,
    "a conditional expression": """
        (a if maybe else b)()
        """,
    "walrus": """
        if (f := a) and maybe: f()
        """,
    "match on a value": """
        match os.getpid() > 0:
            case True: a()
            case _: b()
        """,
    "match on a class": """
        class P:
            __match_args__ = ("f",)
            def __init__(self, f): self.f = f
        match P(a):
            case P(f): f()
        """,
    "match on a sequence": """
        match [a, b, c]:
            case [first, *rest]:
                first()
                rest[1]()
        """,
    "match on a mapping": """
        match {"do": a, "x": b}:
            case {"do": f, **rest}:
                f()
                rest["x"]()
        """,
    "a handler": """
        def fails(): raise ValueError
        try: fails()
        except ValueError: a()
        """,
    "raise of a class makes one": """
        class E(Exception):
            def __init__(self): a()
        try: raise E
        except E: b()
        """,
    "what an exception carries": """
        class E(Exception):
            def __init__(self, f): self.f = f
        try: raise E(a)
        except E as error: error.f()
        """,
    "finally runs after a return": """
        def f():
            try: return b()
            finally: a()
        f()
        """,
    "else of a try": """
        try: b()
        except ValueError: c()
        else: a()
        """,
    "raised after an assignment": """
        f = a
        def fails(): raise KeyError
        try:
            fails()
            f = b
        except KeyError: f()
        """,
    "raised again": """
        def f():
            try: raise ValueError
            except ValueError:
                a()
                raise
        try: f()
        except ValueError: b()
        """,
    "a context manager that swallows": """
        class Quiet:
            def __enter__(self): return a
            def __exit__(self, *e):
                b()
                return True
        with Quiet() as f:
            f()
            raise ValueError
        c()
        """,
    "contextlib.suppress": """
        import contextlib
        with contextlib.suppress(ValueError):
            raise ValueError
        a()
        """,
    "an exception group": """
        try: raise ExceptionGroup("x", [ValueError(1)])
        except* ValueError: a()
        """,
    "an exit stack": """
        import contextlib
        with contextlib.ExitStack() as stack:
            stack.callback(a)
            stack.push(lambda *e: b())
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
    "type with three arguments": """
        K = type("K", (), {"go": lambda self: a()})
        K().go()
        """,
    "a property with a setter": """
        class K:
            @property
            def f(self): return self._f
            @f.setter
            def f(self, value):
                b()
                self._f = value
        k = K()
        k.f = a
        k.f()
        """,
    "cached_property": """
        import functools
        class K:
            @functools.cached_property
            def f(self): return a
        K().f()
        """,
    "super in a diamond": """
        class A:
            def go(self): a()
        class B(A):
            def go(self): super().go()
        class C(A):
            def go(self):
                b()
                super().go()
        class D(B, C):
            def go(self): super().go()
        D().go()
        """,
    "super with arguments": """
        class A:
            def go(self): a()
        class B(A):
            def go(self): super(B, self).go()
        B().go()
        """,
    "a class method makes the subclass": """
        class A:
            @classmethod
            def make(cls): return cls()
            def go(self): b()
        class B(A):
            def go(self): a()
        B.make().go()
        """,
    "__new__ gives another object": """
        class Other:
            def go(self): a()
        class K:
            def __new__(cls): return Other()
        K().go()
        """,
    "a singleton": """
        class K:
            _one = None
            def __new__(cls):
                if cls._one is None:
                    cls._one = super().__new__(cls)
                    cls._one.fs = []
                return cls._one
        K().fs.append(a)
        K().fs[0]()
        """,
    "a metaclass": """
        class Meta(type):
            def __call__(cls, *args):
                made = super().__call__(*args)
                made.f()
                return made
        class K(metaclass=Meta):
            def __init__(self): self.f = a
        K()
        """,
    "__init_subclass__ registers": """
        class Base:
            known = {}
            def __init_subclass__(cls, **kw): Base.known[cls.__name__] = cls
        class One(Base):
            def go(self): a()
        Base.known["One"]().go()
        """,
    "__subclasses__": """
        class Base: pass
        class One(Base):
            def go(self): a()
        for cls in Base.__subclasses__(): cls().go()
        """,
    "a descriptor": """
        class D:
            def __get__(self, owner, cls): return a
            def __set__(self, owner, value): b()
        class K: f = D()
        K().f()
        K().f = 1
        """,
    "__getattr__": """
        class K:
            def __getattr__(self, name): return a
        K().whatever()
        """,
    "__setattr__": """
        class K:
            def __setattr__(self, name, value): a()
        K().x = 1
        """,
    "__call__ on an attribute": """
        class Inner:
            def __call__(self): a()
        class K:
            def __init__(self): self.run = Inner()
        K().run()
        """,
    "operators": """
        class K:
            def __add__(self, o): a()
            def __radd__(self, o): b()
            def __eq__(self, o): c()
            def __lt__(self, o): return a()
            def __neg__(self): b()
            def __contains__(self, x): c()
            def __len__(self): b(); return 1
            def __bool__(self): a(); return True
            def __getitem__(self, k): b()
            def __setitem__(self, k, v): c()
            def __delitem__(self, k): a()
            def __iadd__(self, o): b(); return self
            def __hash__(self): return 1
            def __str__(self): c(); return ""
            def __repr__(self): c(); return ""
            def __format__(self, s): c(); return ""
            def __invert__(self): a()
            def __matmul__(self, o): a()
        k = K()
        k + 1; 1 + k; k == 1; k < 1; -k; 1 in k; len(k); bool(k); k[0]
        k[0] = 1
        del k[0]
        k += 1
        str(k); f"{k}"; repr(k); ~k; k @ 1
        """,
    "truth by __bool__ and __len__": """
        class K:
            def __len__(self):
                a()
                return 1
        if K(): b()
        while not K(): c()
        """,
    "comparison the other way round": """
        class K:
            def __gt__(self, o): a()
            def __rsub__(self, o): b()
        1 < K()
        1 - K()
        """,
    "iterators of our own": """
        class It:
            def __init__(self): self.n = 0
            def __iter__(self): return self
            def __next__(self):
                self.n += 1
                if self.n > 4:
                    a()
                    raise StopIteration
                return b
        for f in It(): f()
        """,
    "an iterator that ends by a count that it keeps": """
        class It:
            def __init__(self, n): self.n, self.at = n, 0
            def __iter__(self): return self
            def __next__(self):
                if self.at < self.n:
                    now, self.at = self.at, self.at + 1
                    return now
                a()
                raise StopIteration
        for _ in It(3): pass
        """,
    "a function that finds what it left": """
        ready = False
        def step():
            global ready
            if ready: a()
            else: ready = True
        step()
        step()
        """,
    "__getitem__ iterated": """
        class K:
            def __getitem__(self, i):
                if i > 2: raise IndexError
                return a
        for f in K(): f()
        """,
    "sum and join over our objects": """
        class K:
            def __iter__(self):
                a()
                return iter(["x"])
        "".join(K()); list(K()); tuple(K()); x, = K()
        """,
    "data class": """
        import dataclasses
        @dataclasses.dataclass
        class K:
            f: object
            g: object = dataclasses.field(default_factory=lambda: b)
            def __post_init__(self): c()
        k = K(a)
        k.f(); k.g()
        """,
    "named tuple": """
        import typing
        class K(typing.NamedTuple):
            f: object
            g: object = b
        k = K(a)
        k.f(); k.g()
        x, y = k
        x(); y(); k[0]()
        """,
    "an enum with methods": """
        import enum
        class K(enum.Enum):
            ONE = "one"
            TWO = "two"
            def go(self): a() if self is K.ONE else b()
        for one in K: one.go()
        """,
    "an enum of functions in a dict": """
        import enum
        class K(enum.Enum):
            ONE = 1
        {K.ONE: a}[K(1)]()
        """,
    "an abstract base": """
        import abc
        class Base(abc.ABC):
            @abc.abstractmethod
            def go(self): ...
            def run(self): self.go()
        class One(Base):
            def go(self): a()
        One().run()
        """,
    "a mixin's method and a class attribute": """
        class M:
            def run(self): return self.f()
        class K(M):
            f = staticmethod(a)
        K().run()
        """,
    "a nested class": """
        class K:
            class Inner:
                def go(self): a()
            def run(self): self.Inner().go()
        K().run()
        """,
    "a method replaced on the instance": """
        class K:
            def go(self): a()
        k = K()
        k.go = b
        k.go()
        """,
    "a method replaced on the class": """
        class K:
            def go(self): a()
        K.go = lambda self: b()
        K().go()
        """,
    "an unbound call": """
        class K:
            def go(self): a()
        K.go(K())
        """,
    "a private name": """
        class K:
            def __go(self): a()
            def run(self): self.__go()
        K().run()
        """,
    "isinstance": """
        class A: pass
        class B(A): pass
        def f(x):
            if isinstance(x, B): a()
            elif isinstance(x, A): b()
            else: c()
        f(A()); f(B()); f(1)
        """,
    "a callable attribute compared": """
        f = a
        if f is a: b()
        if f == c: c()
        if callable(f): f()
        """,
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
    "sorted by a class with order": """
        class K:
            def __lt__(self, o):
                a()
                return True
        sorted([K(), K()])
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
    "a frozen data class sets itself": """
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class K:
            f: object = None
            def __post_init__(self): object.__setattr__(self, "g", a)
        K().g()
        """,
    "__setattr__ through super": """
        class K:
            def __setattr__(self, name, value):
                b()
                super().__setattr__(name, value)
        k = K()
        k.f = a
        k.f()
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

LIMITS: dict[str, str] = {
    "what an exception carries in args": """
        try: raise ValueError(a)
        except ValueError as error: error.args[0]()
        """,
    "a metaclass that sees classes made": """
        seen = []
        class Meta(type):
            def __new__(mcs, name, bases, body):
                made = super().__new__(mcs, name, bases, body)
                seen.append(made)
                return made
        class K(metaclass=Meta):
            def go(self): a()
        seen[0]().go()
        """,
    "__getattribute__": """
        class K:
            def __getattribute__(self, name): return a
        K().whatever()
        """,
    "send": """
        def g():
            f = yield
            f()
            yield
        it = g()
        next(it)
        it.send(a)
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
    "an awaitable of our own": """
        import asyncio
        class K:
            def __await__(self):
                a()
                yield from ()
                return b
        async def main(): (await K())()
        asyncio.run(main())
        """,
}
"""What deduction does not follow; a case that begins to work moves up."""


def seen_running(text: str, file: str) -> Calls:
    """Caller and callee of every call between functions of the text, frames of libraries in between left out."""
    found: Calls = set()

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename == file:
            caller = frame.f_back
            while caller is not None and caller.f_code.co_filename != file:
                caller = caller.f_back
            if caller is not None and _name(caller.f_code) != _name(frame.f_code):
                found.add((_name(caller.f_code), _name(frame.f_code)))

    code = compile(text, file, "exec")
    sys.setprofile(profile)
    try:
        exec(code, {"__name__": "__main__"})
    finally:
        sys.setprofile(None)
    classes = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)}
    return {call for call in found if not any(name.rpartition(".")[2] in classes for name in call)}


def _name(code: CodeType) -> str:
    """The dotted name as the call graph writes it; comprehensions count as the function around them."""
    parts = [part for part in code.co_qualname.split(".") if part == "<lambda>" or not part.startswith("<")]
    return ".".join(("app", *parts))


def missed(folder: Path, snippet: str) -> Calls:
    text = PRELUDE + textwrap.dedent(snippet)
    graph = call_graph(write(folder, text))
    found = {(_plain(caller), _plain(callee)) for caller, callees in graph.items() for callee in callees}
    return seen_running(text, str(folder / "app.py")) - found


def _plain(name: str) -> str:
    return re.sub(r"<lambda\d+>", "<lambda>", name)


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()


@pytest.mark.parametrize("name", LIMITS)
def test_limits_are_known(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, LIMITS[name]) != set(), "this works now: move it to SNIPPETS"


def test_names_are_those_of_the_source(tmp_path: Path) -> None:
    graph = call_graph(write(tmp_path, {
        "shop/__init__.py": "", "shop/db.py": "def load(): return len([])\n",
        "app.py": """
            from shop.db import load
            class Service:
                def __init__(self): pass
                def run(self): return [f() for f in (lambda: 1, lambda: load())]
            def make():
                def inner(): return Service().run()
                return inner
            make()()
            """,
    }))  # fmt: skip

    assert graph == {
        "app": {"app.make", "app.make.inner"},
        "app.make": set(),
        "app.make.inner": {"app.Service.__init__", "app.Service.run"},
        "app.Service.__init__": set(),
        "app.Service.run": {"app.Service.run.<lambda1>", "app.Service.run.<lambda2>"},
        "app.Service.run.<lambda1>": set(),
        "app.Service.run.<lambda2>": {"shop.db.load"},
        "shop.db": set(), "shop.db.load": {"<builtin>.len"}, "shop": set(),
    }  # fmt: skip


def test_an_asked_entry_is_called(tmp_path: Path) -> None:
    project = write(tmp_path, "def f(): g()\ndef g(): pass\n")

    assert call_graph(project) == {"app": set()}
    assert call_graph(project, ["app.f"])["app.f"] == {"app.g"}
