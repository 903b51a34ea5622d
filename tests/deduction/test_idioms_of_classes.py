"""Idioms of classes through which a resource reaches a call: one case each, readable as the specification.

In each, `app.f` is the entry; `T("orders")` stands for a DynamoDB table named orders.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from .tables import GET, HEADER

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    # -- classes --
    "an attribute set in __init__": ("""
        class Repo:
            def __init__(self, name): self.table = T(name)
            def load(self): return self.table.get_item(Key={})
        def f(): Repo("orders").load()
        """, GET),
    "an inherited method on an attribute of the subclass": ("""
        class Base:
            name = "nothing"
            def load(self): return T(self.name).get_item(Key={})
        class Repo(Base):
            name = "orders"
        def f(): Repo().load()
        """, GET),
    "super().__init__ with arguments": ("""
        class Base:
            def __init__(self, name): self.table = T(name)
        class Repo(Base):
            def __init__(self): super().__init__("orders")
            def load(self): return self.table.get_item(Key={})
        def f(): Repo().load()
        """, GET),
    "a template method calls the override": ("""
        class Job:
            def run(self): return self.step()
            def step(self): raise NotImplementedError
        class Mine(Job):
            def step(self): T("orders").get_item(Key={})
        def f(): Mine().run()
        """, GET),
    "a mixin that uses what the class sets": ("""
        class Loads:
            def load(self): return self.table.get_item(Key={})
        class Repo(Loads):
            def __init__(self): self.table = T("orders")
        def f(): Repo().load()
        """, GET),
    "diamond inheritance follows the method resolution order": ("""
        class A:
            def go(self): T("wrong").get_item(Key={})
        class B(A): pass
        class C(A):
            def go(self): T("orders").get_item(Key={})
        class D(B, C): pass
        def f(): D().go()
        """, GET),
    "a class attribute holds the table": ("""
        class Repo:
            table = T("orders")
            @classmethod
            def load(cls): return cls.table.get_item(Key={})
        def f(): Repo.load()
        """, GET),
    "a classmethod is an alternative constructor": ("""
        class Repo:
            def __init__(self, table): self.table = table
            @classmethod
            def named(cls, name): return cls(T(name))
        def f(): Repo.named("orders").table.get_item(Key={})
        """, GET),
    "a static method": ("""
        class Repo:
            @staticmethod
            def load(): return T("orders").get_item(Key={})
        def f(): Repo.load()
        """, GET),
    "a property makes the table": ("""
        class Repo:
            @property
            def table(self): return T("orders")
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "a property with a setter": ("""
        class Repo:
            @property
            def name(self): return self._name
            @name.setter
            def name(self, value): self._name = value
        def f():
            repo = Repo()
            repo.name = "orders"
            T(repo.name).get_item(Key={})
        """, GET),
    "an object that is called": ("""
        class Loader:
            def __init__(self, name): self.table = T(name)
            def __call__(self, key): return self.table.get_item(Key={})
        load = Loader("orders")
        def f(): load(1)
        """, GET),
    "a singleton by __new__": ("""
        class Repo:
            _it = None
            def __new__(cls):
                if cls._it is None:
                    cls._it = super().__new__(cls)
                    cls._it.table = T("orders")
                return cls._it
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "a singleton by a metaclass": ("""
        class Single(type):
            made = {}
            def __call__(cls, *a, **k):
                if cls not in cls.made:
                    cls.made[cls] = super().__call__(*a, **k)
                return cls.made[cls]
        class Repo(metaclass=Single):
            def __init__(self): self.table = T("orders")
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "a class decorator adds an attribute": ("""
        def stored(name):
            def decorate(cls):
                cls.table = T(name)
                return cls
            return decorate
        @stored("orders")
        class Repo:
            def load(self): return self.table.get_item(Key={})
        def f(): Repo().load()
        """, GET),
    "a registry filled by __init_subclass__": ("""
        class Base:
            known = {}
            def __init_subclass__(cls, name): Base.known[name] = cls
        class Mine(Base, name="mine"):
            def go(self): T("orders").get_item(Key={})
        class Other(Base, name="other"):
            def go(self): T("other").get_item(Key={})
        def f(): Base.known["mine"]().go()
        """, GET),
    "a descriptor": ("""
        class Lazy:
            def __init__(self, name): self.name = name
            def __get__(self, obj, owner): return T(self.name)
        class Repo:
            table = Lazy("orders")
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "__getattr__ delegates to the table": ("""
        class Proxy:
            def __init__(self, inner): self._inner = inner
            def __getattr__(self, name): return getattr(self._inner, name)
        def f(): Proxy(T("orders")).get_item(Key={})
        """, GET),
    "__getitem__ gives a table": ("""
        class Tables:
            def __getitem__(self, name): return T(name)
        def f(): Tables()["orders"].get_item(Key={})
        """, GET),
    "__enter__ returns self": ("""
        class Unit:
            def __enter__(self):
                self.table = T("orders")
                return self
            def __exit__(self, *e): pass
        def f():
            with Unit() as unit: unit.table.get_item(Key={})
        """, GET),
    "a method is given away bound": ("""
        class Repo:
            def __init__(self): self.table = T("orders")
            def load(self, key): return self.table.get_item(Key={})
        def f(): list(map(Repo().load, [1, 2]))
        """, GET),
    "composition through two objects": ("""
        class Repo:
            def __init__(self, table): self.table = table
            def load(self): return self.table.get_item(Key={})
        class Service:
            def __init__(self, repo): self.repo = repo
            def go(self): return self.repo.load()
        service = Service(Repo(T("orders")))
        def f(): service.go()
        """, GET),
    "an abstract parameter is any of its classes": ("""
        from abc import ABC, abstractmethod
        class Repo(ABC):
            @abstractmethod
            def load(self): ...
        class DynamoRepo(Repo):
            def load(self): return T("orders").get_item(Key={})
        def f(repo: Repo): repo.load()
        """, GET),
    "a protocol parameter stands for a class that a caller passes": ("""
        from typing import Protocol
        class Repo(Protocol):
            def load(self): ...
        class Dynamo:
            def load(self): return T("orders").get_item(Key={})
        def use(repo: Repo): return repo.load()
        def f(): use(Dynamo())
        """, GET),
    "an attribute set from outside": ("""
        class Box: pass
        box = Box()
        box.table = T("orders")
        def f(): box.table.get_item(Key={})
        """, GET),
    "setattr and getattr with constants": ("""
        class Box: pass
        box = Box()
        setattr(box, "table", T("orders"))
        def f(): getattr(getattr(box, "table"), "get_item")(Key={})
        """, GET),
    "__dict__ update": ("""
        class Box:
            def __init__(self, **k): self.__dict__.update(k)
        def f(): Box(table=T("orders")).table.get_item(Key={})
        """, GET),
    "a fluent builder": ("""
        class Builder:
            def __init__(self): self.name = None
            def named(self, name):
                self.name = name
                return self
            def build(self): return T(self.name)
        def f(): Builder().named("orders").build().get_item(Key={})
        """, GET),
    # -- data classes, enums, settings --
    "an entry finds what its last run left": ("""
        ready = False
        def f():
            global ready
            if ready: T("orders").get_item(Key={})
            else: ready = True
        """, GET),
    "a named tuple": ("""
        from typing import NamedTuple
        class Config(NamedTuple):
            table: str = "orders"
        def f(): T(Config().table).get_item(Key={})
        """, GET),
    "collections.namedtuple": ("""
        from collections import namedtuple
        Config = namedtuple("Config", "table bucket")
        config = Config("orders", bucket="b")
        def f(): T(config.table).get_item(Key={})
        """, GET),
    "an enum's value": ("""
        from enum import Enum
        class Tables(str, Enum):
            ORDERS = "orders"
            OTHER = "other"
        def f(): T(Tables.ORDERS.value).get_item(Key={})
        """, GET),
    "a member of a string enum is its value": ("""
        from enum import StrEnum
        class Tables(StrEnum):
            ORDERS = "orders"
        def f(): T(Tables.ORDERS).get_item(Key={})
        """, GET),
    "an enum looked up by value": ("""
        from enum import Enum
        class Tables(Enum):
            A = "orders"
        def f(): T(Tables("orders").value).get_item(Key={})
        """, GET),
    "__post_init__": ("""
        from dataclasses import dataclass
        @dataclass
        class Repo:
            name: str
            def __post_init__(self): self.table = T(self.name)
        def f(): Repo("orders").table.get_item(Key={})
        """, GET),
    "a default factory": ("""
        from dataclasses import dataclass, field
        @dataclass
        class Repo:
            table: object = field(default_factory=lambda: T("orders"))
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "dataclasses.replace": ("""
        from dataclasses import dataclass, replace
        @dataclass
        class Config:
            table: str = "wrong"
        config = replace(Config(), table="orders")
        def f(): T(config.table).get_item(Key={})
        """, GET),
    "an inherited data class": ("""
        from dataclasses import dataclass
        @dataclass
        class Base:
            prefix: str = "or"
        @dataclass
        class Config(Base):
            rest: str = "ders"
            @property
            def table(self): return self.prefix + self.rest
        def f(): T(Config().table).get_item(Key={})
        """, GET),
    "pydantic settings with a prefix": ("""
        from pydantic_settings import BaseSettings, SettingsConfigDict
        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_prefix="APP_")
            table: str = "orders"
        settings = Settings()
        def f(): T(settings.table).get_item(Key={})
        """, GET),
    "a pydantic model with Field": ("""
        from pydantic import BaseModel, Field
        class Config(BaseModel):
            table: str = Field(default="orders")
        def f(): T(Config().table).get_item(Key={})
        """, GET),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_idiom_is_understood(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code, expected = CASES[name]
    files = {"app.py": HEADER + textwrap.dedent(code), "helpers.py": "def load(): pass\n"}

    assert uses(files) == expected
