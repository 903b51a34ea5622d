"""graph: a graph answers over HTTP. These are stand-ins with LangGraph's face; the support agent has a real one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Start, request

GRAPH = """
class Saver:
    async def aget_tuple(self, config): ...

class Graph:
    checkpointer = {checkpointer}
    def invoke(self, given, config):
        raise AssertionError("the async form is asked")
    async def ainvoke(self, given, config):
        return {{"given": given, "thread": config["configurable"].get("thread_id")}}
    async def astream(self, given, config, stream_mode):
        yield {{"a": given}}
        yield {{"b": stream_mode}}

class Builder:
    def compile(self):
        return Graph()

graph = Graph()
builder = Builder()
def plain(): return Graph()
async def configured(config): return Graph() if config["configurable"] == {{}} else None
"""


def _ask(run: Any, body: Any, path: str = "/invoke", method: str = "POST") -> tuple[int, Any]:
    answer = run(request(method, path, json.dumps(body)))
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("name", ["graph", "builder", "plain", "configured"])
def test_a_graph_may_be_compiled_a_builder_or_made_by_a_function(start: Start, name: str) -> None:
    run = start("graph", GRAPH.format(checkpointer="None"), f"app:{name}")

    assert _ask(run, {"input": 1}) == (200, {"output": {"given": 1, "thread": None}})


def test_a_graph_that_remembers_gets_a_thread_and_says_which(start: Start) -> None:
    run = start("graph", GRAPH.format(checkpointer="Saver()"), "app:graph")

    _, new = _ask(run, {"input": 1})
    _, named = _ask(run, {"input": 1, "thread_id": 7})
    _, configured = _ask(run, {"input": 1, "config": {"configurable": {"thread_id": "t"}}})

    assert len(new["thread_id"]) == 32
    assert new["output"]["thread"] == new["thread_id"]
    assert (named["output"]["thread"], configured["thread_id"]) == ("7", "t")


def test_a_checkpointer_that_knows_only_sync_calls_makes_the_graph_run_sync(start: Start) -> None:
    code = """
    class Base:
        async def aget_tuple(self, config): raise NotImplementedError
    Base.aget_tuple.__module__ = "langgraph.checkpoint.base"
    class Saver(Base): ...
    class Graph:
        checkpointer = Saver()
        def invoke(self, given, config): return "sync"
        def stream(self, given, config, stream_mode): return iter(["sync"])
    graph = Graph()
    """
    run = start("graph", code, "app:graph")

    assert _ask(run, {"input": 1, "thread_id": "t"})[1] == {"output": "sync", "thread_id": "t"}
    assert 'data: "sync"' in run(request("POST", "/stream", '{"input": 1}'))["body"]


def test_steps_come_as_server_sent_events(start: Start) -> None:
    run = start("graph", GRAPH.format(checkpointer="None"), "app:graph")

    answer = run(request("POST", "/stream", '{"input": 1}'))

    assert answer["headers"]["content-type"] == "text/event-stream"
    assert (
        answer["body"] == 'event: updates\ndata: {"a": 1}\n\nevent: updates\ndata: {"b": "updates"}\n\nevent: end\n\n'
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", None, 200),
        ("GET", "/invoke", None, 404),
        ("POST", "/other", {"input": 1}, 404),
        ("POST", "/invoke", {"question": 1}, 400),
        ("POST", "/invoke", [1], 400),
    ],
)
def test_anything_else_is_told_how_to_ask(start: Start, method: str, path: str, body: Any, status: int) -> None:
    run = start("graph", GRAPH.format(checkpointer="None"), "app:graph")

    answered, said = _ask(run, body, path, method)

    assert (answered, 'POST /invoke or /stream with {"input"' in said["message"]) == (status, True)
