"""f-strings of Python 3.12 are read, with whatever Python Archloom itself runs."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture
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
