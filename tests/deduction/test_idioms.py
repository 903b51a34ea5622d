"""Idioms of Python through which a resource reaches a call: one case each, readable as the specification.

In each, `app.f` is the entry; `T("orders")` stands for a DynamoDB table named orders.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from .tables import GET, HEADER

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "what is handed over from outside": ("""
        def f(*names, **more):
            for name in names: T("orders").get_item(Key={"k": name})
        """, GET),
    "a function that is only looked at": ("""
        import inspect
        def look(): T("others").scan()
        text = inspect.getdoc(look)
        def f(): T("orders").get_item(Key={"k": text})
        """, GET),
    "what comes after the end of the program": ("""
        import sys
        def f():
            T("orders").get_item(Key={})
            sys.exit(1)
            T("others").scan()
        """, GET),
    "handlers of a bus by the classes of events": ("""
        from collections import defaultdict
        class Event: pass
        class Read(Event): pass
        class Dropped(Event): pass
        handlers = defaultdict(list)
        handlers[Read].append(lambda: T("orders").get_item(Key={}))
        handlers[Dropped].append(lambda: T("orders").delete_item(Key={}))
        def f():
            for kind in Read.__mro__:
                for handler in handlers[kind]: handler()
        """, GET),
    "a function that tenacity calls": ("""
        from tenacity import Retrying
        def f(): Retrying(reraise=True)(T("orders").get_item, Key={})
        """, GET),
    "a function of the module under a composed name": ("""
        def do_read(): T("orders").get_item(Key={})
        def read(): T("others").scan()
        def f(kind): globals()[f"do_{kind}"]()
        """, GET),
    "a module under a composed name": ("""
        import importlib
        def f(kind): importlib.import_module(f"task_{kind}").run()
        """, {"bucket:files": {"ListBucket"}}),
    "the module itself": ("""
        import sys
        def read(): T("orders").get_item(Key={})
        def f(): getattr(sys.modules[__name__], "read")()
        """, GET),
    "settings whose names are in capitals": ("""
        class Config:
            TABLE = "orders"
            def other(self): pass
        def f():
            values = {name: getattr(Config, name) for name in dir(Config) if name.isupper()}
            T(values["TABLE"]).get_item(Key={})
        """, GET),
    "an object before patterns of dicts": ("""
        class Drop:
            __match_args__ = ("table",)
            def __init__(self, table): self.table = table
        def f():
            match Drop("orders"):
                case {"table": name}: T(name).put_item(Item={})
                case Drop(name): T(name).get_item(Key={})
        """, GET),
    "the first value of a dict": ("""
        TABLES = {"a": T("orders"), "b": T("others")}
        def f(): next(iter(TABLES.values())).get_item(Key={})
        """, GET),
    "parts merged into each other": ("""
        def merge(base, more):
            made = dict(base)
            for key, value in more.items():
                made[key] = merge(made[key], value) if isinstance(value, dict) and key in made else value
            return made
        config = merge({"db": {"table": "others", "x": 1}}, {"db": {"table": "orders"}})
        def f(): T(config["db"]["table"]).get_item(Key={})
        """, GET),
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
    "a dict that makes what is missing": ("""
        class Tables(dict):
            def __missing__(self, name):
                self[name] = T(name)
                return self[name]
        tables = Tables()
        def f(): tables["orders"].get_item(Key={})
        """, GET),
    "a registry that is a dict": ("""
        class Registry(dict):
            def register(self, fn):
                self[fn.__name__] = fn
                return fn
        steps = Registry()
        @steps.register
        def load(): T("orders").get_item(Key={})
        def f():
            for step in steps.values(): step()
        """, GET),
    "a dict of its own with items from the start": ("""
        from collections import UserDict
        class Names(UserDict): pass
        def f(): T(Names(table="orders").get("table")).get_item(Key={})
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
    files["task_list.py"] = "import boto3\ndef run(): boto3.client('s3').list_objects_v2(Bucket='files')\n"

    assert uses(files) == expected
