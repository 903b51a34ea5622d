"""A loop of unknown length goes round again only for what a round may have left to the next one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Uses = Callable[..., dict[str, set[str]]]
TABLES = 'import boto3\ndb = boto3.resource("dynamodb")\norders, users = db.Table("orders"), db.Table("users")\n'
BOTH = {"kv_store:orders": {"Scan"}, "kv_store:users": {"Scan"}}
ORDERS = {"kv_store:orders": {"Scan"}}

CASES = {
    "a name that the next round reads": ("t = orders\nfor x in xs:\n    t.scan()\n    t = users\n", BOTH),
    "a name that a branch binds for the next round": (
        "t = orders\nfor x in xs:\n    if x:\n        t.scan()\n    else:\n        t = users\n", BOTH),
    "a name that every round binds first": ("t = users\nfor x in xs:\n    t = orders\n    t.scan()\n", ORDERS),
    "a name that both branches bind first": (
        "t = users\nfor x in xs:\n    if x: t = orders\n    else: t = orders\n    t.scan()\n", ORDERS),
    "a name that only one branch binds": (
        "t = users\nfor x in xs:\n    if x:\n        t = orders\n    t.scan()\n", BOTH),
    "the condition of a while": (
        "t = None\nwhile not done(t):\n    t = orders\ndef unused(): pass\n", {}),
    "a condition that runs what the round bound": (
        "t = users\nwhile t.scan():\n    t = orders\n", BOTH),
    "a list that a round fills and the next one reads": (
        "seen = []\nfor x in xs:\n    for t in seen:\n        t.scan()\n    seen.append(orders)\n", ORDERS),
    "a dict in a list that every round adds to": (
        "rows = []\nfor x in xs:\n    rows.append({'name': 'orders'})\nfor row in rows:\n"
        "    db.Table(row['name']).scan()\n", ORDERS),
    "a function that closes over a name of the round before": (
        "t = orders\nfor x in xs:\n    def run():\n        return t.scan()\n    run()\n    t = users\n", BOTH),
    "a name bound by with": (
        "t = orders\nfor x in xs:\n    with x as t:\n        pass\n    users.scan()\n", {"kv_store:users": {"Scan"}}),
    "an attribute of an older object": (
        "class Box: pass\nb = Box()\nb.t = orders\nfor x in xs:\n    b.t.scan()\n    b.t = users\n", BOTH),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_what_a_loop_reaches(uses: Uses, body: str, expected: dict[str, set[str]]) -> None:
    indented = "".join(f"    {line}\n" for line in body.splitlines())

    assert uses(f"{TABLES}def f(xs, done):\n{indented}") == expected
