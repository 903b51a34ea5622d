"""graph: a LangGraph graph over HTTP.

`POST /invoke` takes `{"input": …, "thread_id": "…"}` (or LangChain's `config` in full) and answers
`{"output": …, "thread_id": "…"}`; `POST /stream` answers the graph's steps as server-sent events, all at once when the
graph is done, since a Lambda function behind HTTP gives one answer. Without a thread id a graph that remembers starts
a new thread.
"""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast

from ..http import BadRequest, Request, Response
from . import http, payload
from .loop import settle

USAGE = 'POST /invoke or /stream with {"input": {…}, "thread_id": "…"}.'


def adapt(target: Any) -> Callable[[Any, Any], Any]:
    """Answer events with a compiled graph, with a builder that is compiled here, or with what a function makes."""
    graph = _compiled(target)

    def answer(request: Request) -> Response:
        return _answer(graph, request)

    return http.adapt(answer)


def _compiled(target: Any) -> Any:
    made = settle(target(*_config(target))) if inspect.isroutine(target) else target
    return made if hasattr(made, "invoke") else made.compile()


def _config(factory: Any) -> tuple[dict[str, Any], ...]:
    """What a factory of graphs takes in langgraph.json: nothing or a config."""
    return ({"configurable": {}},) if inspect.signature(factory).parameters else ()


def _answer(graph: Any, request: Request) -> Response:
    action = request.path.rstrip("/").rpartition("/")[2]
    if request.method != "POST" or action not in ("invoke", "stream"):
        return Response({"message": USAGE}, 200 if action == "" else 404)
    asked = request.json()
    if not isinstance(asked, dict) or "input" not in asked:
        raise BadRequest(f"The body needs an `input`: {USAGE}")
    config, thread = _thread(graph, cast(dict[str, Any], asked))
    if action == "stream":
        return _stream(graph, asked["input"], config)
    output = settle(graph.ainvoke(asked["input"], config)) if _async(graph) else graph.invoke(asked["input"], config)
    return Response({"output": output} | ({"thread_id": thread} if thread else {}))


def _thread(graph: Any, asked: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    config = dict(asked.get("config") or {})
    settings = dict(config.get("configurable") or {})
    thread = asked.get("thread_id") or settings.get("thread_id")
    if thread is None and getattr(graph, "checkpointer", None) is not None:
        thread = uuid.uuid4().hex
    if thread is not None:
        settings["thread_id"] = str(thread)
    return config | {"configurable": settings}, settings.get("thread_id")


def _stream(graph: Any, given: Any, config: dict[str, Any]) -> Response:
    if _async(graph):
        steps = settle(_collect(graph.astream(given, config, stream_mode="updates")))
    else:
        steps = list(graph.stream(given, config, stream_mode="updates"))
    lines = [f"event: updates\ndata: {payload.to_json(step)}\n\n" for step in steps]
    return Response("".join([*lines, "event: end\n\n"]), headers={"content-type": "text/event-stream"})


async def _collect(steps: Any) -> list[Any]:
    return [step async for step in steps]


def _async(graph: Any) -> bool:
    """May the graph run async? A checkpointer that only knows sync calls says no by its base class's methods."""
    saver: object = getattr(graph, "checkpointer", None)
    method: Any = getattr(type(saver), "aget_tuple", None)
    return method is None or method.__module__ != "langgraph.checkpoint.base"
