"""What becomes an entry, whose start-up it is, and what runs with it or beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
BOTO = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}


def test_a_function_is_found_by_the_path_of_its_file_where_two_modules_bear_one_name(opened: Open) -> None:
    code = "import boto3\ndef run(): boto3.resource('dynamodb').Table('NAME').scan()\n"
    files = {f"services/{one}/src/app/{name}": text for one in ("a", "b")
             for name, text in (("__init__.py", ""), ("main.py", code.replace("NAME", one)))}  # fmt: skip
    seen = opened(files, "services.b.src.app.main.run")

    assert [one.message for one in seen.problems] == []
    assert set(actions_of(seen, "services.b.src.app.main.run")) == {"kv_store:b"}


def test_a_function_under_another_name_is_an_entry_under_that_one_too(opened: Open) -> None:
    code = "def read(event, context): T('orders').get_item(Key={})\nhandle = read\n"
    seen = opened(BOTO + code, "app.read", "app.handle")

    assert actions_of(seen, "app.handle") == actions_of(seen, "app.read") == GET


def test_what_start_up_does_belongs_to_an_entry_of_its_own(opened: Open) -> None:
    seen = opened(
        BOTO
        + """
from contextlib import asynccontextmanager
from fastapi import FastAPI
@asynccontextmanager
async def lifespan(app):
    T("orders").get_item(Key={})
    yield
app = FastAPI(lifespan=lifespan)
@app.get("/x")
def x(): pass
"""
    )

    assert actions_of(seen, "startup") == GET
    assert actions_of(seen, "GET /x") == {}


def test_views_of_django_are_found_through_the_files_that_include_them(opened: Open) -> None:
    project = opened({
        "site_/urls.py": """
from django.urls import include, path
urlpatterns = [path("api/", include("shop.urls"))]
""",
        "shop/urls.py": """
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from . import views
router = DefaultRouter()
router.register("orders", views.Orders)
urlpatterns = [path("look/<int:key>", views.look), path("ask", views.Ask.as_view()), path("", include(router.urls))]
""",
        "shop/views.py": BOTO + """
from django.views import View
from rest_framework.viewsets import ViewSet
def look(request, key): T("orders").get_item(Key={})
class Ask(View):
    def post(self, request): T("orders").get_item(Key={})
class Orders(ViewSet):
    def list(self, request): T("orders").get_item(Key={})
""",
    })  # fmt: skip
    for label in ("ANY /api/look/{int:key}", "POST /api/ask", "GET /api/orders/"):
        assert actions_of(project, label) == GET


def test_a_route_knows_what_another_file_puts_into_the_application_when_it_starts(opened: Open) -> None:
    project = opened({
        "api/routes.py": """
from fastapi import APIRouter, Request
router = APIRouter()
@router.get("/x")
def x(request: Request): request.app.state.orders.get_item(Key={})
""",
        "main.py": BOTO + """
from contextlib import asynccontextmanager
from fastapi import FastAPI
from api.routes import router
@asynccontextmanager
async def lifespan(app):
    app.state.orders = T("orders")
    yield
app = FastAPI(lifespan=lifespan)
app.include_router(router)
""",
    })  # fmt: skip
    assert actions_of(project, "GET /x") == GET


def test_who_queues_a_task_writes_to_its_broker_and_does_not_run_it(opened: Open) -> None:
    seen = opened(
        BOTO
        + """
from celery import Celery
from fastapi import FastAPI
tasks = Celery("x", broker="redis://cache:6379/0")
api = FastAPI()
@tasks.task
def work(key): T("orders").get_item(Key={})
@api.post("/x")
def x(): work.delay(1)
"""
    )

    assert "kv_store:orders" not in actions_of(seen, "POST /x")
    assert any(link.kind == "trigger" and link.end == "entry:app.work" for link in seen.links)


def test_a_graph_says_its_nodes_and_edges(opened: Open) -> None:
    seen = opened(
        {
            "langgraph.json": '{"graphs": {"agent": "./app.py:graph"}}',
            "app.py": """
from langgraph.graph import END, START, StateGraph
def plan(s): ...
def act(s): ...
graph = (StateGraph(dict).add_node(plan).add_node("act", act).add_edge(START, "plan")
         .add_conditional_edges("plan", lambda s: "act", {"go": "act", "stop": END}).compile())
