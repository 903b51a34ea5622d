"""Decorators that do something at each call of a function and leave it as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER, PUT

Open = Callable[..., Architecture]
MANAGER = f"""{HEADER}
from contextlib import contextmanager
@contextmanager
def audited(table):
    T(table).put_item(Item={{}})
    yield
@audited("orders")
def read(): T("orders").get_item(Key={{}})
def f(): read()
def other(): pass
"""


CLASS = f"""{HEADER}
from contextlib import ContextDecorator
class Audited(ContextDecorator):
    def __init__(self, table): self.table = table
    def __enter__(self): T(self.table).put_item(Item={{}})
    def __exit__(self, *given): return False
@Audited("orders")
def read(): T("orders").get_item(Key={{}})
def f(): read()
def other(): pass
"""


@pytest.mark.parametrize("code", [MANAGER, CLASS], ids=["generator", "class"])
def test_a_context_manager_that_decorates_is_entered_at_each_call(opened: Open, code: str) -> None:
    seen = opened(code, "app.f", "app.other")

    assert actions_of(seen, "app.f") == {"kv_store:orders": PUT["kv_store:orders"] | GET["kv_store:orders"]}
    assert actions_of(seen, "app.other") == {}


@pytest.mark.parametrize("decorator", ["@observe()", "@observe", "@observe(name='ask')"])
def test_each_call_of_an_observed_function_is_reported(opened: Open, decorator: str) -> None:
    code = f"from langfuse import observe\n{decorator}\ndef ask(): return 1\ndef f(): ask()\ndef other(): pass\n"
    seen = opened(code, "app.f", "app.other")

    assert actions_of(seen, "app.f") == {"tracing:langfuse": {"write"}}
    assert actions_of(seen, "app.other") == {}
    assert {one.env for one in seen.resources if one.kind == "secret"} == {"LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"}
