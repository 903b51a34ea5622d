"""Resources that the code declares, wherever they live, and what they trigger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

DECLARED = "from archloom.resources import Bucket, Function, KVStore, Queue, Router, Schedule, Secret, Topic, allow\n"

PLACES = {
    "a module-level name": "store = KVStore('sessions')\ndef use(): store.get('k')\n",
    "an attribute of an object": "class Box:\n    def __init__(self): self.store = KVStore('sessions')\nbox = Box()\n"
                                 "def use(): box.store.get('k')\n",
    "a list": "STORES = [KVStore('sessions')]\ndef use(): STORES[0].get('k')\n",
    "a dict": "STORES = {'a': KVStore('sessions')}\ndef use(): STORES['a'].get('k')\n",
    "a loop": "STORES = {}\nfor name in ['sessions']:\n    STORES[name] = KVStore(name)\n"
              "def use(): STORES['sessions'].get('k')\n",
    "a factory": "def make(name): return KVStore(name)\nstore = make('sessions')\ndef use(): store.get('k')\n",
    "a typed helper": "store = KVStore('sessions')\ndef read(s: KVStore): return s.get('k')\ndef use(): read(store)\n",
    "a closure": "def make():\n    store = KVStore('sessions')\n    return lambda: store.get('k')\nuse = make()\n",
    "a branch": "import os\nif os.getenv('X'): store = KVStore('sessions')\nelse: store = KVStore('sessions')\n"
                "def use(): store.get('k')\n",
    "another module": "from shared import store\ndef use(): store.get('k')\n",
    "a bound method": "get = KVStore('sessions').get\ndef use(): get('k')\n",
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_declared_resource_is_found_in(place: str, opened: Open) -> None:
    seen = opened({
        "app.py": DECLARED + PLACES[place] + "api = Router('api')\n@api.get('/x')\ndef x(request): return use()\n",
        "shared.py": DECLARED + "store = KVStore('sessions')\n",
    })  # fmt: skip

    assert actions_of(seen, "app.x") == {"kv_store:sessions": {"GetItem"}}


def test_routes_become_triggers_of_implicit_functions(opened: Open) -> None:
    seen = opened(
        DECLARED
        + """
api = Router("api")
def ping(request): return {}
api.get("/ping", ping)
@api.post("/items/{id}")
async def put(request): return {}
"""
    )

    triggers = {(link.start, link.end, link.operations) for link in seen.links if link.kind == "trigger"}
    assert triggers == {
        ("router:api", "entry:app.ping", ("GET /ping",)),
        ("router:api", "entry:app.put", ("POST /items/{id}",)),
    }
    assert {entry.runs_in for entry in seen.entries} == {"function:app.ping", "function:app.put"}


@pytest.mark.parametrize(("code", "start", "operation", "kind"), [
    ("jobs = Queue('jobs')\n@jobs.subscribe\ndef work(m): pass\n", "queue:jobs", "subscribe", "queue"),
    ("news = Topic('news')\nnews.subscribe(work := lambda m: None)\n", "topic:news", "subscribe", "event"),
    ("docs = Bucket('docs')\n@docs.on_upload\ndef work(e): pass\n", "bucket:docs", "on_upload", "event"),
    ("tick = Schedule('tick', rate='5 minutes')\n@tick.run\ndef work(): pass\n", "schedule:tick", "run", "schedule"),
])  # fmt: skip
def test_subscribers_become_triggers(code: str, start: str, operation: str, kind: str, opened: Open) -> None:
    seen = opened(DECLARED + code)

    assert [(link.start, link.operations) for link in seen.links if link.kind == "trigger"] == [(start, (operation,))]
    assert [entry.kind for entry in seen.entries] == [kind]


def test_pluto_has_the_same_forms(opened: Open) -> None:
    seen = opened("""
from pluto_client import Function, KVStore, Queue, Router
router = Router("r")
queue = Queue("q")
store = KVStore("s")
def hello(req): queue.push("x")
def work(event): store.set("a", "b")
router.get("/hello", hello)
queue.subscribe(work)
Function(work, "later")
""")

    assert {"router:r", "queue:q", "kv_store:s", "function:later"} <= set(seen.by_id)
    assert {entry.label for entry in seen.entries} == {"GET /hello", "subscribe q", "later"}


def test_a_grant_without_a_use_is_declared_and_one_with_a_use_is_proven(opened: Open) -> None:
    seen = opened(
        DECLARED
        + """
