"""Values from outside that are annotated with an enumeration: one of its members, whichever way they are compared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
APP = """
import boto3
from enum import Enum
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Kind(str, Enum):
    new = "new"
    old = "old"
class Only(str, Enum):
    one = "one"
class Ask(BaseModel):
    kind: Kind = Kind.new
    only: Only
T = boto3.resource("dynamodb").Table
TABLES = {Kind.new: "n", Kind.old: "o", Only.one: "x"}
def new(): T("n").get_item(Key={})
def old(): T("o").get_item(Key={})
@app.post("/")
def ask(r: Ask, kind: Kind):
    BODY
"""
READ = {"GetItem"}
BOTH = {"kv_store:n": READ, "kv_store:o": READ}


@pytest.mark.parametrize(
    ("body", "tables"),
    [
        ("new() if r.kind == 'new' else old()", BOTH),
        ("new() if r.kind is Kind.new else old()", BOTH),
        ("new() if r.kind.value in ('new', 'other') else old()", BOTH),
        ("{'new': new, 'old': old}[r.kind]()", BOTH),
        ("{'new': new, 'old': old}.get(r.kind, old)()", BOTH),
        ("T(TABLES[r.kind]).get_item(Key={})", BOTH),
        ("T(TABLES[kind]).get_item(Key={})", BOTH),
        ("T(TABLES[r.only]).get_item(Key={})", {"kv_store:x": READ}),
        ("T(f't-{r.only.value}').get_item(Key={})", {"kv_store:t-one": READ}),
    ],
)
def test_a_field_is_one_of_the_members(opened: Open, body: str, tables: dict[str, set[str]]) -> None:
    assert actions_of(opened(APP.replace("BODY", body)), "app.ask") == tables


def test_an_enumeration_with_many_members_says_nothing(opened: Open) -> None:
    members = "\n".join(f"    m{i} = 'm{i}'" for i in range(40))
    code = APP.replace("    new = ", f"{members}\n    new = ").replace("BODY", "T(TABLES[r.kind]).get_item(Key={})")

    assert actions_of(opened(code), "app.ask") == {**BOTH, "kv_store:x": READ}


@pytest.mark.parametrize(
    ("asked", "tables"),
    [
        ("Kind.new in Kind", "n"), ("Only.one in Kind", "o"), ("Only.one not in Kind", "n"), ("'old' in Kind", "n"),
        ("'none' in Kind", "o"), ("r.kind in Kind", "no"),
    ],
)  # fmt: skip
def test_a_member_is_in_its_own_enumeration_only(opened: Open, asked: str, tables: str) -> None:
    seen = actions_of(opened(APP.replace("BODY", f"new() if {asked} else old()")), "app.ask")

    assert seen.keys() == {f"kv_store:{name}" for name in tables}


@pytest.mark.parametrize(
    "name",
    [
        'os.environ["SECRET"].split(":")[-1]', '"-".join(os.environ["SECRET"].split("-")[:-1])',
        '"-".join(os.environ.get("SECRET").split(":")[-1].split("-")[:-1])',
        '"-".join(part for part in os.environ["SECRET"].split("-"))',
        '"-".join(os.environ.get("SECRET", "a-b-c").split("-")[:-1])',
    ],
)  # fmt: skip
def test_pieces_of_a_variable_stand_for_it(opened: Open, name: str) -> None:
    asks = f"boto3.client('secretsmanager').get_secret_value(SecretId={name})"
    code = f"import os, boto3\ndef lambda_handler(event, context): {asks}\n"
    (secret,) = [one for one in opened(code).resources if one.kind == "secret"]

    assert secret.env == "SECRET"
    assert secret.name == ("a-b" if "a-b-c" in name else None)


FIELDS = """
import boto3
from enum import Enum
class Store(Enum):
    FAST = ("n", 1)
    SLOW = ("o", 2)
    HOW
def f(): boto3.resource("dynamodb").Table(Store.FAST.table).get_item(Key={})
def g(kind): boto3.resource("dynamodb").Table(Store(kind).table).get_item(Key={})
"""


@pytest.mark.parametrize(
    "how",
    [
        "def __init__(self, table, size): self.table = table",
        "def __new__(cls, table, size):\n        made = object.__new__(cls)\n        made._value_ = size\n"
        "        made.table = table\n        return made",
    ],
)
def test_a_member_has_what_its_enumeration_sets(how: str, opened: Open) -> None:
    seen = opened(FIELDS.replace("HOW", how), "app.f", "app.g")

    assert actions_of(seen, "app.f") == {"kv_store:n": READ}
    assert actions_of(seen, "app.g") == BOTH


def test_automatic_values_are_names_or_numbers(opened: Open) -> None:
    seen = opened("""
import boto3
from enum import Enum, StrEnum, auto
class Kind(StrEnum):
    BOOKS = auto()
class Count(Enum):
    ONE = auto()
    TWO = auto()
def f(): boto3.resource("dynamodb").Table(f"{Kind.BOOKS}-{Count.TWO.value}").scan()
""", "app.f")

    assert set(actions_of(seen, "app.f")) == {"kv_store:books-2"}
