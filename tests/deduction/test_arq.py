"""Workers of arq, whose class of settings lists what they run."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

WORKER = """
import boto3
from arq import cron, func
from arq.connections import RedisSettings

def table(name): return boto3.resource("dynamodb").Table(name)

async def begin(ctx): ctx["orders"] = table("orders")
async def answer(ctx, text: str): ctx["orders"].put_item(Item={"text": text})
async def count(ctx):
    ctx["orders"].scan()
    await ctx["redis"].enqueue_job("answer", "again")
async def unlisted(ctx): table("other").scan()

class Common:
    on_startup = begin
    redis_settings = RedisSettings(host="broker")

class Nightly(Common):
    functions = [func(answer, name="reply")]
    cron_jobs = [cron(count, hour=3)]
"""

CALLER = """
from arq import create_pool
from arq.connections import RedisSettings
from fastapi import FastAPI
app = FastAPI()
@app.post("/ask")
async def ask():
    pool = await create_pool(RedisSettings(host="broker"))
    job = await pool.enqueue_job("reply", "x")
    return await job.result(timeout=5)
"""


def test_a_worker_runs_the_functions_and_the_cron_jobs_of_its_settings(opened: Open) -> None:
    project = opened(WORKER)

    assert {(one.kind, one.label, one.runs_in) for one in project.entries} == {
        ("queue", "answer", "worker:app.Nightly"),
        ("schedule", "count", "worker:app.Nightly"),
    }


def test_jobs_use_what_the_start_kept_for_them_and_the_workers_own_connection(opened: Open) -> None:
    project = opened(WORKER)

    assert actions_of(project, "app.answer") == {"kv_store:orders": {"PutItem"}}
    assert actions_of(project, "app.count") == {"kv_store:orders": {"Scan"}, "cache:broker": {"write"}}


def test_who_queues_a_job_writes_to_its_store_and_reads_the_answer_there(opened: Open) -> None:
    project = opened({"app.py": WORKER, "web.py": CALLER})

    assert actions_of(project, "POST /ask") == {"cache:broker": {"write", "read"}}
    assert [(one.start, one.end) for one in project.links if one.kind == "trigger" and one.start == "cache:broker"] == [
        ("cache:broker", "entry:app.answer")
    ]


def test_a_class_of_another_library_that_lists_functions_is_no_worker(opened: Open) -> None:
    assert opened("def run(ctx): print(1)\nclass Settings:\n    functions = [run]\n").entries == ()


def test_functions_may_be_given_by_their_names(opened: Open) -> None:
    jobs = "import boto3\nasync def tidy(ctx): boto3.resource('dynamodb').Table('orders').scan()\n"
    worker = """
import boto3
async def count(ctx): boto3.resource("dynamodb").Table("counts").scan()
class WorkerSettings:
    functions = ["jobs.tidy", "worker.count", "jobs.nothing", "nowhere.tidy", "tidy"]
"""
    project = opened({"worker.py": worker, "jobs.py": jobs, "app.py": CALLER})
    assert {one.id for one in project.entries if one.kind == "queue"} == {"entry:jobs.tidy", "entry:worker.count"}
    assert actions_of(project, "jobs.tidy") == {"kv_store:orders": {"Scan"}}
    assert actions_of(project, "worker.count") == {"kv_store:counts": {"Scan"}}
