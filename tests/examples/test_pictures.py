"""The picture of every example: what starts what, and what each handler may do with the data of the project.

The roles of a deployment are made from exactly these links, so each row is also what the function may do and no more.
"""

from __future__ import annotations

from functools import cache

import pytest

from archloom.resources.architecture import Architecture, Resource
from archloom.resources.deduction import deduce

from .conftest import EXAMPLES, NAMES

DATA = ("kv_store", "bucket", "queue", "topic", "model_endpoint")
STARTERS = ("router", "queue", "topic", "bucket", "schedule")

TRIGGERS: dict[str, set[tuple[str, str]]] = {
    "joke_api": {
        ("router:jokes", "GET /joke"),
        ("router:jokes", "POST /favourites"),
        ("router:jokes", "GET /favourites"),
        ("router:jokes", "GET /favourites/{id}"),
        ("router:jokes", "DELETE /favourites/{id}"),
    },
    "langserve_app": set(),
    "llama_chatbot": set(),
    "llama_chatbot_declared": {("router:chatbot", "POST /chat"), ("router:chatbot", "DELETE /chat/{session}")},
    "rag_documents": {
        ("router:rag", "PUT /documents/{name}"),
        ("router:rag", "GET /documents"),
        ("router:rag", "GET /ask"),
        ("bucket:documents", "on_upload"),
        ("queue:to-index", "subscribe"),
    },
    "scheduled_digest": {
        ("router:notes", "POST /notes"),
        ("router:notes", "GET /digests/{day}"),
        ("schedule:every-evening", "run"),
        ("topic:digests", "subscribe"),
    },
    "support_agent": set(),
}

GET, PUT, UPDATE, DELETE, SCAN, QUERY = (
    f"dynamodb:{word}" for word in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan", "Query")
)
ACTIONS: dict[str, dict[str, set[str]]] = {
    "joke_api": {
        "main.keep > kv_store:favourites": {PUT},
        "main.shelf > kv_store:favourites": {SCAN},
        "main.read > kv_store:favourites": {GET},
        "main.forget > kv_store:favourites": {DELETE},
    },
    "langserve_app": {},
    "llama_chatbot": {
        "main.handler > kv_store:conversations": {GET, UPDATE},
        "main.handler > model_endpoint:llama2": {"sagemaker:InvokeEndpoint"},
    },
    "llama_chatbot_declared": {
        "main.chat > kv_store:conversations": {GET, UPDATE},
        "main.chat > model_endpoint:llama2": {"sagemaker:InvokeEndpoint"},
        "main.forget > kv_store:conversations": {DELETE},
    },
    "rag_documents": {
        "rag.uploads.upload > bucket:documents": {"s3:PutObject"},
        "rag.uploads.announce > queue:to-index": {"sqs:SendMessage"},
        "rag.index.index_document > bucket:documents": {"s3:GetObject"},
        "rag.index.index_document > bucket:index": {"s3:PutObject"},
        "rag.answers.ask > bucket:index": {"s3:GetObject", "s3:ListBucket"},
        "rag.uploads.list_documents > bucket:documents": {"s3:ListBucket"},
    },
    "scheduled_digest": {
        "main.take_note > kv_store:notes": {PUT},
        "main.send_digest > kv_store:notes": {SCAN},
        "main.send_digest > topic:digests": {"sns:Publish"},
        "main.file_digest > bucket:digest-archive": {"s3:PutObject"},
        "main.read_digest > bucket:digest-archive": {"s3:GetObject", "s3:ListBucket"},
    },
    "support_agent": {
        "agent.graph.graph > kv_store:orders": {GET},
        "agent.graph.graph > kv_store:tickets": {PUT},
        "agent.graph.graph > kv_store:support-checkpoints": {
            GET, PUT, QUERY, "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem",
        },
    },
}  # fmt: skip


@cache
def _picture(name: str) -> Architecture:
    return deduce(EXAMPLES / name, cache=False)


def _resource(name: str, identifier: str) -> Resource:
    return _picture(name).by_id[identifier]


@pytest.mark.parametrize("name", NAMES)
def test_every_starter_starts_its_handler(name: str) -> None:
    picture = _picture(name)

    found = {
        (link.start, operation)
        for link in picture.links
        if link.kind == "trigger" and picture.by_id[link.start].kind in STARTERS
        for operation in link.operations
    }
    assert found == TRIGGERS[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_handler_may_do_what_it_does_and_no_more(name: str) -> None:
    picture = _picture(name)

    found: dict[str, set[str]] = {}
    for link in picture.links:
        if link.kind == "permission" and picture.by_id[link.end].kind in DATA:
            key = f"{picture.entry_by_id[link.start].handler} > {link.end}"
            found[key] = found.get(key, set()) | set(link.actions)
    assert found == ACTIONS[name]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_about_it_is_a_problem(name: str) -> None:
    assert [problem.message for problem in _picture(name).problems if problem.severity != "info"] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_key_is_a_secret_where_it_asks_openai(name: str) -> None:
    secrets = [resource for resource in _picture(name).resources if resource.kind == "secret"]

    assert [resource.env for resource in secrets] == ([] if name.startswith("llama") else ["OPENAI_API_KEY"])


def test_the_plain_chatbot_has_the_key_of_its_table_and_the_model_of_its_settings() -> None:
    table = _resource("llama_chatbot", "kv_store:conversations")
    endpoint = _resource("llama_chatbot", "model_endpoint:llama2")

    assert (table.env, table.properties["partition_key"]) == ("CONVERSATIONS_TABLE", "SessionId")
    assert (endpoint.env, endpoint.properties["instance_type"]) == ("LLAMA_ENDPOINT", "ml.g5.xlarge")


def test_the_agent_shows_its_nodes_and_edges() -> None:
    (graph,) = [resource for resource in _picture("support_agent").resources if resource.kind == "graph"]

    assert graph.properties["nodes"] == ["assistant", "tools"]
    assert ["tools", "assistant"] in graph.properties["edges"]


def test_the_langserve_app_is_one_card_with_its_routes() -> None:
    picture = _picture("langserve_app")

    (app,) = [resource for resource in picture.resources if resource.kind == "web_app"]
    labels = {entry.label for entry in picture.entries_in(app.id)}
    assert labels == {"GET /health", "LangServe /translate", "LangServe /summarize"}
