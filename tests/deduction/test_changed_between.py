"""A call is remembered by what it was given and by what it read: a list may change between two calls of one helper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LOOKS = {
    "if not": "    if not found: return\n",
    "if": "    if found: pass\n    else: return\n",
    "a choice": "    done = True if found else False\n    if not done: return\n",
    "and": "    if not (found and True): return\n",
    "in": "    if 'a' not in found: return\n",
    "==": "    if found == []: return\n",
    "while": "    while not found: return\n",
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_helper_that_is_asked_again_sees_what_was_added(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code = f"""
import boto3
def tell(found):
{LOOKS[name]}
    boto3.resource("dynamodb").Table("orders").put_item(Item={{}})
def f():
    found = []
    tell(found)
    found.append("a")
    tell(found)
"""
    assert uses(code) == {"kv_store:orders": {"PutItem"}}
