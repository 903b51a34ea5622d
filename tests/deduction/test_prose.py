"""Sentences name nothing: calls that differ in nothing else are evaluated once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce

from .conftest import actions_of, write

ANSWER = """
import boto3
def answer(event, prompt):
    return boto3.client("bedrock-runtime").invoke_model(modelId="m", body={"prompt": prompt, "of": event})
def handler(event, context):
    return %s
"""
CASES = {
    "two sentences": (
        ["'You answer questions about orders.'", "'You tell what the weather is like.'"], 1),
    "sentences with holes": (
        ["f'You answer questions about {event}.'", "f'You tell {event} what the weather is.'"], 1),
    "two names": (["'orders'", "'users'"], 2),
    "two queries": (
        ["'SELECT name FROM orders WHERE id = 1'", "'DELETE FROM orders WHERE name = 1'"], 2),
    "sentences with a variable of the environment": (
        ["'You answer questions about ' + os.environ['A']", "'You answer questions about ' + os.environ['B']"], 2),
}  # fmt: skip


@pytest.mark.parametrize(("given", "times"), CASES.values(), ids=CASES)
def test_a_function_is_evaluated_once_for_all_sentences(
    tmp_path: Path, evaluated: list[str], given: list[str], times: int
) -> None:
    called = ", ".join(f"answer(event, {one})" for one in given)

    deduce(write(tmp_path, "import os\n" + ANSWER % f"[{called}]"), cache=False)

    assert evaluated.count("app.answer") == times


def test_what_the_query_says_counts(opened: Callable[..., Architecture]) -> None:
    architecture = opened("""
        import os, psycopg
        db = psycopg.connect(os.environ["DATABASE_URL"])
        def ask(sql): return db.execute(sql)
        def reader(event, context): ask("Select the name from orders where id = 1")
        def writer(event, context): ask("Insert into orders values one two three")
    """)

    assert [link.actions for link in architecture.links if link.kind == "permission"] == [("read",), ("write",)]
    assert actions_of(architecture, "app.reader") != actions_of(architecture, "app.writer")
