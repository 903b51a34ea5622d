"""Modal: web endpoints, schedules and local entry points; a remote call runs the function."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER, PUT

Open = Callable[..., Architecture]
CODE = f"""{HEADER}
import modal
app = modal.App("orders")
@app.function()
def work(order): T("orders").put_item(Item=order)
@app.function(schedule=modal.Cron("0 6 * * *"))
def nightly(): T("orders").get_item(Key={{}})
@app.function()
@modal.fastapi_endpoint(method="POST")
def receive(order): work.remote(order)
@app.cls()
class Model:
    @modal.enter()
    def load(self): pass
    @modal.method()
    def ask(self, x): return T("orders").get_item(Key=x)
    @modal.web_endpoint(label="answer")
    def web(self, x): return self.ask.local(x)
@app.local_entrypoint()
def main(): Model().ask.remote(1)
"""
ENTRIES = {
    "POST /receive": ("http", PUT),
    "GET /answer": ("http", GET),
    "nightly": ("schedule", GET),
    "main": ("script", GET),
}


@pytest.mark.parametrize("label", ENTRIES)
def test_an_entry_and_what_it_reaches(opened: Open, label: str) -> None:
    seen = opened(CODE)

    assert actions_of(seen, label) == ENTRIES[label][1]
    assert next(one.kind for one in seen.entries if one.label == label) == ENTRIES[label][0]


def test_a_function_that_is_only_called_is_no_entry(opened: Open) -> None:
    assert {one.label for one in opened(CODE).entries if one.kind != "startup"} == set(ENTRIES)


def test_an_application_that_a_function_makes_has_its_routes(opened: Open) -> None:
    seen = opened(f"""{HEADER}
import modal
app = modal.App("orders")
@app.function()
@modal.asgi_app()
def web():
    from fastapi import FastAPI
    api = FastAPI()
    @api.get("/orders")
    def orders(): return T("orders").get_item(Key={{}})
    return api
""")

    assert actions_of(seen, "GET /orders") == GET
