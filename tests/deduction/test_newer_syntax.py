"""Syntax of Python 3.12 to 3.14 is read, with whatever Python Archloom itself runs."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.plainer import plainer
from archloom.resources.deduction.requoted import requoted

from .conftest import actions_of

Open = Callable[..., Architecture]

NEWER = {
    'f"{a["b"]}"': "f\"{a['b']}\"",
    "f'{a['b']!r:>10}'": "f'{a[\"b\"]!r:>10}'",
    'f"{a["b"]:>{w["c"]}}"': "f\"{a['b']:>{w['c']}}\"",
    'f"""{a["b"]} {"""c"""}"""': 'f"""{a["b"]} {\'\'\'c\'\'\'}"""',
    'f"{", ".join(a)} {{}} {a != b}"': "f\"{', '.join(a)} {{}} {a != b}\"",
    "f\"{'\\n'.join(a)}\"": "f\"{'  '.join(a)}\"",
    "x = '#'  # it's\ny = f'{a['b']}'  # don't": "x = '#'  # it's\ny = f'{a[\"b\"]}'  # don't",
}


@pytest.mark.parametrize("text", NEWER)
def test_an_inner_string_gets_the_other_quotes_where_it_stands(text: str) -> None:
    assert requoted(text.encode()).decode() == NEWER[text]
    ast.parse(NEWER[text])


@pytest.mark.parametrize("text", ['f"{', "\"'", "f'''{a", 'f"{a["it\'s"]}"', "rb'\\", "}", "f'{a:", "f'{{{"])
def test_what_cannot_be_written_otherwise_stays(text: str) -> None:
    assert requoted(text.encode()).decode() == text


def test_code_that_every_python_reads_stays_as_it_is() -> None:
    text = b"a = f\"{b['c']:{d}}\" + rf'\\d{e}' + b'{\"'.decode() + '''f\"{x[\"y\"]}\"'''  # f\"{x[\"y\"]}\"\n"
    assert requoted(text) == text


def test_a_text_over_several_lines_says_nothing_and_loses_nothing_else(opened: Open) -> None:
    found = opened({"app.py": """
import boto3
tables = boto3.resource("dynamodb")
def lambda_handler(event, context):
    where = f"arn:aws:{
        event["region"]}:table/{event["name"]}"
    print(where, tables.Table("orders").get_item(Key={"id": f'{
        event["id"]}'}))
"""})  # fmt: skip

    assert not found.problems
    assert actions_of(found, "app.lambda_handler") == {"kv_store:orders": {"GetItem"}}


def test_a_file_with_nested_quotes_is_read(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import boto3
tables = boto3.resource("dynamodb")
def lambda_handler(event, context):
    print(f"asked for {event["id"]}")
    return tables.Table(f"{"-".join(["shop", "orders"])}").get_item(Key={"id": event["id"]})
"""
        }
    )
    assert not found.problems
    assert actions_of(found, "app.lambda_handler") == {"kv_store:shop-orders": {"GetItem"}}


PLAINER = {
    "def first[T](items: list[T]) -> T: return items[0]": "def first   (items: list[T]) -> T: return items[0]",
    "def first[T: (int, str) = int, *Ts](a): pass": "def first                          (a): pass",
    "def first[\n    T,\n](a): pass": "def first\\\n     \\\n (a): pass",
    "class Box[T](Base): pass": "class Box   (Base): pass",
    "class Box[T]: pass": "class Box   : pass",
    "async def first[T](a): pass": "async def first   (a): pass",
    "type Pair = tuple[int, int]": "Pair      = tuple[int, int]",
    "if a:\n    type Pair[T] = tuple[T, T]": "if a:\n    Pair         = tuple[T, T]",
    "try: pass\nexcept ValueError, KeyError:\n    pass": "try: pass\nexcept(ValueError,KeyError):\n    pass",
    "try: pass\nexcept a.B, C , D:\n    pass": "try: pass\nexcept(a.B,C,D)  :\n    pass",
    "name = t'{x}' + T\"{y}\"": "name = f'{x}' + f\"{y}\"",
}


@pytest.mark.parametrize("text", PLAINER)
def test_newer_syntax_is_written_with_older_words_where_it_stands(text: str) -> None:
    assert plainer(text.encode()).decode() == PLAINER[text]
    ast.parse(PLAINER[text])


@pytest.mark.parametrize(
    "text",
    [
        "type = 1\ntype(x)\ntype[0] = 2\nx = type [1]",
        "s = 'def f[T](x)'  # class A[T]:\n'''\ntype X = 1\n'''",
        "try: pass\nexcept A: pass\nexcept (B, C): pass",
        "x = cat['a'] + list[0]",
        "def f(a=b[0]): return a[1]",
    ],
)
def test_code_that_only_looks_newer_stays_as_it_is(text: str) -> None:
    assert plainer(text.encode()).decode() == text


def test_a_file_with_type_parameters_is_read(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import boto3
type Key = dict[str, str]
class Table[Row = dict]:
    def __init__(self, name: str) -> None: self.table = boto3.resource("dynamodb").Table(name)
    def get[T](self, key: Key, kind: type[T] | None = None) -> Row: return self.table.get_item(Key=key)
def lambda_handler(event, context):
    try:
        return Table[dict]("orders").get({"id": event["id"]})
    except KeyError, ValueError:
        return None
"""
        }
    )
    assert not found.problems
    assert actions_of(found, "app.lambda_handler") == {"kv_store:orders": {"GetItem"}}