""",
        }
    )

    graph = seen.by_id["graph:agent"]
    assert graph.origin == "config"
    assert graph.properties["nodes"] == ["plan", "act"]
    assert graph.properties["edges"] == [["__start__", "plan"], ["plan", "act"], ["plan", "__end__"]]


def test_tools_that_are_not_given_to_the_agent_are_not_reached(opened: Open) -> None:
    seen = opened(
        BOTO
        + """
from langchain.agents import create_agent
from langchain_core.tools import tool
@tool
def look(key: str): return T("orders").get_item(Key={})
@tool
def wipe(key: str): return T("orders").delete_item(Key={})
agent = create_agent("openai:gpt-4o", tools=[look])
def handler(event, context): return agent.invoke({"messages": []})
"""
    )

    assert actions_of(seen, "app.handler")["kv_store:orders"] == {"GetItem"}


def test_two_routes_of_one_handler_are_two_entries(opened: Open) -> None:
    seen = opened("""
from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
@app.get("/b")
def both(): ...
""")

    assert [entry.id for entry in seen.entries] == ["entry:app.both#GET /a", "entry:app.both#GET /b"]
    assert {entry.runs_in for entry in seen.entries} == {"web_app:app.app"}


def test_a_guard_that_only_tries_out_a_handler_is_no_script(opened: Open) -> None:
    handler = "def lambda_handler(event, context): T('orders').get_item(Key={})\n"
    tried = "def main(): lambda_handler({}, None)\nif __name__ == '__main__': main()\n"
    more = "if __name__ == '__main__': T('users').scan()\n"

    assert [entry.kind for entry in opened(BOTO + handler + tried).entries] == ["function"]
    assert sorted(entry.kind for entry in opened(BOTO + handler + more).entries) == ["function", "script"]


def test_the_function_of_a_batch_runs_with_its_handler_alone(opened: Open) -> None:
    seen = opened(
        BOTO
        + """
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, batch_processor
processor = BatchProcessor(event_type=EventType.SQS)
def one(record): T("orders").get_item(Key={})
@batch_processor(record_handler=one, processor=processor)
def lambda_handler(event, context): return processor.response()
def other_handler(event, context): pass
"""
    )

    assert actions_of(seen, "app.lambda_handler") == GET
    assert actions_of(seen, "app.other_handler") == {}


@pytest.mark.parametrize(("decorator", "kind", "source"), [
    ('on_sqs_message(queue="jobs", batch_size=1)', "queue", "queue:jobs"),
    ('on_sns_message("arn:aws:sns:eu-west-1:1:news")', "event", "topic:news"),
    ('on_s3_event(bucket="uploads", events=["s3:ObjectCreated:*"])', "event", "bucket:uploads"),
    ("schedule(Rate(5, unit=Rate.MINUTES))", "schedule", None),
])  # fmt: skip
def test_a_chalice_function_is_started_by_its_source(
    opened: Open, decorator: str, kind: str, source: str | None
) -> None:
    seen = opened(
        BOTO
        + f"""
from chalice import Chalice, Rate
app = Chalice(app_name="shop")
@app.{decorator}
def work(event): T("orders").get_item(Key={{}})
"""
    )

    assert [(entry.kind, entry.runs_in) for entry in seen.entries] == [(kind, "function:app.work")]
    assert actions_of(seen, "app.work") == GET
    assert [link.resource for link in seen.links if link.kind == "trigger"] == ([source] if source else [])


@pytest.mark.parametrize("given", ['"uploads"', 'bucket=os.environ.get("UPLOADS", "uploads")'])
def test_an_event_of_chalice_names_the_bucket_that_sent_it(opened: Open, given: str) -> None:
    seen = opened(f"""
import os, boto3
from chalice import Chalice
app = Chalice(app_name="shop")
@app.on_s3_event({given}, events=["s3:ObjectCreated:*"])
def work(event): boto3.client("s3").get_object(Bucket=event.bucket, Key=event.key)
""")  # fmt: skip

    assert actions_of(seen, "app.work") == {"bucket:uploads": {"GetObject"}}


@pytest.mark.parametrize(
    ("keeps", "takes"),
    [
        ('st.session_state["chain"] = made', 'st.session_state["chain"]'),
        ("st.session_state.chain = made", 'st.session_state["chain"]'),
        ('st.session_state["chain"] = made', "st.session_state.chain"),
        ('st.session_state["chain"] = made', 'st.session_state.get("chain")'),
        ('st.session_state.setdefault("chain", made)', 'st.session_state.get("chain", None)'),
    ],
)
def test_what_a_page_of_streamlit_keeps_is_there_for_its_callbacks(opened: Open, keeps: str, takes: str) -> None:
    seen = opened(f"""
