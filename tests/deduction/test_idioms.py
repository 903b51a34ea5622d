"""Idioms of Python through which a resource reaches a call: one case each, readable as the specification.

In each, `app.f` is the entry; `T("orders")` stands for a DynamoDB table named orders.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

HEADER = "import boto3\ndef T(name):\n    return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}
PUT = {"kv_store:orders": {"PutItem"}}

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "a dict before patterns of classes": ("""
        from dataclasses import dataclass
        @dataclass
        class Drop:
            table: str
        def run(command):
            match command:
                case Drop(table=name): T(name).delete_item(Key={})
                case {"table": name}: T(name).get_item(Key={})
        def f(): run({"table": "orders"})
        """, GET),
    "a flag that a signal switches off some day": ("""
        import signal
        class Worker:
            def __init__(self):
                self.running = True
                signal.signal(signal.SIGTERM, self.stop)
            def stop(self, *given): self.running = False
            def run(self):
                while self.running: T("orders").get_item(Key={})
        def f(): Worker().run()
        """, GET),
    "what is closed at exit is open until then": ("""
        import atexit
        table = T("orders")
        def close():
            global table
            table = None
        atexit.register(close)
        def f(): table.get_item(Key={})
        """, GET),
    "a singleton that object makes": ("""
        class Repo:
            made = None
            def __new__(cls):
                if cls.made is None:
                    cls.made = object.__new__(cls)
                    cls.made.table = T("orders")
                return cls.made
        def f(): Repo().table.get_item(Key={})
        """, GET),
    "a method of a builtin as a function": ("""
        NAMES = list(map(str.strip, " orders ".split(",")))
        def f(): T(NAMES[0]).get_item(Key={})
        """, GET),
    "a method whose name is computed behind a prefix": ("""
        class Orders:
            def do_get(self): T("orders").get_item(Key={})
            def undo(self): T("orders").delete_item(Key={})
        def f(what): getattr(Orders(), f"do_{what}")()
        """, GET),
    "a template of the standard library": ("""
        from string import Template
        def f(): T(Template("$what").substitute(what="orders")).get_item(Key={})
        """, GET),
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
    # -- control --
    "a constant-false branch is dead": ("""
        DEBUG = False
        def f():
            if DEBUG: T("wrong").get_item(Key={})
            T("orders").get_item(Key={})
        """, GET),
    "what follows a return is dead": ("""
        def f():
            return T("orders").get_item(Key={})
            T("wrong").get_item(Key={})
        """, GET),
    "while with break": ("""
        def f():
            while True:
                T("orders").get_item(Key={})
                break
        """, GET),
    "for with else": ("""
        def f():
            for n in ["x"]: pass
            else: T("orders").get_item(Key={})
        """, GET),
    "try, except, finally": ("""
        def f():
            try: T("orders").get_item(Key={})
            except ValueError: T("orders").put_item(Item={})
            finally: T("orders").delete_item(Key={})
        """, {"kv_store:orders": {"GetItem", "PutItem", "DeleteItem"}}),
    "match on a class pattern": ("""
        class Get: pass
        class Put: pass
        def run(command):
            match command:
                case Get(): T("orders").get_item(Key={})
                case Put(): T("orders").put_item(Item={})
        def f(): run(Get())
        """, GET),
    "match on constants picks one": ("""
        def name(kind):
            match kind:
                case "o": return "orders"
                case _: return "wrong"
        def f(): T(name("o")).get_item(Key={})
        """, GET),
    "a conditional expression": ("""
        STAGE = "prod"
        def f(): T("orders" if STAGE == "prod" else "wrong").get_item(Key={})
        """, GET),
    "unpacking": ("""
        name, *rest = ["orders", "x", "y"]
        def f(): T(name).get_item(Key={})
        """, GET),
    "nested unpacking in a loop": ("""
        PAIRS = [("orders", ("a", 1))]
        def f():
            for name, (a, b) in PAIRS: T(name).get_item(Key={})
        """, GET),
    "augmented assignment of a list": ("""
        NAMES = []
        NAMES += ["orders"]
        def f():
            for n in NAMES: T(n).get_item(Key={})
        """, GET),
    "a dict comprehension of tables": ("""
        TABLES = {n: T(n) for n in ("orders", "other")}
        def f(): TABLES["orders"].get_item(Key={})
        """, GET),
    "a nested dict": ("""
        CONFIG = {"db": {"table": "orders"}}
        def f(): T(CONFIG["db"]["table"]).get_item(Key={})
        """, GET),
    "get with a default": ("""
        CONFIG = {"table": "orders"}
        def f(): T(CONFIG.get("table", "wrong")).get_item(Key={})
        """, GET),
    "setdefault and update": ("""
        CONFIG = {}
        CONFIG.setdefault("table", "orders")
        CONFIG.update(other=1)
        def f(): T(CONFIG["table"]).get_item(Key={})
        """, GET),
    "a cache filled at run time": ("""
        _cache = {}
        def table(name):
            if name not in _cache:
                _cache[name] = T(name)
            return _cache[name]
        def f(): table("orders").get_item(Key={})
        """, GET),
    "globals()": ("""
        TABLE = "orders"
        def f(): T(globals()["TABLE"]).get_item(Key={})
        """, GET),
    "a context variable": ("""
        from contextvars import ContextVar
        current = ContextVar("current")
        current.set(T("orders"))
        def f(): current.get().get_item(Key={})
        """, GET),
    "a monkeypatched function": ("""
        import helpers
        def f(): helpers.load()
        helpers.load = lambda: T("orders").get_item(Key={})
        """, GET),
    "operator.attrgetter-free dispatch by a computed name": ("""
        class Handlers:
            def on_get(self): T("orders").get_item(Key={})
        def f(event): getattr(Handlers(), "on_" + event["type"])()
        """, GET),
    # -- strings --
    "concatenation": ("""
        PREFIX = "or"
        def f(): T(PREFIX + "ders").get_item(Key={})
        """, GET),
    "format": ("""
        def f(): T("{}{suffix}".format("or", suffix="ders")).get_item(Key={})
        """, GET),
    "percent": ("""
        def f(): T("or%s" % "ders").get_item(Key={})
        """, GET),
    "percent with a tuple": ("""
        def f(): T("%s-%s" % ("a", "b")).get_item(Key={})
        """, {"kv_store:a-b": {"GetItem"}}),
    "join": ("""
        def f(): T("-".join(["a", "b"])).get_item(Key={})
        """, {"kv_store:a-b": {"GetItem"}}),
    "string methods": ("""
        def f(): T(" ORDERS ".strip().lower()).get_item(Key={})
        """, GET),
    "a hole keeps its variable": ("""
        import os
        STAGE = os.environ["STAGE"]
        def f(): T(f"orders-{STAGE}").get_item(Key={})
        """, {"kv_store:orders-${STAGE}": {"GetItem"}}),
    "a hole with a default": ("""
        import os
        STAGE = os.getenv("STAGE", "dev")
        def f(): T(f"orders-{STAGE}").get_item(Key={})
        """, {"kv_store:orders-dev": {"GetItem"}}),
    # -- boto3 --
    "a session": ("""
        session = boto3.Session(region_name="eu-west-1")
        def f(): session.client("s3").get_object(Bucket="files", Key="k")
        """, {"bucket:files": {"GetObject"}}),
    "a paginator": ("""
        s3 = boto3.client("s3")
        def f():
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket="files"): pass
        """, {"bucket:files": {"ListBucket"}}),
    "a paginator with search": ("""
        db = boto3.client("dynamodb")
        def f():
            pages = db.get_paginator("scan")
            return list(pages.paginate(TableName="orders"))
        """, {"kv_store:orders": {"Scan"}}),
    "meta.client": ("""
        def f(): T("orders").meta.client.get_item(TableName="orders", Key={})
        """, GET),
    "a sub-resource": ("""
        def f(): boto3.resource("s3").Object("files", "k").get()
        """, {"bucket:files": {"GetObject"}}),
    "upload_file by position": ("""
        def f(): boto3.client("s3").upload_file("/tmp/x", "files", "k")
        """, {"bucket:files": {"PutObject"}}),
    "the arguments of a job for a pool of processes": ("""
        import multiprocessing
        def load(name, more): T(name).get_item(Key={})
        def f():
            with multiprocessing.Pool() as pool: pool.apply_async(load, args=("orders",), kwds={"more": 1})
        """, GET),
    "an export of a table by its ARN": ("""
        def f(): boto3.client("dynamodb").export_table_to_point_in_time(
            TableArn="arn:aws:dynamodb:eu-west-1:1:table/orders", S3Bucket="exports")
        """, {"kv_store:orders": {"ExportTableToPointInTime"}}),
    "a handler that keeps its answers in a table": ("""
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent
        @idempotent(persistence_store=DynamoDBPersistenceLayer(table_name="answers"))
        def f(event, context): T("orders").get_item(Key={})
        """, {**GET, "kv_store:answers": {"DeleteItem", "GetItem", "PutItem", "UpdateItem"}}),
    "the query of a model of Flask-SQLAlchemy": ("""
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class Named(db.Model): __abstract__ = True
        class Order(Named): number = db.Column(db.Integer)
        def f(number): return Order.query.filter_by(number=number).first_or_404()
        """, {"database:app.db": {"read"}}),
    "a document that Textract reads from a bucket": ("""
        def f(): boto3.client("textract").detect_document_text(Document={"S3Object": {"Bucket": "files", "Name": "x"}})
        """, {"aws_service:textract": {"DetectDocumentText"}, "bucket:files": {"GetObject"}}),
    "a document that Textract is given": ("""
        def f(data): boto3.client("textract").detect_document_text(Document={"Bytes": data})
        """, {"aws_service:textract": {"DetectDocumentText"}}),
    "an image that Rekognition reads from a bucket": ("""
        def f(): boto3.client("rekognition").detect_labels(Image={"S3Object": {"Bucket": "files", "Name": "x"}})
        """, {"aws_service:rekognition": {"DetectLabels"}, "bucket:files": {"GetObject"}}),
    "the answers of Athena in a bucket": ("""
        def f(): boto3.client("athena").start_query_execution(
            QueryString="select 1", ResultConfiguration={"OutputLocation": "s3://files/answers/"})
        """, {"aws_service:athena": {"StartQueryExecution"},
              "bucket:files": {"GetBucketLocation", "GetObject", "ListBucket", "PutObject"}}),
    "a presigned URL needs what it allows": ("""
        def f(): boto3.client("s3").generate_presigned_url("put_object", Params={"Bucket": "files", "Key": "k"})
        """, {"bucket:files": {"PutObject"}}),
    "the URL of a queue by name": ("""
        sqs = boto3.client("sqs")
        def f():
            url = sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody="x")
        """, {"queue:jobs": {"GetQueueUrl", "SendMessage"}}),
    "a typed parameter": ("""
        from mypy_boto3_s3 import S3Client
        def f(client: S3Client): client.get_object(Bucket="files", Key="k")
        """, {"bucket:files": {"GetObject"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_idiom_is_understood(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code, expected = CASES[name]
    files = {"app.py": HEADER + textwrap.dedent(code), "helpers.py": "def load(): pass\n"}

    assert uses(files) == expected
