"""A rewrite works where it is deployed: a graph that kept its threads in memory keeps them in a table of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archloom.codegen import Change, Rewrite, plan, write
from archloom.deployer import deploy as use_cases
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.resources.deduction import deduce

from .conftest import Deployment

pytestmark = pytest.mark.slow
APP = """\
import operator
from typing import Annotated, TypedDict

from fastapi import FastAPI
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph

app = FastAPI()


class State(TypedDict):
    texts: Annotated[list[str], operator.add]


def make_graph():
    builder = StateGraph(State)
    builder.add_node("echo", lambda state: {"texts": []})
    builder.add_edge(START, "echo")
    builder.add_edge("echo", END)
    return builder.compile(checkpointer=InMemorySaver())


@app.get("/say/{thread}/{text}")
def say(thread: str, text: str) -> dict:
    made = make_graph().invoke({"texts": [text]}, {"configurable": {"thread_id": thread}})
    return {"texts": made["texts"]}
"""


@pytest.fixture(scope="module")
def deployment(folders: Path) -> Iterator[Deployment]:
    project = folders / "rewritten"
    project.mkdir()
    (project / "app.py").write_text(APP)
    (project / "requirements.txt").write_text("fastapi\nlanggraph\n")
    before = deduce(project)
    [problem] = [one for one in before.problems if one.code == "memory-saver"]
    change = plan(project, before, Rewrite(problem.source, "dynamodb"))
    assert isinstance(change, Change), str(change)
    write(project, change)
    outcome = use_cases.deploy(project)
    assert outcome.result == "succeeded", outcome.failures
    home = use_cases.locate(project, stack="dev", target="sandbox")[0].home
    local = local_cloud.find(home)
    assert local is not None
    yield Deployment(project, outcome.outputs, local)
    local_cloud.stop(home)


def test_a_thread_goes_on_although_each_request_makes_its_graph_anew(deployment: Deployment) -> None:
    assert deployment.fetch("GET", "/say/ada/one") == (200, {"texts": ["one"]})
    assert deployment.fetch("GET", "/say/ada/two") == (200, {"texts": ["one", "two"]})
    assert deployment.fetch("GET", "/say/bob/hi") == (200, {"texts": ["hi"]})


def test_its_threads_are_in_the_table_that_the_stack_made(deployment: Deployment) -> None:
    deployment.fetch("GET", "/say/eve/hello")

    assert any("eve" in item["PK"]["S"] for item in deployment.items("checkpoints"))
