"""Docket: a worker runs what was registered, what its command names, and what was queued."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]
TASKS = HEADER + "async def work(order): T('orders').get_item(Key=order)\nall_tasks = [work]\n"
QUEUES = (
    "from docket import Docket\nfrom tasks import work\n"
    "async def f():\n    async with Docket(name='jobs', url='redis://cache:6379/0') as docket:\n"
    "        DOES\n"
)
WORKER = (
    "import asyncio\nfrom docket import Worker\nif __name__ == '__main__':\n"
    "    asyncio.run(Worker.run(docket_name='jobs', url='redis://cache:6379/0', tasks=['tasks:all_tasks']))\n"
)


def test_queued_functions_are_entries_of_a_worker(opened: Open) -> None:
    seen = opened({"tasks.py": TASKS, "app.py": QUEUES.replace("DOES", "await docket.add(work, key='a')({})")}, "app.f")

    assert actions_of(seen, "app.f") == {"queue:cache:6379": {"write"}}
    assert actions_of(seen, "work") == GET
    assert {(one.start, one.end) for one in seen.links if one.kind == "trigger"} == {
        ("queue:cache:6379", "entry:tasks.work")}  # fmt: skip


def test_registering_a_function_queues_nothing(opened: Open) -> None:
    seen = opened({"tasks.py": TASKS, "app.py": QUEUES.replace("DOES", "docket.register(work)")}, "app.f")

    assert actions_of(seen, "app.f") == {}
    assert actions_of(seen, "work") == GET


def test_a_worker_runs_the_collections_that_it_names(opened: Open) -> None:
    seen = opened({"tasks.py": TASKS, "run.py": WORKER})

    assert [(one.kind, one.runs_in) for one in seen.entries if one.label == "work"] == [("queue", "worker:run")]
    assert actions_of(seen, "work") == GET


def test_what_others_queue_runs_in_the_one_worker(opened: Open) -> None:
    app = QUEUES.replace("DOES", "docket.register(work)")
    seen = opened({"tasks.py": TASKS, "run.py": WORKER, "app.py": app}, "app.f")

    assert [one.runs_in for one in seen.entries if one.label == "work"] == ["worker:run"]
