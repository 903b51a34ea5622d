"""The post-condition of an edit: what is missing, or changed besides, is said before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archloom.codegen import (
    AddResource,
    AddTrigger,
    Connect,
    Disconnect,
    Edit,
    MakeNameConfigurable,
    RemoveResource,
    RenameResource,
    Rewrite,
    SetOperations,
    SetProperty,
)
from archloom.codegen.expected import unexpected
from archloom.resources.architecture import Architecture, Problem, Span

from .toy import Toy

BEFORE = """\
from archloom.resources import KVStore, Queue, Router, allow

store = KVStore("orders")
jobs = Queue("jobs")
api = Router("api")


@api.get("/read")
@allow(store.get)
def read(request): ...


@jobs.subscribe
def work(message): ...
"""
STORE, JOBS, READ = "kv_store:orders", "queue:jobs", "entry:main.read"
GRANT = "@allow(store.get)"
See = Callable[[str], Architecture]


@pytest.fixture
def seen(tmp_path: Path) -> See:
    def see(text: str) -> Architecture:
        (tmp_path / "main.py").write_text(text, encoding="utf-8")
        return Toy(tmp_path)()

    return see


UNDONE: list[tuple[Edit, str]] = [
    (AddResource("bucket", "docs"), "bucket:docs would not appear"),
    (RemoveResource(JOBS), "queue:jobs would still be there"),
    (RenameResource(JOBS, "work"), "queue:work would not appear"),
    (SetProperty(JOBS, "fifo", True), "fifo of queue:jobs would not be set"),
    (SetProperty(READ, "path", "/other"), "the route would not change"),
    (Connect(READ, STORE, ("set",)), "the permission would be get"),
    (Connect(READ, JOBS, ("push",)), "the permission would be none"),
    (SetOperations(READ, STORE, ("set",)), "the permission would be get"),
    (Disconnect(READ, STORE), f"{READ} → {STORE} would still be there"),
    (AddTrigger("router:api", "main.work", "post", "/work"), "router:api would not start main.work"),
    (AddTrigger("router:api", "main.read", "post", "/read"), "router:api would not start main.read"),
    (MakeNameConfigurable(STORE), f"the name of {STORE} would not come from the environment"),
    (MakeNameConfigurable(STORE, "TABLE"), f"the name of {STORE} would not come from TABLE"),
]


@pytest.mark.parametrize(("edit", "sentence"), UNDONE, ids=[type(edit).__name__ for edit, _ in UNDONE])
def test_an_edit_that_does_nothing_is_told(edit: Edit, sentence: str, seen: See) -> None:
    before = seen(BEFORE)

    assert unexpected(before, before, edit) == sentence


HALF_DONE: list[tuple[str, Edit, tuple[str, str], str]] = [
    ("a property of a new resource", AddResource("queue", "more", {"fifo": True}),
     ("api =", 'more = Queue("more")\napi ='), "fifo of queue:more would not be set"),
    ("an operation that is lost", Connect(READ, STORE, ("set",)), ("store.get", "store.set"),
     "the permission would be set"),
    ("an operation too many", SetOperations(READ, STORE, ("set",)), ("store.get", "store.get, store.set"),
     "the permission would be get, set"),
    ("another value", SetProperty(JOBS, "dead_letter", 3), ('"jobs"', '"jobs", dead_letter=4'),
     "dead_letter of queue:jobs would not be set"),
    ("the wrong method", AddTrigger("router:api", "main.work", "post", "/work"),
     ("@jobs.subscribe", '@jobs.subscribe\n@api.get("/work")'), "router:api would not start main.work"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "swap", "sentence"), [row[1:] for row in HALF_DONE], ids=[row[0] for row in HALF_DONE]
)
def test_an_edit_that_is_half_done_is_told(edit: Edit, swap: tuple[str, str], sentence: str, seen: See) -> None:
    assert unexpected(seen(BEFORE), seen(BEFORE.replace(*swap)), edit) == sentence


def test_what_changes_besides_is_told(seen: See) -> None:
    wanted = BEFORE.replace(GRANT, "@allow(store.get, store.set)")
    edit = Connect(READ, STORE, ("set",))

    assert unexpected(seen(BEFORE), seen(wanted), edit) is None
    assert "bucket:docs" in (unexpected(seen(BEFORE), seen(wanted + 'docs = Bucket("docs")\n'), edit) or "")
    assert "queue:jobs" in (unexpected(seen(BEFORE), seen(wanted.replace('"jobs"', '"jobs", fifo=True')), edit) or "")


def test_a_rename_takes_its_links_along(seen: See) -> None:
    renamed = BEFORE.replace('"orders"', '"sales"')

    assert unexpected(seen(BEFORE), seen(renamed), RenameResource(STORE, "sales")) is None
    assert unexpected(seen(BEFORE), seen(renamed.replace(GRANT, "@allow()")), RenameResource(STORE, "sales"))


def test_a_rewrite_must_solve_the_problem_and_bring_what_keeps_the_state(seen: See) -> None:
    here = Span("main.py", 3, 0, 3, 25)
    problem = Problem("memory-saver", "warning", "What MemorySaver keeps is lost.", here)
    before = replace(seen("jobs = Queue('jobs')\n"), problems=(problem,))
    edit = Rewrite(here, "dynamodb")

    assert unexpected(before, before, edit) == "the problem memory-saver would still be there"
    assert unexpected(before, replace(before, problems=()), edit) == "no kv_store would appear"
