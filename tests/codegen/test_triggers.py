"""AddTrigger and Disconnect of triggers: decorators and plain calls."""

from __future__ import annotations

import pytest

from archloom.codegen import AddTrigger, Disconnect

from .conftest import ToyProject

MAIN = """
    from archloom.resources import Bucket, KVStore, Queue, Router, Schedule, Topic, allow

    api = Router("api")
    orders = KVStore("orders")
    docs = Bucket("docs")
    jobs = Queue("jobs")
    later = Queue("later")
    news = Topic("news")
    nightly = Schedule("nightly", rate="1 day")


    @api.get("/order")
    @allow(orders.get)
    def read(request): ...


    @jobs.subscribe
    def work(event): ...


    @news.subscribe
    @nightly.run
    async def tell(event): ...


    def idle(event): ...
"""


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (AddTrigger("router:api", "main.idle", "post", "/idle"), '@api.post("/idle")\ndef idle'),
        (AddTrigger("router:api", "main.read", "get", "/other"), '@api.get("/other")\n@api.get("/order")\n@allow'),
        (AddTrigger("router:api", "main.work", "all", "/w"), '@api.all("/w")\n@jobs.subscribe\ndef work'),
        (AddTrigger("queue:later", "main.idle"), "@later.subscribe\ndef idle"),
        (AddTrigger("topic:news", "main.work"), "@news.subscribe\n@jobs.subscribe\ndef work"),
        (AddTrigger("bucket:docs", "main.tell", "on_upload"), "@docs.on_upload\n@news.subscribe\n@nightly.run\nasync"),
        (AddTrigger("schedule:nightly", "main.idle"), "@nightly.run\ndef idle"),
    ],
)
def test_a_trigger_goes_on_top_of_the_decorators(project: ToyProject, edit: AddTrigger, lines: str) -> None:
    assert lines in project.write({"main.py": MAIN}).after(edit)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (AddTrigger("router:api", "main.idle", "get", "order"),
         "The path 'order' does not begin with `/`. Give a path such as /items/{id}."),
        (AddTrigger("router:api", "main.idle", "get", "/order"),
         "api has GET /order already, for GET /order. Choose another path."),
        (AddTrigger("router:api", "main.idle", "patch", "/x"),
         "api has no way 'patch' to start code. It has get, post, put, delete, all."),
        (AddTrigger("queue:jobs", "main.work"), "jobs starts work already."),
        (AddTrigger("queue:later", "main.none"),
         "There is no function main.none in this project. Give it as module.function."),
        (AddTrigger("kv_store:orders", "main.idle"), "orders starts nothing."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(project: ToyProject, edit: AddTrigger, reason: str) -> None:
    assert project.write({"main.py": MAIN}).refusal(edit).startswith(reason)


@pytest.mark.parametrize(
    ("edit", "gone"),
    [
        (Disconnect("entry:main.read", "router:api"), '    @api.get("/order")\n'),
        (Disconnect("entry:main.work", "queue:jobs"), "    @jobs.subscribe\n"),
        (Disconnect("entry:main.tell", "topic:news"), "    @news.subscribe\n"),
    ],
)
def test_a_trigger_is_taken_out_with_its_line_and_nothing_else(
    project: ToyProject, edit: Disconnect, gone: str
) -> None:
    project.write({"main.py": MAIN.replace(gone, "")})
    expected = (project.root / "main.py").read_text()
    assert project.write({"main.py": MAIN}).after(edit) == expected
