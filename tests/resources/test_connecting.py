"""What may be connected, as a table of refusals beside what is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

import archloom.resources
from archloom.resources.architecture import Architecture, Entry, Link, ProjectInfo, Resource, Span
from archloom.resources.connecting import REFERABLE, entry_at, flow, has_handle, held, offers, why_not
from archloom.resources.kinds import KINDS


def resource(kind: str, name: str, origin: str = "declared", symbol: str | None = "app.main.thing") -> Resource:
    return Resource(f"{kind}:{name}", kind, "", name, None, origin, Span("app/main.py", 7), {}, symbol)


def entry(name: str, kind: str, runs_in: str, label: str | None = None) -> Entry:
    return Entry(f"entry:app.{name}", kind, label or name, f"app.{name}", runs_in, Span("app/main.py", 20))


SHOP = Architecture.of(
    ProjectInfo("shop", 1, 40),
    [
        resource("kv_store", "orders"),
        resource("kv_store", "history", "deduced"),
        resource("vector_store", "passages", "deduced"),
        replace(resource("model", "claude", "deduced"), service="bedrock-runtime"),
        replace(resource("model", "gpt", "deduced"), service="openai"),
        replace(resource("model_endpoint", "llama", "deduced"), service="sagemaker"),
        resource("bucket", "docs"),
        resource("queue", "jobs"),
        resource("queue", "later"),
        resource("topic", "news"),
        resource("schedule", "nightly"),
        resource("router", "api"),
        resource("website", "site"),
        resource("function", "report"),
        resource("function", "app.work", symbol="app.work"),
        resource("function", "app.sum", "deduced", None),
        resource("web_app", "app.web", "deduced"),
        resource("web_app", "app.tiny", "deduced"),
        resource("graph", "agent", "deduced"),
    ],
    [
        entry("work", "queue", "function:app.work"),
        entry("sum", "schedule", "function:app.sum"),
        entry("report", "function", "function:report"),
        entry("chat", "http", "web_app:app.web", "POST /chat"),
        entry("health", "http", "web_app:app.web", "GET /health"),
        entry("root", "http", "web_app:app.tiny", "GET /"),
        entry("agent", "graph", "graph:agent"),
    ],
    [
        Link("trigger", "queue:jobs", "entry:app.work", ("subscribe",)),
        Link("trigger", "schedule:nightly", "entry:app.sum", ("run",)),
        Link("permission", "entry:app.chat", "kv_store:orders", ("get",)),
        Link("permission", "entry:app.chat", "queue:jobs", ("push",)),
    ],
)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("entry:app.chat", "kv_store:orders", id="a route that reads may write too"),
        pytest.param("entry:app.chat", "bucket:docs", id="a route to a bucket"),
        pytest.param("entry:app.chat", "model:claude", id="a model of Bedrock that library code asks"),
        pytest.param("entry:app.chat", "model_endpoint:llama", id="an endpoint that library code asks"),
        pytest.param("web_app:app.tiny", "bucket:docs", id="the card of a web app with one route stands for it"),
        pytest.param("function:app.work", "topic:news", id="a function card stands for its handler"),
        pytest.param("entry:app.chat", "function:report", id="a declared function can be called"),
        pytest.param("entry:app.chat", "entry:app.report", id="its handler's row is as good as its card"),
        pytest.param("queue:later", "entry:app.report", id="a queue starts a function"),
        pytest.param("router:api", "entry:app.work", id="a router starts a function that a queue starts too"),
        pytest.param("bucket:docs", "function:app.sum", id="a bucket starts a function"),
    ],
)
def test_what_makes_sense_may_be_connected(start: str, end: str) -> None:
    assert why_not(SHOP, start, end) is None
    assert offers(SHOP, start, end)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("entry:app.chat", "schedule:nightly", "nightly starts work; nothing can call it."),
        ("entry:app.chat", "router:api", "api starts work; nothing can call it."),
        ("entry:app.chat", "website:site", "site is served as it is; nothing can call it."),
        ("entry:app.work", "web_app:app.web", "app.web answers requests from outside; nothing can call it."),
        ("entry:app.chat", "queue:jobs", "POST /chat may do everything with jobs already."),
        (
            "entry:app.chat",
            "function:app.work",
            "app.work is started by jobs; only a Function under a name of its own can be called.",
        ),
        ("entry:app.work", "entry:app.work", "A line needs two ends."),
        ("entry:app.report", "function:report", "report would call itself."),
        (
            "entry:app.chat",
            "model:gpt",
            "gpt (openai) answers whoever has its key, so there is nothing to grant; "
            "call it from POST /chat and the line appears.",
        ),
        (
            "entry:app.chat",
            "vector_store:passages",
            "passages comes from library code at app/main.py:7, so there is no handle to grant; "
            "call it from POST /chat and the line appears.",
        ),
        ("web_app:app.web", "bucket:docs", "app.web has 2 handlers; take one of them."),
        (
            "entry:app.agent",
            "bucket:docs",
            "agent is not one function that could hold it; take a function that it calls.",
        ),
        (
            "kv_store:orders",
            "entry:app.chat",
            "orders is used by code; begin the line at the route or function that uses it.",
        ),
        ("schedule:nightly", "bucket:docs", "nightly starts work; end its line at a function."),
        ("queue:later", "entry:app.chat", "POST /chat belongs to app.web, which starts it itself."),
        ("queue:later", "web_app:app.web", "app.web has 2 handlers; take one of them."),
        ("queue:jobs", "entry:app.report", "jobs has its subscriber, work; a queue has one."),
        ("queue:jobs", "entry:app.work", "jobs starts work already."),
        ("schedule:nightly", "function:app.sum", "nightly starts app.sum already."),
        ("entry:app.gone", "bucket:docs", "entry:app.gone is no longer there."),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(start: str, end: str, reason: str) -> None:
    assert why_not(SHOP, start, end) == reason
    assert offers(SHOP, start, end) == ()


def test_a_line_from_a_starter_to_code_is_a_trigger_and_any_other_a_permission() -> None:
    assert flow(SHOP, "queue:later", "entry:app.report") == "trigger"
    assert flow(SHOP, "bucket:docs", "function:report") == "trigger"
    assert flow(SHOP, "entry:app.chat", "bucket:docs") == "permission"
    assert flow(SHOP, "entry:app.chat", "function:report") == "permission"


def test_a_permission_offers_every_operation_of_the_kind_and_names_those_it_has() -> None:
    assert offers(SHOP, "entry:app.chat", "kv_store:orders") == KINDS["kv_store"].operations
    assert held(SHOP, "entry:app.chat", "kv_store:orders") == ("get",)
    assert held(SHOP, "entry:app.chat", "bucket:docs") == ()


def test_a_trigger_offers_the_ways_in_which_its_kind_starts_code() -> None:
    offered = offers(SHOP, "router:api", "entry:app.report")
    assert [(way.name, way.usual) for way in offered] == [
        ("get", True), ("post", False), ("put", False), ("delete", False), ("all", False),
    ]  # fmt: skip


def test_a_compute_card_stands_for_its_only_entry_and_for_none_of_several() -> None:
    assert entry_at(SHOP, "function:report") is SHOP.entry_by_id["entry:app.report"]
    assert entry_at(SHOP, "web_app:app.web") is None


def test_what_library_code_makes_is_granted_by_its_name() -> None:
    assert why_not(SHOP, "entry:app.chat", "kv_store:history") is None
    assert not has_handle(SHOP, SHOP.by_id["kv_store:history"])


def test_kinds_that_are_called_by_name_have_a_class_that_says_so() -> None:
    classes = {kind.id: getattr(archloom.resources, kind.handle_class) for kind in KINDS.values() if kind.handle_class}
    assert {key for key, made in classes.items() if hasattr(made, "at")} == REFERABLE
