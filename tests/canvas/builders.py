"""Architectures for the picture, written by hand."""

from __future__ import annotations

from collections.abc import Iterable

from archloom.resources.architecture import (
    Architecture,
    Entry,
    EntryKind,
    Evidence,
    Json,
    Link,
    LinkKind,
    LinkState,
    Problem,
    ProjectInfo,
    Resource,
    Span,
)


def resource(key: str, service: str = "", **properties: Json) -> Resource:
    kind, _, name = key.partition(":")
    return Resource(key, kind, service, name, None, "declared", Span("app/main.py", 1), properties, f"app.main.{name}")


def entry(name: str, runs_in: str, kind: EntryKind = "function", label: str = "", line: int = 1) -> Entry:
    return Entry(f"entry:{name}", kind, label or name, name, runs_in, Span("app/main.py", line, 0, line + 5, 0))


def link(
    kind: LinkKind, start: str, end: str, actions: Iterable[str] = (), state: LinkState = "proven", operations=()
) -> Link:
    evidence = (Evidence(Span("app/main.py", 26)),)
    return Link(kind, start, end, tuple(operations), tuple(actions), state, evidence)


def uses(start: str, end: str, *actions: str, state: LinkState = "proven") -> Link:
    return link("permission", start, end, actions, state)


def made(resources: Iterable[Resource], entries: Iterable[Entry] = (), links: Iterable[Link] = ()) -> Architecture:
    return Architecture.of(ProjectInfo("project", 1, 10), resources, entries, links)


def many(count: int) -> Architecture:
    """A third of the cards functions, each with a few permissions on the rest; made without chance."""
    functions = [f"function:app.f{i}.run" for i in range(count // 3)]
    tables = [f"kv_store:t{i:04}" for i in range(count - len(functions))]
    resources = [resource(key, "lambda") for key in functions] + [resource(key, "dynamodb") for key in tables]
    entries = [entry(f"app.f{i}.run", key) for i, key in enumerate(functions)]
    links = [
        uses(found.id, tables[(2 * i + step * step * 3) % len(tables)], "dynamodb:GetItem")
        for i, found in enumerate(entries)
        for step in range(min(5, len(tables)))
    ]
    return made(resources, entries, {found.key: found for found in links}.values())


def docs_chatbot() -> Architecture:
    """The project of the mock screens: 12 resources, 17 lines in its picture."""
    web, index, refresh = "web_app:app.main.app", "function:app.main.index_document", "function:app.jobs.refresh_index"
    health, chat, documents = "entry:app.main.health", "entry:app.main.chat", "entry:app.main.documents"
    work, again = "entry:app.main.index_document", "entry:app.jobs.refresh_index"
    app = Resource(web, "web_app", "fastapi", None, None, "deduced", Span("app/main.py", 9), {}, "app.main.app")
    resources = [
        app,
        Resource(index, "function", "lambda", None, None, "declared", Span("app/main.py", 40), {"memory": 512}),
        Resource(refresh, "function", "lambda", None, None, "declared", Span("app/jobs.py", 12), {"memory": 512}),
        resource("schedule:nightly-refresh", "scheduler", cron="0 2 * * ? *"),
        resource("queue:ingest", "sqs", dead_letter=3),
        resource("kv_store:conversations", "dynamodb", partition_key="session_id"),
        resource("bucket:documents", "s3"),
        Resource("vector_store:passages", "vector_store", "s3vectors", "passages", None, "deduced",
                 Span("app/retrieval.py", 11)),
        Resource("model:anthropic.claude-sonnet-4-5-20250929-v1:0", "model", "bedrock-runtime",
                 "anthropic.claude-sonnet-4-5-20250929-v1:0", None, "deduced", Span("app/main.py", 15)),
        Resource("secret:OPENAI_API_KEY", "secret", "openai", None, "OPENAI_API_KEY", "deduced",
                 Span("app/main.py", 1)),
        Resource("external_api:openai", "external_api", "openai", "openai", None, "deduced", Span("app/main.py", 16)),
        Resource("tracing:langsmith", "tracing", "langsmith", None, None, "deduced", Span("app/main.py", 1)),
    ]  # fmt: skip
    entries = [
        entry("app.main.health", web, "http", "GET /health", 18),
        entry("app.main.chat", web, "http", "POST /chat", 23),
        entry("app.main.documents", web, "http", "POST /documents", 34),
        entry("app.main.index_document", index, "queue"),
        entry("app.jobs.refresh_index", refresh, "schedule"),
    ]
    model = "model:anthropic.claude-sonnet-4-5-20250929-v1:0"
    links = [
        *(uses(each, "tracing:langsmith", "write", state="possible") for each in (health, chat, documents)),
        *(link("config", each, "secret:OPENAI_API_KEY") for each in (chat, work)),
        uses(health, "kv_store:conversations", "dynamodb:GetItem", state="declared"),
        uses(chat, "kv_store:conversations", "dynamodb:GetItem", "dynamodb:PutItem"),
        uses(chat, model, "bedrock:InvokeModel"),
        uses(chat, "external_api:openai", "invoke"),
        uses(chat, "vector_store:passages", "read"),
        uses(documents, "queue:ingest", "sqs:SendMessage"),
        uses(documents, "bucket:documents", "s3:PutObject"),
        link("trigger", "queue:ingest", work, operations=("subscribe",)),
        link("trigger", "schedule:nightly-refresh", again, operations=("run",)),
        uses(work, "external_api:openai", "invoke"),
        uses(work, "vector_store:passages", "write"),
        uses(work, "bucket:documents", "s3:GetObject"),
        uses(again, "vector_store:passages", "write"),
        uses(again, "bucket:documents", "s3:GetObject"),
    ]
    problems = [
        Problem("unknown-size", "warning", "The dimension of the index is not known.", Span("app/retrieval.py", 11),
                "vector_store:passages"),
    ]  # fmt: skip
    return Architecture.of(ProjectInfo("docs-chatbot", 12, 1034, 38), resources, entries, links, problems)
