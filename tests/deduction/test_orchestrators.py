"""Prefect, Dagster and Airflow run what their decorators mark, each by itself and by their own clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER, PUT

Open = Callable[..., Architecture]
READ, WRITE = "T('orders').get_item(Key={})", "T('orders').put_item(Item={})"
CASES: dict[str, tuple[str, dict[str, tuple[str, dict[str, set[str]]]]]] = {
    "a flow that is served by the clock": (
        f"from prefect import flow, task\n@task\ndef save(x): {WRITE}\n@flow(name='n')\ndef nightly(): save.submit(1)\n"
        "@flow\ndef inner(): pass\nif __name__ == '__main__': nightly.serve(name='n', cron='0 6 * * *')\n",
        {"nightly": ("schedule", PUT)}),
    "a flow that is deployed for whoever asks": (
        "from prefect import flow\n@flow\ndef once(table): T(table).get_item(Key={})\n"
        "if __name__ == '__main__': once.deploy(name='n', parameters={'table': 'orders'})\n",
        {"once": ("function", GET)}),
    "assets and ops": (
        f"from dagster import asset, op, job\n@asset\ndef saved(): {WRITE}\n"
        f"@asset(deps=[saved])\ndef read(saved): {READ}\n"
        f"@op\ndef look(): {READ}\n@job\ndef looking(): look()\n",
        {"saved": ("function", PUT), "read": ("function", GET), "look": ("function", GET)}),
    "tasks of a DAG": (
        f"from airflow.decorators import dag, task\n@task(retries=2)\ndef save(x): {WRITE}\n@task\ndef look(): {READ}\n"
        "@dag(schedule='@daily')\ndef orders(): save(look())\norders()\n",
        {"save": ("schedule", PUT), "look": ("schedule", GET)}),
    "operators": (
        "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\n"
        "def work(table): T(table).get_item(Key={})\nwith DAG('d', schedule='@daily'):\n"
        "    PythonOperator(task_id='read', python_callable=work, op_kwargs={'table': 'orders'})\n",
        {"read": ("schedule", GET)}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_an_orchestrator_runs_is_an_entry(opened: Open, case: str) -> None:
    code, expected = CASES[case]
    seen = opened(HEADER + code)
    entries = {one.label: (one.kind, actions_of(seen, one.label)) for one in seen.entries if one.kind != "startup"}

    assert entries == expected