import streamlit as st
from langchain_openai import ChatOpenAI
made = ChatOpenAI(model="gpt-4o")
if "chain" not in st.session_state: {keeps}
def answer():
    chain = {takes}
    if chain: chain.invoke(st.session_state["input"])
st.text_input("Ask", key="input", on_change=answer)
""")

    assert actions_of(seen, "app") == {"model:gpt-4o": {"invoke"}}


@pytest.mark.parametrize("changes", ["on_change=change", "on_change=take, args=('x',)"])
def test_what_is_chosen_on_a_page_is_kept_under_its_key_for_what_the_choice_starts(opened: Open, changes: str) -> None:
    seen = opened(f"""
import streamlit as st
from langchain_openai import ChatOpenAI
MODELS = {{"big": lambda: ChatOpenAI(model="gpt-4o"), "small": lambda: ChatOpenAI(model="gpt-4o-mini")}}
def change(): st.session_state.made = MODELS[st.session_state.size]
def take(x): st.session_state.made = MODELS[st.session_state["size"]]
if "made" not in st.session_state: st.session_state.made = MODELS["big"]
st.selectbox("Size", options=list(MODELS), key="size", {changes})
if asked := st.chat_input(): st.session_state.made().invoke(asked)
""")

    assert actions_of(seen, "app") == {"model:gpt-4o": {"invoke"}, "model:gpt-4o-mini": {"invoke"}}


def test_a_page_of_nicegui_that_a_guard_builds_is_an_interface_and_no_worker_beside_it(opened: Open) -> None:
    seen = opened(f"""
from nicegui import ui
{BOTO}
class Page:
    async def find(self): T("orders").get_item(Key={{}})
    def show(self):
        with ui.card().classes("wide"):
            box = ui.input("Ask").classes("wide").props("dense")
        box.on("keydown.enter", lambda: self.find())
        ui.button("Go", on_click=self.find)
def main():
    Page().show()
    ui.run()
if __name__ in {{"__main__", "__mp_main__"}}:
    main()
""")

    assert {(one.label, one.runs_in) for one in seen.entries} == {
        ("keydown.enter", "ui_app:app"),
        ("find", "ui_app:app"),
    }
    assert actions_of(seen, "keydown.enter") == GET


def test_an_agent_of_langstream_knows_the_globals_of_its_instance(opened: Open) -> None:
    seen = opened({
        "application/python/store.py": BOTO + "from langstream import Sink\nfrom base import Base\n"
        "class Store(Base):\n    def write(self, record): T(self.table).get_item(Key={})\n",
        "application/python/base.py": "from langstream import Sink\nclass Base(Sink):\n"
        "    def init(self, config): self.table = config['table']\n",
        "application/pipeline.yaml": "pipeline:\n- type: python-sink\n  input: in\n  configuration:\n"
        "    className: store.Store\n    table: '${globals.table}'\n",
        "instance.yaml": "instance:\n  globals: {table: orders}\n",
    })

    assert [one.handler for one in seen.entries] == ["store.Store"]
    assert actions_of(seen, "store.Store")["kv_store:orders"] == {"GetItem"}


def test_a_function_that_is_asked_for_is_one_entry_though_a_lifespan_hands_it_over(opened: Open) -> None:
    seen = opened(BOTO + """
from contextlib import asynccontextmanager
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import FastAPI
scheduler = AsyncIOScheduler()
def refresh(table): T(table).get_item(Key={})
@asynccontextmanager
async def life(app):
    scheduler.add_job(refresh, "interval", args=["orders"], minutes=1)
    yield
app = FastAPI(lifespan=life)
""", "app.refresh")

    assert actions_of(seen, "app.refresh") == GET
    assert [one.kind for one in seen.entries if one.handler == "app.refresh"] == ["schedule"]
