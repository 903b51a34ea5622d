"""All rules, and the order in which entries are found: what the code says itself comes before conventions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import (
    agentcore,
    agno,
    alembic,
    ambient_models,
    argument_parsers,
    arq,
    autogen,
    aws,
    bentoml,
    cdk,
    celery_beat,
    celery_settings,
    chalice,
    chat_bots,
    chroma,
    command_lines,
    configurable_alternatives,
    configurable_fields,
    configurable_models,
    configured_runs,
    crewai,
    database_urls,
    declared,
    django,
    django_settings,
    docket,
    dynaconf,
    engine_creators,
    environment_readers,
    factories,
    faststream,
    fed_bots,
    flask_databases,
    flask_restful,
    gradio,
    handlers,
    http_requests,
    huey,
    injection,
    kafka,
    lanarky,
    langgraph,
    langgraph_json,
    langstream,
    litellm_router,
    livekit,
    llm_caches,
    loaded_tools,
    memory_tools,
    modal,
    neo4j_transactions,
    observed,
    omegaconf,
    options,
    orchestrators,
    pages,
    powertools,
    ray_serve,
    record_connections,
    reflex,
    request_handlers,
    retrying,
    routes,
    run_contexts,
    run_sync,
    scripts,
    servers,
    signed_requests,
    slack,
    sockets,
    telegram_middleware,
    templates,
    temporal,
    text_templates,
    web,
    workers,
)

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

REGISTERED = (
    web, agentcore, agno, alembic, ambient_models, argument_parsers, arq, autogen, aws, bentoml, celery_settings,
    chalice, chat_bots, chroma, command_lines, configurable_alternatives, configurable_fields, configurable_models,
    configured_runs, crewai, database_urls, declared, django, django_settings, docket, dynaconf, engine_creators,
    environment_readers, faststream, fed_bots, flask_databases, flask_restful, gradio, http_requests, huey,
    injection, kafka, lanarky, langgraph, langgraph_json, langstream, litellm_router, livekit, llm_caches,
    loaded_tools, memory_tools, modal, neo4j_transactions, observed, omegaconf, options, orchestrators, pages,
    powertools, ray_serve, record_connections, reflex, request_handlers, retrying, run_contexts, run_sync, servers,
    signed_requests, slack, sockets, telegram_middleware, templates, temporal, text_templates, workers,
)  # fmt: skip
"""Imported for the rules that they register."""


def find(m: Machine, configs: Mapping[str, bytes], asked: tuple[str, ...]) -> None:
    """Registers every entry of the project with the machine."""
    factories.run(m)
    routes.finish(m)
    chat_bots.subclasses(m)
    request_handlers.find(m)
    reflex.find(m)
    arq.find(m)
    celery_beat.find(m)
    django.find(m)
    langgraph_json.find(m, configs)
    langstream.find(m, configs)
    templates.find(m, configs)
    cdk.find(m)
    handlers.lambda_handlers(m)
    if not any(draft.kind == "graph" for draft in m.entries.values()):
        langgraph_json.module_graphs(m)
    handlers.asked(m, asked)
    servers.streamlit(m)
    chat_bots.gather(m)
    scripts.find(m, configs)
