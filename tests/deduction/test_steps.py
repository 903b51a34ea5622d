"""How many statements are evaluated: a rule that makes evaluation repeat itself is seen here at once.

Who raises a bound says why the statements are needed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce
from archloom.resources.deduction.evaluate import Machine, running

from .conftest import actions_of

Opened = Callable[..., Architecture]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BOUNDS = {
    "joke_api": 38, "langserve_app": 37, "llama_chatbot": 44, "llama_chatbot_declared": 44, "rag_documents": 72,
    "scheduled_digest": 44, "support_agent": 46,
}  # fmt: skip


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statements that each evaluation took."""
    seen: list[int] = []
    close = Machine.close

    def counted(m: Machine) -> None:
        seen.append(m.steps)
        close(m)

    monkeypatch.setattr(Machine, "close", counted)
    return seen


def test_every_example_has_a_bound() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} == BOUNDS.keys()


@pytest.mark.parametrize("example", BOUNDS)
def test_an_example_takes_few_statements(steps: list[int], example: str) -> None:
    deduce(EXAMPLES / example, cache=False)

    assert steps[0] <= BOUNDS[example]


HEAD = """
import ast, time, boto3
from fastapi import FastAPI
app = FastAPI()
db = boto3.resource("dynamodb")
"""


def routes(count: int) -> str:
    """Many routes that do the same with objects of their own."""
    service = """
        class Service:
            def __init__(self, name):
                self.name = name
                self.table = db.Table("orders")
            def read(self, key):
                if not key:
                    return None
                found = self.table.get_item(Key={"id": key})
                return found.get("Item")
    """
    each = '@app.get("/{0}/{{key}}")\ndef r{0}(key):\n    return Service("orders").read(key)\n'
    return HEAD + textwrap.dedent(service) + "".join(each.format(index) for index in range(count))


def waiting(count: int) -> str:
    """A loop that asks again until something is ready."""
    return f"""{HEAD}
@app.get("/")
def f():
    for attempt in range({count}):
        found = db.Table("orders").get_item(Key={{}})
        if found.get("state") == "READY":
            return found
        print(f"attempt {{attempt}}")
        time.sleep(1)
"""


def nested(count: int) -> str:
    """A loop over constants within a loop over constants."""
    return f"""{HEAD}
@app.get("/")
def f():
    rows = []
    for day in {[f"d{i}" for i in range(count)]}:
        for shop in {[f"s{i}" for i in range(count)]}:
            amount = len(rows)
            if amount > 10:
                rows.append((day, shop))
            else:
                rows.append((shop, day))
    db.Table("orders").put_item(Item={{"rows": rows}})
"""


def walking(kinds: int) -> str:
    """A function that goes through a tree of data and calls itself for each part of it."""
    parts = "\n".join(f"    p{i} = walk(node.part{i})" for i in range(kinds))
    return f"""{HEAD}
def walk(node):
    if isinstance(node, ast.Constant):
        return node.value
{parts}
    return db.Table("orders").get_item(Key={{}})
@app.get("/")
def f(text):
    return walk(ast.parse(text).body)
"""


GROWTH = {
    "many routes that do the same": (routes, 10, 40, 3),
    "a loop that waits": (waiting, 20, 60, 0),
    "a loop over constants in another": (nested, 30, 60, 6),
    "a function that walks through a tree of data": (walking, 3, 6, 2),
}


@pytest.mark.parametrize(("project", "few", "many", "each"), GROWTH.values(), ids=GROWTH)
def test_more_of_the_same_takes_few_more_statements(
    opened: Opened, steps: list[int], project: Callable[[int], str], few: int, many: int, each: int
) -> None:
    for count in (few, many):
        assert actions_of(opened(project(count)), "GET /" if project is not routes else "GET /0/{key}")

    assert steps[1] - steps[0] <= each * (many - few)


def test_data_that_is_handed_to_a_model_is_looked_through_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[object] = []
    run = running.run

    def counted(*arguments: Any) -> object:
        runs.append(arguments[2])
        return run(*arguments)

    monkeypatch.setattr(running, "run", counted)
    levels = "\n".join(f"    d{i + 1} = {{'a': d{i}, 'b': d{i}, 'c': pick(d{i}, [d{i}])}}" for i in range(9))
    opened(f"""
from langchain_openai import ChatOpenAI
def pick(one, other): return one if one.get("x") else other
def search(text): return text
def f():
    d0 = {{"type": "text"}}
{levels}
    return ChatOpenAI(model="gpt-4o").bind_tools([search, d9]).invoke("hello")
""", "app.f")  # fmt: skip

    assert len(runs) < 20


SHARED = """
kept = {"other": 1}
def one(): return db.Table("one")
def two(): return db.Table("two")
@app.get("/a")
def a():
    READ
@app.get("/b")
def b(key: str):
    WRITE
"""
WRITES = {
    "another item": ("x = kept.get('mine')", 'kept["other"] = one()', 1),
    "whether another item is there": ("x = 'mine' in kept", 'kept["other"] = one()', 1),
    "that item": ("x = kept.get('mine')", 'kept["mine"] = one()', 2),
    "any item": ("x = kept.get('mine')", "kept[key] = one()", 2),
    "an item that may be gone": ("x = kept['other']", "kept.pop('other')", 2),
    "something of all items": ("x = list(kept)", 'kept["new"] = one()', 2),
}


@pytest.mark.parametrize(("read", "write", "times"), WRITES.values(), ids=WRITES)
def test_who_reads_an_item_of_a_dict_is_evaluated_again_for_that_item_only(
    opened: Opened, evaluated: list[str], read: str, write: str, times: int
) -> None:
    opened(HEAD + SHARED.replace("READ", read).replace("WRITE", write))

    assert evaluated.count("app.a") == times
