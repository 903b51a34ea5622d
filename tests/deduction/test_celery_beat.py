"""Celery's beat: the worker runs its tasks by the clock too, with the arguments that the schedule says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

TASKS = """
import boto3
from celery import Celery
app = Celery("work", broker="redis://broker:6379/0")
{}
@app.task{}
def archive({}name): boto3.resource("dynamodb").Table(name).put_item(Item={{}})
{}
"""
CONNECT = """
@app.on_after_configure.connect
def plan(sender, **kwargs): sender.add_periodic_task({})
"""
BEAT = '{"nightly": {"task": "%s", "schedule": 3600.0, "args": ("orders",)}}'
FORMS = {
    "an attribute of the settings": ("", "", "", "app.conf.beat_schedule = " + BEAT % "tasks.archive"),
    "an update of the settings": ("", "", "", f"app.conf.update(beat_schedule={BEAT % 'tasks.archive'})"),
    "by its own name": ("", '(name="nightly")', "", "app.conf.beat_schedule = " + BEAT % "nightly"),
    "a task that gets itself": ("", "(bind=True)", "self, ", "app.conf.beat_schedule = " + BEAT % "tasks.archive"),
    "Django's settings": ("", "", "", 'app.config_from_object("django.conf:settings", namespace="CELERY")'),
    "a signature": (CONNECT.format('10.0, archive.s("orders"), name="nightly"'), "", "", ""),
    "a task with its arguments": (CONNECT.format('10.0, archive, args=["orders"], name="nightly"'), "", "", ""),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_clock_starts_a_task(opened: Callable[..., Architecture], form: tuple[str, str, str, str]) -> None:
    seen = opened({
        "tasks.py": TASKS.format(*form), "shop/settings.py": f"CELERY_BEAT_SCHEDULE = {BEAT % 'tasks.archive'}\n",
    })  # fmt: skip

    clocks = [one for one in seen.entries if one.kind == "schedule"]
    assert [(one.label, one.runs_in) for one in clocks] == [("nightly", "worker:tasks.app")]
    used = [(link.end, link.actions) for link in seen.links if (link.start, link.kind) == (clocks[0].id, "permission")]
    assert used == [("kv_store:orders", ("dynamodb:PutItem",))]