api = Router("api")
store = KVStore("sessions")
@api.get("/a")
@allow(store.get, store.set)
def a(request): return store.get("k")
@api.get("/b")
@allow(store.scan)
def b(request): return 1
"""
    )

    states = {link.start: (link.operations, link.state) for link in seen.links if link.kind == "permission"}
    assert states == {
        "entry:app.a": (("get", "set"), "proven"),
        "entry:app.b": (("scan",), "declared"),
    }


def test_a_resource_says_where_it_is_and_what_holds_it(opened: Open) -> None:
    seen = opened(
        {"shop/__init__.py": "", "shop/db.py": DECLARED + "store = KVStore('s', partition_key='id', ttl='e')\n"}
    )

    store = seen.by_id["kv_store:s"]
    assert (store.symbol, store.origin, str(store.source)) == ("shop.db.store", "declared", "shop/db.py:2")
    assert store.properties == {"partition_key": "id", "ttl": "e"}


def test_the_name_of_a_declared_table_reaches_boto3(opened: Open) -> None:
    seen = opened(
        DECLARED
        + """
import boto3
store = KVStore("sessions")
def handler(event, context):
    boto3.resource("dynamodb").Table(store.table_name).put_item(Item={})
"""
    )

    assert actions_of(seen, "app.handler") == {"kv_store:sessions": {"PutItem"}}
    assert ("config", ("table_name",)) in {(link.kind, link.operations) for link in seen.links}


def test_a_grant_names_what_other_code_makes_and_declares_nothing(opened: Open) -> None:
    seen = opened(
        DECLARED
        + """
import boto3
orders = boto3.resource("dynamodb").Table("orders")
api = Router("api")
@api.get("/a")
@allow(KVStore.at("orders").get, Bucket.at("papers").list)
def a(request): return 1
@api.get("/b")
def b(request): return orders.get_item(Key={"number": 1})
"""
    )

    store = seen.by_id["kv_store:orders"]
    assert (store.origin, store.source.line, store.properties) == ("deduced", 4, {})
    links = {link.end: (link.operations, link.state) for link in seen.links_of("entry:app.a") if link.start[:2] == "en"}
    assert links == {"kv_store:orders": (("get",), "declared"), "bucket:papers": (("list",), "declared")}


def test_models_and_endpoints_are_granted_by_their_names(opened: Open) -> None:
    seen = opened("""
from archloom.resources import Model, Router, SageMaker, allow
from langchain_aws import ChatBedrockConverse
claude = ChatBedrockConverse(model="anthropic.claude-3-haiku-20240307-v1:0")
titan = Model("amazon.titan-text-lite-v1")
api = Router("api")
@api.get("/a")
@allow(Model.at("anthropic.claude-3-haiku-20240307-v1:0").invoke, SageMaker.at("llama").invoke)
def a(request): return titan.invoke({"inputText": "Hello"})
@api.get("/b")
def b(request): return claude.invoke("Hello")
""")

    assert {one.origin for one in seen.resources if one.kind in ("model", "model_endpoint")} == {"deduced"}
    links = {link.end: (link.actions, link.state) for link in seen.links_of("entry:app.a") if link.start[:2] == "en"}
    assert links == {
        "model:anthropic.claude-3-haiku-20240307-v1:0": (("bedrock:InvokeModel",), "declared"),
        "model:amazon.titan-text-lite-v1": (("bedrock:InvokeModel",), "proven"),
        "model_endpoint:llama": (("sagemaker:InvokeEndpoint",), "declared"),
    }


def test_two_declarations_with_one_name_are_a_problem(opened: Open) -> None:
    seen = opened({
        "a.py": "from archloom.resources import KVStore, Queue\norders = KVStore('orders')\njobs = Queue('orders')\n",
        "b.py": "from archloom.resources import KVStore\norders = KVStore('orders')\nothers = KVStore.at('orders')\n",
    })

    (problem,) = [one for one in seen.problems if one.code == "repeated-name"]
    assert (problem.source.file, problem.source.line, problem.subject) == ("b.py", 2, "kv_store:orders")
    assert "a.py, line 2" in problem.message


def test_one_declaration_that_runs_twice_is_none(opened: Open) -> None:
    seen = opened("""
from archloom.resources import KVStore
def store(): return KVStore("orders")
store(), store()
""")

    assert not [one for one in seen.problems if one.code == "repeated-name"]
