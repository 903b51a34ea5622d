"""Arguments added, set and dropped in the text of a call: its layout stays."""

from __future__ import annotations

import ast

import pytest

from archloom.codegen.calls import Line, add_arguments, drop_arguments, drop_keyword, set_keyword
from archloom.codegen.change import Refusal
from archloom.codegen.declarations import argument


@pytest.mark.parametrize(
    ("call", "added"),
    [
        pytest.param("allow()", "allow(x.get)", id="the first one"),
        pytest.param("allow(a)", "allow(a, x.get)", id="on the line of the others"),
        pytest.param("allow(a, b,)", "allow(a, b, x.get,)", id="a trailing comma stays"),
        pytest.param("allow(a ,b)", "allow(a ,b ,x.get)", id="as oddly spaced as its neighbours"),
        pytest.param(
            "allow(\n    a,  # one\n    b,  # two\n)",
            "allow(\n    a,  # one\n    b,  # two\n    x.get,\n)",
            id="a line of its own, comments with their arguments",
        ),
        pytest.param(
            "allow(\n    a,\n    b  # two\n)",
            "allow(\n    a,\n    b,  # two\n    x.get\n)",
            id="a comment behind the last argument stays behind it",
        ),
        pytest.param("allow(\r\n    a,\r\n)", "allow(\r\n    a,\r\n    x.get,\r\n)", id="line ends of Windows"),
        pytest.param("allow(\n\ta,\n)", "allow(\n\ta,\n\tx.get,\n)", id="tabs"),
        pytest.param("allow(a,\n      b)", "allow(a,\n      b,\n      x.get)", id="aligned under the first"),
        pytest.param("f(a, k=1, **o)", "f(a, x.get, k=1, **o)", id="before keywords"),
        pytest.param("(allow\n (a))", "(allow\n (a, x.get))", id="in brackets of its own"),
    ],
)
def test_an_argument_is_added_in_the_layout_of_the_others(call: str, added: str) -> None:
    assert add_arguments(call, ["x.get"]) == added


def test_a_line_that_grows_too_long_gets_a_line_for_each_argument() -> None:
    line = Line("    @", newline="\r\n")
    call = add_arguments("allow(conversations_of_customers.get)", ["conversations_of_customers.set"], line)
    assert call == "allow(conversations_of_customers.get, conversations_of_customers.set)"
    assert "\n" not in add_arguments(call, ["orders_of_customers.get"], Line("    @", width=120))
    assert add_arguments(call, ["orders_of_customers.get"], line) == (
        "allow(\r\n        conversations_of_customers.get,\r\n        conversations_of_customers.set,\r\n"
        "        orders_of_customers.get,\r\n    )"
    )


@pytest.mark.parametrize(
    ("call", "indexes", "left"),
    [
        ("allow(a, b, c)", [1], "allow(a, c)"),
        ("allow(a, b, c)", [2], "allow(a, b)"),
        ("allow(a, b, c)", [0, 2], "allow(b)"),
        ("allow(a)", [0], "allow()"),
        ("allow(\n    a,\n)", [0], "allow()"),
        ("allow(a, b,)", [1], "allow(a,)"),
        ("allow(\n    a,  # one\n    b,  # two\n)", [1], "allow(\n    a,  # one\n)"),
        ("allow(\n    a,  # one\n    b,  # two\n)", [0], "allow(\n    b,  # two\n)"),
        ("allow(\n    a,  # one\n    b\n)", [1], "allow(\n    a  # one\n)"),
        ("allow(a,  # one\n      b)", [1], "allow(a  # one\n      )"),
    ],
)
def test_dropped_arguments_take_their_comma_and_comment_along(call: str, indexes: list[int], left: str) -> None:
    assert drop_arguments(call, indexes) == left


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ('KVStore("a")', 'KVStore("a", ttl="t")'),
        ('KVStore("a", ttl="old")', 'KVStore("a", ttl="t")'),
        ('KVStore("a", ttl=OLD, partition_key="k")', 'KVStore("a", ttl="t", partition_key="k")'),
        ('KVStore("a", **more)', 'KVStore("a", ttl="t", **more)'),
        (
            'KVStore(\n    "a",\n    partition_key="k",  # why\n)',
            'KVStore(\n    "a",\n    partition_key="k",  # why\n    ttl="t",\n)',
        ),
    ],
)  # fmt: skip
def test_a_keyword_is_replaced_in_its_place_or_added_at_the_end(call: str, result: str) -> None:
    assert set_keyword(call, "ttl", '"t"') == result


def test_a_keyword_is_dropped_and_one_that_is_not_there_changes_nothing() -> None:
    assert drop_keyword('KVStore("a", ttl="t")', "ttl") == 'KVStore("a")'
    assert drop_keyword('KVStore( "a" )', "ttl") == 'KVStore( "a" )'


def test_what_is_no_call_is_refused() -> None:
    with pytest.raises(Refusal, match="not a plain call"):
        add_arguments("allow", ["x"])
    with pytest.raises(Refusal, match="mixes line ends"):
        add_arguments("allow(\n a,\r\n)", ["x"])


@pytest.mark.parametrize(
    ("call", "found"),
    [
        pytest.param("f(a, b)", "b", id="by its place"),
        pytest.param("f(a, name=c)", "c", id="by its keyword"),
        pytest.param("f(a)", None, id="not given"),
        pytest.param("f(*a, b)", None, id="behind a star, where its place is not known"),
        pytest.param("f(a, b, *c)", "b", id="before a star"),
    ],
)
def test_an_argument_is_found_by_its_keyword_or_its_place(call: str, found: str | None) -> None:
    tree = ast.parse(call, mode="eval").body
    assert isinstance(tree, ast.Call)
    value = argument(tree, "name", 1)
    assert (None if value is None else ast.unparse(value)) == found
