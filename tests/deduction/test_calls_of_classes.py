"""Calls by way of classes, properties, descriptors, operators and iterators, held against a run by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from .profiled import missed

SNIPPETS: dict[str, str] = {
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
    "sorted by a class with order": """
        class K:
            def __lt__(self, o):
                a()
                return True
        sorted([K(), K()])
        """,
    "an abstract mapping": """
        from collections.abc import MutableMapping
        class K(MutableMapping):
            def __init__(self): self.kept = {}
            def __getitem__(self, key):
                a()
                return self.kept[key]
            def __setitem__(self, key, value):
                b()
                self.kept[key] = value
            def __delitem__(self, key):
                c()
                del self.kept[key]
            def __iter__(self): return iter(self.kept)
            def __len__(self): return len(self.kept)
        k = K()
        k.update(x=c)
        k.get("x")()
        for one in k.values(): one()
        "x" in k
        k.pop("x")
        """,
    "a copy is another object": """
        import copy
        class K: go = None
        k = K()
        k.go = a
        other = copy.copy(k)
        other.go = b
        other.go()
        """,
    "a deep copy has its own parts": """
        import copy
        k = {"x": [a]}
        other = copy.deepcopy(k)
        other["x"].append(b)
        for f in other["x"]: f()
        """,
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()
