"""What is on the picture: cards, rows, lines and their words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from archloom.canvas import words
from archloom.canvas.folding import folded
from archloom.canvas.picture import Card, Line, Picture, picture_of
from archloom.canvas.pointer import picked_at
from archloom.canvas.selection import Picked, picked_of
from archloom.canvas.tips import card_tip
from archloom.resources.architecture import Architecture, Resource, Span

from .builders import entry, link, made, resource, uses

CHAT, HEALTH = "entry:app.main.chat", "entry:app.main.health"


def card(picture: Picture, name: str) -> Card:
    return next(card for card in picture.cards if card.name == name)


def line(picture: Picture, start: str, end: str) -> Line:
    return next(line for line in picture.lines if line.port == start and line.end == end)


def test_the_picture_needs_no_qt() -> None:
    code = "import sys, archloom.canvas.picture, archloom.canvas.folding; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_one_architecture_gives_one_picture(docs_chatbot: Architecture) -> None:
    assert picture_of(docs_chatbot) == picture_of(docs_chatbot)


def test_it_has_a_card_for_each_resource_and_17_lines(docs_chatbot: Architecture) -> None:
    picture = picture_of(docs_chatbot)
    assert (len(picture.cards), len(picture.lines)) == (12, 17)


def test_a_web_app_has_a_row_for_each_route_in_the_order_of_the_code(docs_chatbot: Architecture) -> None:
    rows = card(picture_of(docs_chatbot), "app.main").rows
    assert [(row.method, row.text) for row in rows] == [("GET", "/health"), ("POST", "/chat"), ("POST", "/documents")]


def test_a_function_with_one_handler_is_the_card_itself(docs_chatbot: Architecture) -> None:
    found = card(picture_of(docs_chatbot), "index_document")
    assert found.rows == ()
    assert found.entries == ("entry:app.main.index_document",)


def test_a_function_with_several_handlers_has_rows() -> None:
    entries = [entry("app.one", "function:app"), entry("app.two", "function:app")]
    assert len(picture_of(made([resource("function:app")], entries)).cards[0].rows) == 2


def test_a_graph_has_a_row_for_each_node() -> None:
    graph = resource("graph:support", "langgraph", nodes=["plan", "search"])
    found = picture_of(made([graph], [entry("app.graph", "graph:support", "graph")])).cards[0]
    assert [row.text for row in found.rows] == ["plan", "search"]
    assert found.secondary == "LangGraph · 2 nodes"


def test_a_router_has_a_row_for_each_route_with_its_own_trigger() -> None:
    entries = [entry("app.read", "function:app.read", "http", "GET /items")]
    trigger = link("trigger", "router:api", "entry:app.read", operations=("GET /items", "DELETE /items/{id}"))
    picture = picture_of(made([resource("router:api"), resource("function:app.read")], entries, [trigger]))
    assert [(row.method, row.text) for row in card(picture, "api").rows] == [("DEL", "/items/{id}"), ("GET", "/items")]
    assert {line.row for line in picture.lines} == set(card(picture, "api").row_ids)


def test_startup_code_speaks_through_the_head_of_its_application() -> None:
    entries = [
        entry("app.read", "web_app:app.app", "http", "GET /"),
        entry("app.lifespan", "web_app:app.app", "startup"),
    ]
    links = [uses("entry:app.lifespan", "cache:redis", "connect")]
    picture = picture_of(made([resource("web_app:app.app"), resource("cache:redis", "redis")], entries, links))
    assert picture.lines[0].row is None
    assert len(card(picture, "app.app").rows) == 1


@pytest.mark.parametrize(
    ("start", "end", "style", "label"),
    [
        (CHAT, "kv_store:conversations", "permission", "read · write"),
        (HEALTH, "kv_store:conversations", "declared", "read"),
        ("queue:ingest", "function:app.main.index_document", "trigger", ""),
        ("function:app.main.index_document", "secret:OPENAI_API_KEY", "setting", ""),
        ("entry:app.main.documents", "queue:ingest", "permission", "send"),
    ],
)
def test_a_line_has_the_style_of_its_link_and_says_what_it_allows(
    docs_chatbot: Architecture, start: str, end: str, style: str, label: str
) -> None:
    found = line(picture_of(docs_chatbot), start, end)
    assert (found.style, found.label) == (style, label)


def test_what_every_route_does_alike_is_said_once_from_the_head(docs_chatbot: Architecture) -> None:
    found = line(picture_of(docs_chatbot), "web_app:app.main.app", "tracing:langsmith")
    assert (found.style, found.label, len(found.links)) == ("possible", "write", 3)


def test_three_kinds_of_action_are_counted() -> None:
    actions = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
    links = [uses("entry:app.f", "bucket:docs", *actions)]
    picture = picture_of(
        made([resource("function:app.f"), resource("bucket:docs")], [entry("app.f", "function:app.f")], links)
    )
    assert picture.lines[0].label == "3 actions"


def test_problems_give_the_card_a_badge(docs_chatbot: Architecture) -> None:
    found = card(picture_of(docs_chatbot), "passages")
    assert (found.badge, found.badge_text) == ("warning", "The dimension of the index is not known.")


def test_reach_is_everything_before_and_behind(docs_chatbot: Architecture) -> None:
    reach = picture_of(docs_chatbot).reach("function:app.jobs.refresh_index")
    assert reach == {
        "function:app.jobs.refresh_index", "schedule:nightly-refresh", "vector_store:passages", "bucket:documents"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made_of", "name", "second"),
    [
        (resource("kv_store:orders", "dynamodb", partition_key="id"), "orders", "DynamoDB · id"),
        (resource("kv_store:orders", "dynamodb"), "orders", "DynamoDB table"),
        (resource("queue:jobs", "sqs", dead_letter=1), "jobs", "SQS queue · 1 try"),
        (resource("schedule:nightly", cron="0 2 * * ? *"), "nightly", "Schedule · daily at 02:00"),
        (resource("schedule:often", rate="5 minutes"), "often", "Schedule · every 5 minutes"),
        (resource("schedule:odd", cron="0/5 * * * ? *"), "odd", "Schedule · 0/5 * * * ? *"),
        (resource("function:app.work", memory=1024), "app.work", "Function · 1,024 MB"),
        (
            resource("model_endpoint:llama2", "sagemaker", instance_type="ml.g5.xlarge"),
            "llama2",
            "SageMaker · g5.xlarge",
        ),
        (resource("model:gpt-4o-mini", "openai"), "gpt-4o-mini", "OpenAI model"),
        (resource("database:orders", "postgres"), "orders", "Postgres"),
        (resource("external_api:openai", "openai"), "OpenAI", "API"),
    ],
)
def test_a_card_says_its_name_and_one_fact(made_of: Resource, name: str, second: str) -> None:
    found = picture_of(made([made_of])).cards[0]
    assert (found.name, found.secondary) == (name, second)


def test_an_unnamed_resource_is_told_by_its_place_in_the_code() -> None:
    bucket = Resource("bucket:agent.graph:20", "bucket", "s3", None, None, "deduced", Span("agent/graph.py", 20))
    found = picture_of(made([bucket])).cards[0]
    assert (found.name, found.secondary) == ("Bucket", "S3 bucket · graph.py:20")


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5"),
        ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet"),
        ("amazon.titan-embed-text-v2:0", "Titan Embed Text"),
        ("gpt-4o-mini", "gpt-4o-mini"),
        ("TinyLlama/TinyLlama-1.1B-Chat-v1.0", "TinyLlama/TinyLlama-1.1B-Chat-v1.0"),
    ],
)
def test_bedrock_names_are_made_readable_and_others_left_alone(model: str, name: str) -> None:
    assert words.model_name(model) == name


def keys(count: int) -> Architecture:
    secrets = [resource(f"secret:KEY_{i}") for i in range(count)]
    links = [link("config", "entry:app.f", secret.id) for secret in secrets]
    return made([resource("function:app.f"), *secrets], [entry("app.f", "function:app.f")], links)


def test_a_few_secrets_stay_cards() -> None:
    assert len(folded(picture_of(keys(5))).cards) == 6


def test_many_secrets_fold_into_one_card_with_one_line() -> None:
    picture = folded(picture_of(keys(9)))
    assert card(picture, "9 secrets").members == tuple(f"secret:KEY_{i}" for i in range(9))
    assert [(line.start, line.end, len(line.links)) for line in picture.lines] == [
        ("function:app.f", "group:security", 9)
    ]


def test_a_folded_group_is_selected_as_its_members() -> None:
    picture = folded(picture_of(keys(9)))
    assert len(Picked(cards=frozenset({"group:security"})).public(picture).resources) == 9


def test_an_unfolded_group_is_cards_again() -> None:
    picture = picture_of(keys(9))
    assert folded(picture, frozenset({"group:security"})) is picture


def test_functions_of_one_name_are_called_by_what_differs() -> None:
    ids = [f"function:functions.{name}.main.lambda_handler" for name in ("upload", "delete")]
    entries = [entry(key.partition(":")[2], key) for key in ids]
    functions = [Resource(key, "function", "lambda", None, None, "config", Span("a.py", 1)) for key in ids]
    assert {card.name for card in picture_of(made(functions, entries)).cards} == {"upload", "delete"}


def test_in_a_large_picture_cards_with_the_same_lines_fold() -> None:
    models = [resource(f"model:m{i}", "openai") for i in range(4)]
    tables = [resource(f"kv_store:t{i}", "dynamodb") for i in range(30)]
    functions = [resource(f"function:app.f{i}") for i in range(30)]
    entries = [entry(f"app.f{i}", f"function:app.f{i}") for i in range(30)]
    links = [uses("entry:app.f0", model.id, "invoke") for model in models]
    links += [uses(f"entry:app.f{i}", f"kv_store:t{i}", "dynamodb:GetItem") for i in range(30)]
    picture = folded(picture_of(made([*models, *tables, *functions], entries, links)))
    assert card(picture, "4 models").members == tuple(model.id for model in models)
    assert line(picture, "function:app.f0", "group:model:m0").label == "invoke"
    assert len(picture.cards) == 61


def choosing(count: int) -> Architecture:
    models = [resource(f"model:m{i}", "openai") for i in range(count)]
    links = [uses("entry:app.f", model.id, "invoke", state="possible") for model in models]
    return made([*models, resource("function:app.f")], [entry("app.f", "function:app.f")], links)


def test_many_models_that_one_function_chooses_from_fold_in_a_small_picture_too() -> None:
    assert len(folded(picture_of(choosing(5))).cards) == 6
    assert [found.name for found in folded(picture_of(choosing(6))).cards] == ["app.f", "6 models"]


def test_in_a_small_picture_cards_with_the_same_lines_stay(docs_chatbot: Architecture) -> None:
    assert folded(picture_of(docs_chatbot)) == picture_of(docs_chatbot)


def application(routes: int, apps: int = 1) -> Architecture:
    """Each application has routes that write to one table, one that reads it, and one that does nothing."""
    tables = [resource(f"kv_store:t{i}", "dynamodb") for i in range(apps)]
    resources = [*tables, *(resource(f"web_app:app{i}.main.app", "fastapi") for i in range(apps))]
    entries = [
        entry(f"app{i}.main.r{at:02}", f"web_app:app{i}.main.app", "http", f"GET /r{at:02}", at)
        for i in range(apps)
        for at in range(routes)
    ]
    ends = [(found.id, tables[int(found.id[9])].id, int(found.id[-2:])) for found in entries]
    links = [uses(start, end, "dynamodb:GetItem" if at == 1 else "dynamodb:PutItem") for start, end, at in ends if at]
    return made(resources, entries, links)


def test_like_routes_of_a_large_application_share_a_row_and_its_line() -> None:
    picture = folded(picture_of(application(12)))
    rows = card(picture, "app0.main.app").rows
    assert [(row.text, len(row.ids)) for row in rows] == [("/r00", 1), ("/r01", 1), ("/r02", 10)]
    assert [(line.row, line.label, len(line.links)) for line in picture.lines] == [
        ("entry:app0.main.r01", "read", 1), ("rows:entry:app0.main.r02", "write", 10)
    ]  # fmt: skip


def test_ten_routes_are_not_too_many() -> None:
    picture = picture_of(application(10))
    assert folded(picture) is picture


def test_the_rows_of_a_card_unfold_together() -> None:
    picture = picture_of(application(12))
    assert folded(picture, frozenset({"rows:web_app:app0.main.app"})) is picture


def test_a_route_in_a_folded_row_can_be_selected_alone_and_a_click_takes_all() -> None:
    picture = folded(picture_of(application(12)))
    picked = picked_of(picture, ["entry:app0.main.r05"])
    assert picked.public(picture).entries == ("entry:app0.main.r05",)
    assert picked_at(card(picture, "app0.main.app"), "rows:entry:app0.main.r02").public(picture).entries == tuple(
        f"entry:app0.main.r{at:02}" for at in range(2, 12)
    )


def test_one_of_a_folded_row_says_its_own_words() -> None:
    row = card(folded(picture_of(application(12))), "app0.main.app").rows[2]
    alone = row.alone("entry:app0.main.r07")
    assert (alone.method, alone.text) == ("GET", "/r07")


def test_where_rows_would_fill_screens_the_cards_speak_for_them() -> None:
    picture = folded(picture_of(application(10, apps=9)))
    shown = card(picture, "app3.main.app")
    assert (shown.rows, len(shown.hidden), shown.secondary) == ((), 10, "FastAPI · 10 routes")
    assert [(line.row, line.end) for line in picture.lines_of[shown.id]] == [(None, "kv_store:t3")]
    assert picked_of(picture, ["entry:app3.main.r05"]).public(picture).entries == ("entry:app3.main.r05",)


def test_secrets_that_nearly_everything_reads_have_no_lines_in_a_large_picture() -> None:
    functions = [resource(f"function:app.f{i}") for i in range(31)]
    entries = [entry(f"app.f{i}", f"function:app.f{i}") for i in range(31)]
    links = [link("config", found.id, f"secret:KEY_{i}") for found in entries for i in range(3)]
    links += [uses("entry:app.f0", "secret:KEY_0", "read")]
    secrets = [resource(f"secret:KEY_{i}") for i in range(3)]
    picture = folded(picture_of(made([*functions, *secrets], entries, links)))
    assert card(picture, "3 secrets")
    assert [(line.start, line.style) for line in picture.lines] == [("function:app.f0", "permission")]


def test_a_long_dotted_name_is_called_by_its_end() -> None:
    names = ("chat_playground.legacy_input.server", "chat_playground.server", "llm.server", "agent.agent")
    apps = [resource(f"web_app:examples.{name}.app", "fastapi") for name in names]
    cards = picture_of(made([replace(app, name=None, symbol=app.id[8:]) for app in apps])).cards
    assert sorted(found.name for found in cards) == [
        "agent", "chat_playground.server", "legacy_input.server", "llm.server"
    ]  # fmt: skip
    assert card_tip(cards[-1]).startswith("examples.llm.server\n")


def test_reading_the_name_of_what_is_used_anyway_is_not_drawn_twice() -> None:
    resources = [resource("function:app.f"), resource("kv_store:orders", "dynamodb")]
    links = [
        uses("entry:app.f", "kv_store:orders", "dynamodb:GetItem"),
        link("config", "entry:app.f", "kv_store:orders"),
    ]
    picture = picture_of(made(resources, [entry("app.f", "function:app.f")], links))
    assert [line.style for line in picture.lines] == ["permission"]


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("langgraph", "In memory · lost on deploy"),
        ("memory", "In memory · lost on deploy"),
        ("disk", "On disk · lost on deploy"),
        ("sqlite", "On disk · SQLite"),
    ],
)
def test_what_is_kept_in_memory_is_not_said_to_be_on_disk(service: str, said: str) -> None:
    assert words.second_line(resource("local_store:sessions", service), 0) == said
