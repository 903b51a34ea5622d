"""A call that is like an earlier one but for its objects is not evaluated again; to its own it does the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce
from archloom.resources.deduction.evaluate import renaming

from .conftest import actions_of, write

Opened = Callable[..., Architecture]
TABLES = """
import boto3
from fastapi import FastAPI
app = FastAPI()
db = boto3.resource("dynamodb")
"""
SERVICE = """
class Service:
    def __init__(self, name):
        self.name = name
        self.table = db.Table("orders")
        self.seen = []
    def read(self):
        return self.table.get_item(Key={"id": self.name})
    def attach(self, table):
        self.table = table
    def keep(self, table):
        self.seen.append(table)
    def read_all(self):
        for table in self.seen:
            table.scan()
"""


def two(first: str, second: str, before: str = SERVICE) -> str:
    """A project with two routes."""
    return f'{TABLES}{before}\n@app.get("/a")\ndef a():\n    {first}\n@app.get("/b")\ndef b():\n    {second}\n'


ORDERS = {"kv_store:orders": {"GetItem"}}
USERS = {"kv_store:users": {"GetItem"}}
CASES = {
    "two objects made alike": ('Service("x").read()', 'Service("x").read()', ORDERS, ORDERS),
    "an attribute that nobody reads": (
        's = Service("x"); s.note = 1; s.read()', 's = Service("x"); s.note = 2; s.read()', ORDERS, ORDERS),
    "an attribute that is read": (
        's = Service("x"); s.table = db.Table("users"); s.read()', 's = Service("x"); s.read()', USERS, ORDERS),
    "what the method writes is written to the second object too": (
        't = db.Table("users"); s = Service("x"); s.attach(t); s.read()',
        't = db.Table("users"); s = Service("x"); s.attach(t); s.read()', USERS, USERS),
    "one object is changed and the other is not": (
        's = Service("x"); s.attach(db.Table("users")); s.read()', 's = Service("x"); s.read()', USERS, ORDERS),
    "lists of two objects stay apart": (
        's = Service("x"); s.keep(db.Table("users")); s.read_all()', 's = Service("x"); s.read_all()',
        {"kv_store:users": {"Scan"}}, {}),
    "both lists are filled": (
        's = Service("x"); s.keep(db.Table("users")); s.read_all()',
        's = Service("x"); s.keep(db.Table("users")); s.read_all()',
        {"kv_store:users": {"Scan"}}, {"kv_store:users": {"Scan"}}),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "of_a", "of_b"), CASES.values(), ids=CASES)
def test_objects_of_two_routes_are_their_own(
    opened: Opened, first: str, second: str, of_a: object, of_b: object
) -> None:
    architecture = opened(two(first, second))

    assert (actions_of(architecture, "app.a"), actions_of(architecture, "app.b")) == (of_a, of_b)


def test_a_closure_over_another_object_reaches_that_object(opened: Opened) -> None:
    tools = """
class Tools:
    def __init__(self, table):
        self.table = table
    def tool(self):
        def look_up():
            return self.table.get_item(Key={})
        return look_up
"""
    text = two('Tools(db.Table("orders")).tool()()', 'Tools(db.Table("users")).tool()()', tools)

    architecture = opened(text)

    assert actions_of(architecture, "app.a") == ORDERS
    assert actions_of(architecture, "app.b") == USERS


def test_alternatives_that_do_the_same_are_proven(opened: Opened) -> None:
    text = two("(Service('x') if app.debug else Service('y')).read()", "pass")

    (link,) = [one for one in opened(text).links if one.end == "kv_store:orders"]

    assert link.state == "proven"


def test_each_function_is_evaluated_once_for_many_objects_made_alike(tmp_path: Path, evaluated: list[str]) -> None:
    routes = "".join(f'@app.get("/{i}")\ndef route{i}(): Service("x").read()\n' for i in range(40))

    deduce(write(tmp_path, TABLES + SERVICE + routes), cache=False)

    assert [evaluated.count(f"app.Service.{name}") for name in ("__init__", "read")] == [1, 1]


def test_a_call_that_made_more_than_copying_is_worth_is_evaluated_again(tmp_path: Path, evaluated: list[str]) -> None:
    made = f"def rows(service): return [{', '.join(f'[service, {i}]' for i in range(renaming.MOST + 1))}]\n"
    route = 'def route{0}(): rows(Service("x"))[0][0].read()\n'
    routes = "".join(f'@app.get("/{i}")\n{route.format(i)}' for i in range(3))

    seen = deduce(write(tmp_path, TABLES + SERVICE + made + routes), cache=False)

    assert evaluated.count("app.rows") == 3
    assert all(actions_of(seen, f"GET /{i}") == ORDERS for i in range(3))


def test_a_file_that_stands_twice_is_two_modules(opened: Opened) -> None:
    text = "import boto3\ndef handler(event, context): boto3.client('s3').get_object(Bucket='files', Key='k')\n"

    architecture = opened({"a.py": text, "b.py": text})

    assert {entry.handler for entry in architecture.entries} == {"a.handler", "b.handler"}
    assert {link.start for link in architecture.links if link.end == "bucket:files"} == {
        entry.id for entry in architecture.entries
    }
