"""The model: its lists in order, its questions, its graph."""

from __future__ import annotations

import pytest

from archloom.resources.architecture import Architecture, Entry, Link, Problem, ProjectInfo, Resource, Span

HERE = Span("a.py", 1)


def _resource(identifier: str) -> Resource:
    kind = identifier.partition(":")[0]
    return Resource(identifier, kind, kind, None, None, "deduced", HERE)


@pytest.fixture
def chat() -> Architecture:
    router, function, table = map(_resource, ("router:api", "function:a.chat", "kv_store:t"))
    entry = Entry("entry:a.chat", "http", "GET /chat", "a.chat", function.id, HERE)
    links = [Link("trigger", router.id, entry.id, ("GET /chat",)), Link("permission", entry.id, table.id, ("get",))]
    said = [Problem("p", "warning", "two", Span("a.py", 2)), Problem("p", "warning", "one", HERE, table.id)]
    return Architecture.of(ProjectInfo("p", 1, 9), [router, table, function], [entry], links, said)


def test_lists_are_in_the_order_of_ids_and_problems_in_that_of_places(chat: Architecture) -> None:
    assert [one.id for one in chat.resources] == ["function:a.chat", "kv_store:t", "router:api"]
    assert [one.kind for one in chat.links] == ["permission", "trigger"]
    assert [one.message for one in chat.problems] == ["one", "two"]


def test_a_link_knows_which_of_its_ends_is_the_entry(chat: Architecture) -> None:
    assert {(link.entry, link.resource) for link in chat.links} == {
        ("entry:a.chat", "router:api"),
        ("entry:a.chat", "kv_store:t"),
    }


def test_what_belongs_to_a_resource_can_be_asked_for(chat: Architecture) -> None:
    assert [one.id for one in chat.entries_in("function:a.chat")] == ["entry:a.chat"]
    assert [one.kind for one in chat.links_to("kv_store:t")] == ["permission"]
    assert len(chat.links_of("entry:a.chat")) == 2
    assert [one.message for one in chat.problems_of("kv_store:t")] == ["one"]


def test_a_link_between_unknown_ids_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown ids: entry:x -> kv_store:y"):
        Architecture.of(ProjectInfo("p", 0, 0), links=[Link("permission", "entry:x", "kv_store:y")])


def test_the_graph_leads_from_the_router_to_the_table(chat: Architecture) -> None:
    import networkx as nx

    graph = chat.graph()

    assert nx.has_path(graph, "router:api", "kv_store:t")
    assert graph.has_edge("function:a.chat", "entry:a.chat", key="runs")
    assert graph.nodes["kv_store:t"]["item"] is chat.by_id["kv_store:t"]
