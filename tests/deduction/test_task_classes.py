"""Celery's tasks with a class of the project: what its attributes and hooks use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import HEADER

CODE = f"""{HEADER}
from celery import Celery, Task
app = Celery("app", broker="redis://cache:6379/0")
class Stored(Task):
    @property
    def table(self): return T("orders")
    def on_failure(self, exc, task_id, args, kwargs, einfo): T("failed").put_item(Item={{}})
@app.task(OPTIONS)
def run(PARAMETERS): BODY
@app.task
def other(): pass
"""


@pytest.mark.parametrize(("options", "parameters", "body", "used"), [
    ("base=Stored, bind=True", "self, key", "self.table.get_item(Key={})", {"kv_store:orders", "kv_store:failed"}),
    ("base=Stored", "key", "pass", {"kv_store:failed"}),
    ("bind=True", "self", "self.retry()", set[str]()),
])  # fmt: skip
def test_a_task_is_an_object_of_its_class(
    options: str, parameters: str, body: str, used: set[str], opened: Callable[..., Architecture]
) -> None:
    code = CODE.replace("OPTIONS", options).replace("PARAMETERS", parameters).replace("BODY", body)

    seen = opened(code)

    assert {one for one in actions_of(seen, "app.run") if one.startswith("kv_store")} == used
    assert actions_of(seen, "app.other") == {}
