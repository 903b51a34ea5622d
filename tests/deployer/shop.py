"""Architectures by hand, so that these tests do not depend on deduction."""

from __future__ import annotations

from typing import Any

from archloom.resources.architecture import Architecture, Entry, Link, ProjectInfo, Resource, Span

HERE = Span("main.py", 1, 0, 9, 0)
INFO = ProjectInfo("shop", 1, 10)


def resource(
    kind: str,
    name: str | None,
    *,
    service: str = "",
    origin: str = "declared",
    env: str | None = None,
    **properties: Any,
) -> Resource:
    key = f"{kind}:{name or env}"
    return Resource(key, kind, service, name, env, origin, HERE, properties, f"main.{name or env}")


def web_app(name: str = "main.app", service: str = "fastapi", **properties: Any) -> Resource:
    return Resource(f"web_app:{name}", "web_app", service, None, None, "deduced", HERE, properties, name)


def function(name: str, *, origin: str = "deduced", **properties: Any) -> Resource:
    return Resource(f"function:{name}", "function", "lambda", None, None, origin, HERE, properties, name)


def entry(handler: str, runs_in: Resource, kind: str = "http", label: str = "") -> Entry:
    return Entry(f"entry:{handler}", kind, label or handler, handler, runs_in.id, HERE)


def uses(start: Entry, end: Resource, *actions: str, operations: tuple[str, ...] = ("use",)) -> Link:
    return Link("permission", start.id, end.id, operations, actions)


def starts(start: Resource, end: Entry, *operations: str) -> Link:
    return Link("trigger", start.id, end.id, operations)


def reads(start: Entry, end: Resource) -> Link:
    return Link("config", start.id, end.id)


def of(resources: list[Resource], entries: list[Entry], links: list[Link]) -> Architecture:
    return Architecture.of(INFO, resources, entries, links)


def everything() -> Architecture:
    """A project with one of each kind that can be made."""
    orders = resource("kv_store", "orders", service="dynamodb", partition_key="id", ttl="expires")
    docs = resource("bucket", "docs", service="s3", versioned=True)
    jobs = resource("queue", "jobs", service="sqs", dead_letter=3)
    line = resource("queue", "line", service="sqs", fifo=True)
    news = resource("topic", "news", service="sns")
    nightly = resource("schedule", "nightly", service="scheduler", cron="0 2 * * ? *", timezone="Europe/Berlin")
    api = resource("router", "api", service="apigatewayv2", cors=True)
    key = resource("secret", "openai", service="secretsmanager", env="OPENAI_API_KEY")
    plain_key = resource("secret", None, service="anthropic", origin="deduced", env="ANTHROPIC_API_KEY")
    llama = resource(
        "model_endpoint", "llama", service="sagemaker", image="763104351884.dkr.ecr.us-east-1.amazonaws.com/tgi:2.0",
        instance_type="ml.m5.large", environment={"HF_MODEL_ID": "tiny"},
    )  # fmt: skip
    claude = resource("model", "anthropic.claude-3-haiku-20240307-v1:0", service="bedrock-runtime", origin="deduced")
    app, chat, work = web_app(), function("main.chat"), function("main.work")
    listen, wake, read = function("main.listen"), function("main.wake"), function("main.read_upload")
    home = entry("main.home", app, label="GET /")
    on_chat = entry("main.chat", chat)
    on_job, on_news = entry("main.work", work, "queue"), entry("main.listen", listen, "event")
    on_night, on_upload = entry("main.wake", wake, "schedule"), entry("main.read_upload", read, "event")
    return of(
        [
            orders, docs, jobs, line, news, nightly, api, key, plain_key, llama, claude, app, chat, work, listen, wake,
            read,
        ],
        [home, on_chat, on_job, on_news, on_night, on_upload],
        [
            starts(api, on_chat, "POST /chat", "GET /chat/{id}"),
            starts(jobs, on_job, "subscribe"),
            starts(news, on_news, "subscribe"),
            starts(nightly, on_night, "run"),
            starts(docs, on_upload, "on_upload"),
            uses(home, orders, "dynamodb:GetItem", "dynamodb:Query"),
            uses(home, claude, "bedrock:InvokeModel"),
            uses(on_chat, orders, "dynamodb:GetItem", "dynamodb:PutItem"),
            uses(on_chat, jobs, "sqs:SendMessage"),
            uses(on_chat, llama, "sagemaker:InvokeEndpoint"),
            uses(on_chat, key, "secretsmanager:GetSecretValue"),
            reads(on_chat, plain_key),
            uses(on_job, docs, "s3:GetObject", "s3:ListBucket"),
            uses(on_night, news, "sns:Publish"),
            uses(on_night, line, "sqs:SendMessage"),
            uses(on_upload, work, "lambda:InvokeFunction"),
        ],
    )  # fmt: skip
