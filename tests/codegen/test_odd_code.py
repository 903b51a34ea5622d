"""Code that is written in unusual ways: edited where that is safe, refused in words where it is not."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from archloom.codegen import AddResource, Change, Connect, Disconnect, Edit, Refused, RemoveResource, SetProperty, plan
from archloom.resources.deduction import deduce

STORES = """
    from __future__ import annotations
    import typing as t
    try:
        from archloom.resources import Bucket, KVStore, Queue
    except ImportError:
        raise
    orders: KVStore = KVStore("orders")
    a = b = KVStore("twins")
    if True:
        maybe = Queue("maybe")


    class Stores:
        inner = Bucket("inner-things")

    pair = (KVStore("left"), KVStore("right"))
    by_name = {n: KVStore(n) for n in ("one", "two")}
"""
API = """
    #!/usr/bin/env python
    # -*- coding: utf-8 -*-
    '''Docs.

    More.'''
    import os; import sys
    from archloom import resources as res
    from archloom.resources import (allow,
        Router)
    from . import stores
    from .stores import (orders,
                         Stores)

    api = res.Router('api')

    @api.get('/a')   # route
    # between
    @allow(orders.get,  # read
           stores.maybe.push)
    def a(request): ...
    @api.get(
        '/b'
    )
    async def b(request): return 1
    @(api.get)('/c')
    def c(request): ...
    def d(request):
        def inner(): ...
        return inner
    api.post('/d', d); api.post('/e', handler=d)
    handlers = [lambda r: 1]
    api.put('/l', handlers[0])
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    (tmp_path / "pkg").mkdir()
    for name, text in {"__init__": "from .stores import orders as shop_orders\n", "stores": STORES, "api": API}.items():
        (tmp_path / "pkg" / f"{name}.py").write_text(textwrap.dedent(text).lstrip("\n"))
    return tmp_path


def planned(root: Path, edit: Edit) -> Change | Refused:
    return plan(root, deduce(root, cache=False), edit)


def marked(change: Change | Refused, sign: str) -> list[str]:
    assert isinstance(change, Change), str(change)
    for file in change.files:
        ast.parse(file.after or b"")
    return [line[1:] for line in change.diff().splitlines() if line.startswith(sign) and not line.startswith(sign * 3)]


@pytest.mark.parametrize(
    ("entry", "resource", "line"),
    [
        ("b", "kv_store:orders", "@res.allow(orders.get)"),
        ("b", "kv_store:twins", "@res.allow(stores.a.get)"),
        ("c", "kv_store:orders", "@res.allow(orders.get)"),
        ("d#POST /e", "kv_store:orders", "@res.allow(orders.get)"),
    ],
)
def test_a_grant_is_said_in_the_words_of_the_file(odd: Path, entry: str, resource: str, line: str) -> None:
    assert marked(planned(odd, Connect(f"entry:pkg.api.{entry}", resource, ("get",))), "+") == [line]


def test_an_edit_moves_lambdas_that_are_called_by_their_line(odd: Path) -> None:
    change = planned(odd, AddResource("topic", "news", file="pkg/api.py"))
    assert marked(change, "+") == ["news = res.Topic('news')"]
    assert isinstance(change, Change)
    (before,), (after,) = ([e.id for e in side.entries if "lambda" in e.id] for side in (change.before, change.after))
    assert before != after


def test_a_comment_stays_when_the_argument_behind_it_goes(odd: Path) -> None:
    change = planned(odd, Disconnect("entry:pkg.api.a", "queue:maybe"))
    assert marked(change, "+") == ["@allow(orders.get  # read", "       )"]


def test_the_import_of_a_whole_module_stays(odd: Path) -> None:
    change = planned(odd, Disconnect("entry:pkg.api.a", "queue:maybe"))
    assert not [line for line in marked(change, "-") if "import" in line]


def test_one_of_two_statements_on_a_line_goes(odd: Path) -> None:
    change = planned(odd, Disconnect("entry:pkg.api.d#POST /d", "router:api"))
    assert marked(change, "-") == ["api.post('/d', d); api.post('/e', handler=d)"]
    assert marked(change, "+") == ["api.post('/e', handler=d)"]


def test_the_only_statement_of_a_block_leaves_a_pass(odd: Path) -> None:
    change = planned(odd, RemoveResource("queue:maybe"))
    assert marked(change, "+") == ["@allow(orders.get  # read", "       )", "    pass"]


def test_a_removed_resource_is_not_re_exported_any_more(odd: Path) -> None:
    change = planned(odd, RemoveResource("kv_store:orders"))
    assert isinstance(change, Change), str(change)
    assert {file.path: file.after for file in change.files}["pkg/__init__.py"] == b""


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (Connect("entry:pkg.api.b", "bucket:inner-things", ("get",)),
         "inner-things is declared at pkg/stores.py:14 without a module-level name; give it one to grant it."),
        (Connect("entry:pkg.api.lambda_31", "kv_store:orders", ("get",)),
         "PUT /l is a lambda, which takes no decorator; take a function that it calls."),
        (RemoveResource("kv_store:twins"),
         "twins is not declared by a plain assignment at pkg/stores.py:8. Edit it by hand."),
        (RemoveResource("kv_store:left"), "No module-level name holds left. Assign it to a name at the top level of"),
        (SetProperty("kv_store:one", "ttl", "t"), "The edit would do something else: ttl of kv_store:two"),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused_in_words(odd: Path, edit: Edit, sentence: str) -> None:
    refused = planned(odd, edit)
    assert isinstance(refused, Refused), refused.diff()
    assert str(refused).startswith(sentence)
