"""Code that Python refuses only when it runs: the statement gives nothing, and everything around it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

HEADER = "import boto3\ndef T(name):\n    return boto3.resource('dynamodb').Table(name)\n"
CASES = {
    "too few arguments for a text": "def f(): '{} {}'.format('a'); T('orders').get_item(Key={})\n",
    "an argument of a text by a number that is not there": "def f(): '{3}'.format('a'); T('orders').get_item(Key={})\n",
    "a pattern with more places than the class has": """
class Point:
    __match_args__ = ("x",)
    def __init__(self, x): self.x = x
def f():
    match Point(1):
        case Point(a, b, c): pass
    T('orders').get_item(Key={})
""",
    "a call of what a missing module should give": """
import lost.things
def f(): lost.things.go().on(1); T('orders').get_item(Key={})
""",
    "a call of what a missing module of the project should give": """
from app.lost import go
def f(): go(1).on(); T('orders').get_item(Key={})
""",
    "a text that is indexed behind its end": "def f(): 'ab'[7]; T('orders').get_item(Key={})\n",
    "a division by nothing": "def f(): 1 / 0; 1 % 0; 1 // 0; T('orders').get_item(Key={})\n",
    "a call with too many arguments": "def g(): pass\ndef f(): g(1, 2, x=3); T('orders').get_item(Key={})\n",
    "a call without any argument": """
import functools, heapq, itertools, os
def f():
    map(); zip(); filter(); sorted(); max(); next(); iter(); getattr(); setattr(); isinstance(); open(); sum()
    functools.partial(); functools.reduce(); heapq.heappush(); heapq.heappop(); itertools.chain(); itertools.starmap()
    os.getenv(); os.path.join(); property(); staticmethod(); super(); type(); vars(); eval(); range(); dict(); str()
    T('orders').get_item(Key={})
""",
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES.keys())
def test_what_stands_around_it_is_read(code: str, opened: Callable[..., Architecture]) -> None:
    found = opened({"app.py": HEADER + code}, "app.f")

    assert {link.end for link in found.links if link.kind == "permission"} == {"kv_store:orders"}


def test_what_a_zip_of_unknown_lists_gives_is_taken_apart(opened: Callable[..., Architecture]) -> None:
    found = opened(HEADER + "def f(names, more):\n    for name, table in zip(names, [T('orders')] + more):\n"
                   "        table.get_item(Key={})\n", "app.f")  # fmt: skip

    assert "kv_store:orders" in {link.end for link in found.links}


def test_a_module_of_the_project_that_is_not_there_gives_nothing(opened: Callable[..., Architecture]) -> None:
    code = "import pkg.lost as lost\ndef f(): lost.go().on(1); lost.Thing().more; T('orders').get_item(Key={})\n"

    found = opened({"pkg/__init__.py": "", "pkg/app.py": HEADER + code}, "pkg.app.f")

    assert {link.end for link in found.links if link.kind == "permission"} == {"kv_store:orders"}
