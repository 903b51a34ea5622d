"""Temporal: workers run workflows and activities of a task queue; starting and stepping write to it."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER, PUT

Open = Callable[..., Architecture]
QUEUE = {"queue:orders-queue": {"write"}}
FILES = {
    "activities.py": f"""{HEADER}
from temporalio import activity
@activity.defn
async def charge(order): T("orders").put_item(Item=order)
@activity.defn
async def look(order): return T("orders").get_item(Key=order)
""",
    "workflows.py": """
from datetime import timedelta
from temporalio import workflow
with workflow.unsafe.imports_passed_through():
    from activities import charge, look
@workflow.defn
class Order:
    @workflow.run
    async def run(self, order):
        await workflow.execute_activity(charge, order, start_to_close_timeout=timedelta(seconds=5))
@workflow.defn
class Quick:
    @workflow.run
    async def go(self, order): return await workflow.execute_local_activity(look, order)
    @workflow.signal
    async def stop(self): pass
""",
    "worker.py": """
import asyncio
from temporalio.client import Client
from temporalio.worker import Worker
from activities import charge, look
from workflows import Order, Quick
async def main():
    client = await Client.connect("localhost:7233")
    await Worker(client, task_queue="orders-queue", workflows=[Order, Quick], activities=[charge, look]).run()
if __name__ == "__main__": asyncio.run(main())
""",
    "app.py": """
from temporalio.client import Client
from workflows import Order
async def f():
    client = await Client.connect("localhost:7233")
    await client.execute_workflow(Order.run, 1, id="1", task_queue="orders-queue")
async def g(): await (await Client.connect("x")).get_workflow_handle("1").signal("stop")
""",
}


def seen(opened: Open) -> Architecture:
    return opened(FILES, "app.f", "app.g")


def test_workflows_and_activities_are_entries_of_the_worker(opened: Open) -> None:
    entries = {one.label: (one.kind, one.runs_in) for one in seen(opened).entries if one.kind == "queue"}

    assert entries == dict.fromkeys(("Order", "Quick", "charge", "look"), ("queue", "worker:worker"))
    assert {link.start for link in seen(opened).links if link.kind == "trigger"} == {"queue:orders-queue"}


def test_an_activity_does_its_work_and_its_workflow_queues_it(opened: Open) -> None:
    assert actions_of(seen(opened), "charge") == PUT
    assert actions_of(seen(opened), "Order") == QUEUE


def test_a_local_activity_runs_in_its_workflow(opened: Open) -> None:
    assert actions_of(seen(opened), "Quick") == GET


def test_who_starts_or_signals_a_workflow_writes_to_its_queue(opened: Open) -> None:
    assert actions_of(seen(opened), "app.f") == QUEUE
    assert actions_of(seen(opened), "app.g") == QUEUE


def test_the_script_that_only_starts_the_worker_is_no_entry(opened: Open) -> None:
    assert [one.label for one in seen(opened).entries if one.kind == "script"] == []
