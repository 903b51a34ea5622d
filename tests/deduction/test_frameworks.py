"""Frameworks: which entries a project has, and what reaches each through the framework's own calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
BOTO = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}

# Each entry named below reads the table `orders`, and nothing else does.
CASES: dict[str, tuple[str, str]] = {
    "a FastAPI route": ("""
from fastapi import FastAPI
app = FastAPI()
@app.get("/x")
def x(): T("orders").get_item(Key={})
""", "GET /x"),
    "a dependency": ("""
from fastapi import Depends, FastAPI
app = FastAPI()
def table(): yield T("orders")
@app.get("/x")
def x(t=Depends(table)): t.get_item(Key={})
""", "GET /x"),
    "a dependency of a dependency, as a class": ("""
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
def table(): return T("orders")
class Repo:
    def __init__(self, t: Annotated[object, Depends(table)]): self.t = t
    def load(self): self.t.get_item(Key={})
@app.get("/x")
def x(repo: Annotated[Repo, Depends()]): repo.load()
""", "GET /x"),
    "a dependency of the router": ("""
from fastapi import APIRouter, Depends, FastAPI
def check(): T("orders").get_item(Key={})
router = APIRouter(prefix="/v1", dependencies=[Depends(check)])
@router.get("/x")
def x(): pass
app = FastAPI()
app.include_router(router, prefix="/api")
""", "GET /api/v1/x"),
    "what guards a router guards those inside of it": ("""
from fastapi import APIRouter, Depends, FastAPI
def check(): T("orders").get_item(Key={})
inner = APIRouter(prefix="/in")
@inner.get("/x")
def x(): pass
outer = APIRouter(prefix="/out")
outer.include_router(inner)
app = FastAPI()
app.include_router(outer, dependencies=[Depends(check)])
""", "GET /out/in/x"),
    "routers that include each other": ("""
from fastapi import APIRouter, FastAPI
one, other = APIRouter(prefix="/a"), APIRouter(prefix="/b")
@other.get("/x")
def x(): T("orders").get_item(Key={})
one.include_router(other)
other.include_router(one)
app = FastAPI()
app.include_router(one)
""", "GET /a/b/x"),
    "a route of Powertools, run by the Lambda handler": ("""
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
app = APIGatewayRestResolver()
@app.get("/x")
def x(): T("orders").get_item(Key={})
def lambda_handler(event, context): return app.resolve(event, context)
""", "app.lambda_handler"),
    "a field of an AppSync resolver's router": ("""
from aws_lambda_powertools.event_handler import AppSyncResolver
from aws_lambda_powertools.event_handler.appsync import Router
router = Router()
@router.resolver(type_name="Query", field_name="orders")
def orders(): return T("orders").get_item(Key={})
app = AppSyncResolver()
app.include_router(router)
def handler(event, context): return app.resolve(event, context)
""", "app.handler"),
    "a tool of a Bedrock agent": ("""
from aws_lambda_powertools.event_handler import BedrockAgentFunctionResolver
app = BedrockAgentFunctionResolver()
@app.tool(name="orders", description="Reads orders")
def orders(): return T("orders").get_item(Key={})
def lambda_handler(event, context): return app.resolve(event, context)
""", "app.lambda_handler"),
    "the entry point of an AgentCore runtime": ("""
from bedrock_agentcore import BedrockAgentCoreApp
app = BedrockAgentCoreApp()
@app.entrypoint
def invoke(payload): return T("orders").get_item(Key={})
""", "POST /invocations"),
    "the socket of an AgentCore runtime": ("""
from bedrock_agentcore.runtime import BedrockAgentCoreApp
app = BedrockAgentCoreApp()
@app.websocket
async def talk(websocket, context): T("orders").get_item(Key={})
""", "WS /ws"),
    "a page of Streamlit behind a flag of its session": ("""
import streamlit as st
def begin():
    if "logged_in" not in st.session_state:
        st.session_state.logged_in = False
begin()
if st.session_state.logged_in: T("orders").get_item(Key={})
""", "app"),
    "a background task": ("""
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def later(name): T(name).get_item(Key={})
@app.post("/x")
def x(tasks: BackgroundTasks): tasks.add_task(later, "orders")
""", "POST /x"),
    "the application's state": ("""
from fastapi import FastAPI, Request
app = FastAPI()
app.state.table = T("orders")
@app.get("/x")
def x(request: Request): request.app.state.table.get_item(Key={})
""", "GET /x"),
    "middleware": ("""
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def log(request, call_next): T("orders").get_item(Key={})
@app.get("/x")
def x(): pass
""", "GET /x"),
    "a websocket": ("""
from fastapi import FastAPI
app = FastAPI()
@app.websocket("/ws")
async def ws(socket): T("orders").get_item(Key={})
""", "WS /ws"),
    "an app made by a function": ("""
from fastapi import FastAPI
def create():
    made = FastAPI()
    @made.get("/x")
    def x(): T("orders").get_item(Key={})
    return made
app = create()
""", "GET /x"),
    "a mounted app": ("""
from fastapi import FastAPI
inner = FastAPI()
@inner.get("/x")
def x(): T("orders").get_item(Key={})
app = FastAPI()
app.mount("/sub", inner)
""", "GET /sub/x"),
    "a Starlette route": ("""
from starlette.applications import Starlette
from starlette.routing import Mount, Route
async def x(request): T("orders").get_item(Key={})
app = Starlette(routes=[Mount("/v1", routes=[Route("/x", x, methods=["POST"])])])
""", "POST /v1/x"),
    "a Flask blueprint": ("""
from flask import Blueprint, Flask
bp = Blueprint("bp", __name__, url_prefix="/v1")
@bp.route("/x/<int:key>", methods=["DELETE"])
def x(key): T("orders").get_item(Key={})
app = Flask(__name__)
app.register_blueprint(bp)
""", "DELETE /v1/x/<int:key>"),
    "LangServe": ("""
from fastapi import FastAPI
from langchain_core.runnables import RunnableLambda
from langserve import add_routes
app = FastAPI()
add_routes(app, RunnableLambda(lambda q: T("orders").get_item(Key={})), path="/chat")
""", "LangServe /chat"),
    "a Lambda handler": ("""
def lambda_handler(event, context): T("orders").get_item(Key={})
""", "lambda_handler"),
    "a script": ("""
def main(): T("orders").get_item(Key={})
if __name__ == "__main__":
    main()
""", "app.py"),
    "an MCP tool": ("""
from mcp.server.fastmcp import FastMCP
mcp = FastMCP("shop")
@mcp.tool()
def find(key: str): T("orders").get_item(Key={})
""", "find"),
    "a Chainlit handler with its session": ("""
import chainlit as cl
@cl.on_chat_start
async def start(): cl.user_session.set("table", T("orders"))
@cl.on_message
async def on(message): cl.user_session.get("table").get_item(Key={})
""", "on"),
    "a Streamlit page": ("""
import streamlit as st
if st.button("x"): T("orders").get_item(Key={})
""", "app.py"),
    "a Gradio chat": ("""
import gradio as gr
def answer(message, history): T("orders").get_item(Key={})
gr.ChatInterface(answer).launch()
""", "answer"),
    "a deployment of Ray Serve with what it is bound to": ("""
from fastapi import FastAPI
from ray import serve
app = FastAPI()
@serve.deployment
@serve.ingress(app)
class Answers:
    def __init__(self, table): self.table = T(table)
    @app.get("/answers")
    def answers(self): return self.table.get_item(Key={})
served = Answers.bind("orders")
""", "GET /answers"),
    "an actor of Ray": ("""
import ray
from fastapi import FastAPI
app = FastAPI()
@ray.remote
class Store:
    def __init__(self, table): self.table = T(table)
    def load(self): return self.table.get_item(Key={})
@app.get("/x")
def x():
    store = Store.options(num_cpus=1).remote("orders")
    return ray.get(store.load.remote())
""", "GET /x"),
    "an object that a Gradio button calls": ("""
import gradio as gr
class Answer:
    def __call__(self, message): T("orders").get_item(Key={})
with gr.Blocks() as page:
    gr.Button("Send").click(Answer(), inputs=[])
page.launch()
""", "Answer"),
    "a Celery task": ("""
from celery import Celery
app = Celery("x", broker="redis://localhost")
@app.task
def work(key): T("orders").get_item(Key={})
""", "work"),
    "an RQ job": ("""
from fastapi import FastAPI
from redis import Redis
from rq import Queue
api = FastAPI()
queue = Queue(connection=Redis(host="cache"))
def work(key): T("orders").get_item(Key={})
@api.post("/x")
def x(): queue.enqueue(work, 1)
""", "work"),
    "a scheduled job": ("""
from apscheduler.schedulers.background import BackgroundScheduler
scheduler = BackgroundScheduler()
def work(): T("orders").get_item(Key={})
scheduler.add_job(work, "interval", hours=1)
""", "work"),
    "a Slack listener": ("""
from slack_bolt import App
app = App()
@app.event("app_mention")
def mention(event): T("orders").get_item(Key={})
""", "event app_mention"),
    "a Slack listener that is given by name": ("""
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
handler = AsyncSlackRequestHandler(AsyncApp())
async def acknowledge(ack): await ack()
async def mention(event): T("orders").get_item(Key={})
handler.app.event("app_mention")(ack=acknowledge, lazy=[mention])
""", "app.mention"),
    "a route of aiohttp's router": ("""
from aiohttp import web
async def x(request): T("orders").get_item(Key={})
app = web.Application()
app.router.add_get("/x", x)
""", "GET /x"),
    "a route in a list of aiohttp's routes": ("""
from aiohttp import web
async def x(request): T("orders").get_item(Key={})
app = web.Application()
app.add_routes([web.post("/x", x)])
""", "POST /x"),
    "a function that is a runnable with types, behind LangServe": ("""
from fastapi import FastAPI
from langchain_core.runnables import chain
from langserve import add_routes
@chain
def look(request): return T("orders").get_item(Key={})
app = FastAPI()
add_routes(app, look.with_types(input_type=dict), path="/x")
""", "LangServe /x"),
    "a route of an application that a factory makes for the server": ("""
from fastapi import FastAPI
def create_app():
    app = FastAPI()
    @app.get("/x")
    def x(): T("orders").get_item(Key={})
    return app
""", "GET /x"),
    "a route of an application that an object makes": ("""
from flask import Flask
class Server:
    def __init__(self, name):
        self.app = Flask(name)
        self.app.add_url_rule("/x", view_func=self.x)
    def x(self): T("orders").get_item(Key={})
if __name__ == "__main__": Server("x").app.run()
""", "GET /x"),
    "a route with what the lifespan yields": ("""
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
@asynccontextmanager
async def lifespan(app): yield {"orders": T("orders")}
app = FastAPI(lifespan=lifespan)
@app.get("/x")
def x(request: Request): request.state.orders.get_item(Key={})
""", "GET /x"),
    "a tool of an MCP server with what its lifespan yields": ("""
from contextlib import asynccontextmanager
from mcp.server.fastmcp import Context, FastMCP
@asynccontextmanager
async def lifespan(server): yield {"orders": T("orders")}
mcp = FastMCP("x", lifespan=lifespan)
@mcp.tool()
def x(ctx: Context): ctx.request_context.lifespan_context["orders"].get_item(Key={})
""", "x"),
    "a route that a container of providers serves": ("""
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, inject
from fastapi import Depends, FastAPI
class Repo:
    def __init__(self, table): self.table = table
class Service:
    def __init__(self, repo): self.repo = repo
    def look(self): self.repo.table.get_item(Key={})
class Container(containers.DeclarativeContainer):
    table = providers.Singleton(T, "orders")
    repo = providers.Factory(Repo, table=table)
    service = providers.Factory(Service, repo=repo)
app = FastAPI()
@app.get("/x")
@inject
def x(service: Service = Depends(Provide[Container.service])): service.look()
""", "GET /x"),
    "a function into which a container's object is put": ("""
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, inject
class Container(containers.DeclarativeContainer):
    table = providers.Resource(T, "orders")
@inject
def work(event, context, table=Provide["table"]): table.get_item(Key={})
def handler(event, context): work(event, context)
""", "handler"),
    "a job with its arguments": ("""
from apscheduler.schedulers.background import BackgroundScheduler
def look(name): T(name).get_item(Key={})
BackgroundScheduler().add_job(look, "interval", args=["orders"], hours=1)
""", "look"),
    "a handler of Gradio with what another handler put into its state": ("""
import gradio as gr
def choose(name): return T("orders")
def look(text, table): return table.get_item(Key={})
with gr.Blocks() as demo:
    name, text = gr.Textbox(), gr.Textbox()
    chosen = gr.State()
    name.change(choose, inputs=[name], outputs=[chosen])
    gr.Button("ask").style(full_width=True).click(fn=look, inputs=[text, chosen], outputs=[text])
demo.launch()
""", "look"),
    "a handler of Gradio with the first value of its state": ("""
import gradio as gr
def look(message, history, table): yield table.get_item(Key={})
gr.ChatInterface(look, additional_inputs=[gr.State(T("orders"))]).launch()
""", "look"),
    "a route of FastHTML": ("""
from fasthtml.common import fast_app
app, rt = fast_app()
@rt
def x(): return T("orders").get_item(Key={})
""", "GET /x"),
    "a message of Telegram with what an earlier one kept": ("""
from telegram.ext import CommandHandler, MessageHandler
async def start(update, context): context.user_data["table"] = T("orders")
async def look(update, context): context.user_data.get("table").get_item(Key={})
handlers = [CommandHandler("start", start), MessageHandler(None, look)]
""", "look"),
    "a page of Mesop": ("""
import mesop as me
@me.page(path="/orders")
def orders(): me.text(str(T("orders").get_item(Key={})))
""", "/orders"),
    "a handler of a Mesop button": ("""
import mesop as me
def look(event: me.ClickEvent): T("orders").get_item(Key={})
@me.page(path="/")
def home(): me.button("look", on_click=look)
""", "look"),
    "a handler of a NiceGUI element": ("""
from nicegui import ui
def look(): T("orders").get_item(Key={})
@ui.page("/")
def home(): ui.input("key").on("keydown.enter", look)
""", "look"),
    "a callback of Dash": ("""
from dash import Dash, Input, Output
app = Dash(__name__)
@app.callback(Output("a", "children"), Input("b", "value"))
def look(value): return T("orders").get_item(Key={})
""", "look"),
    "a callback of Panel": ("""
import panel as pn
def look(contents, user, instance): return T("orders").get_item(Key={})
pn.chat.ChatInterface(callback=look).servable()
""", "look"),
    "an event of Socket.IO": ("""
from flask import Flask
from flask_socketio import SocketIO
socketio = SocketIO(Flask(__name__))
@socketio.on("look")
def look(data): T("orders").get_item(Key={})
""", "look"),
    "a handler of the library websockets": ("""
import asyncio, websockets
async def look(websocket):
    async for text in websocket: T("orders").get_item(Key={})
async def main():
    async with websockets.serve(look, "0.0.0.0", 8765): await asyncio.Future()
if __name__ == "__main__": asyncio.run(main())
""", "look"),
    "a method of a handler of http.server": ("""
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_POST(self): self.look()
    def look(self): T("orders").get_item(Key={})
if __name__ == "__main__": HTTPServer(("", 80), Handler).serve_forever()
""", "POST /*"),
    "a method of a Tornado handler": ("""
import tornado.web
class Look(tornado.web.RequestHandler):
    async def get(self): self.write(T("orders").get_item(Key={}))
app = tornado.web.Application([(r"/x", Look)])
""", "GET /x"),
    "a command of Click": ("""
import click
@click.group()
def cli(): pass
@cli.command()
@click.option("--key")
def look(key): T("orders").get_item(Key={})
if __name__ == "__main__": cli()
""", "app"),
    "a command of Typer": ("""
import typer
cli = typer.Typer()
@cli.command()
def look(key: str): T("orders").get_item(Key={})
if __name__ == "__main__": cli()
""", "app"),
    "a method that Fire calls": ("""
import fire
class Commands:
    def look(self, key): T("orders").get_item(Key={})
if __name__ == "__main__": fire.Fire(Commands)
""", "app"),
    "a function of the module that Fire opens": ("""
import fire
def look(key): T("orders").get_item(Key={})
def _hidden(key): T("orders").delete_item(Key={})
if __name__ == "__main__": fire.Fire()
""", "app"),
    "a LangStream agent": ("""
from langstream import Processor
class Agent(Processor):
    def init(self, config): self.table = T(config.get("table", "orders"))
    def process(self, record): self.table.get_item(Key={})
""", "Agent"),
    "a compiled graph": ("""
from langgraph.graph import END, START, StateGraph
def load(state): T("orders").get_item(Key={})
builder = StateGraph(dict)
builder.add_node("load", load)
builder.add_edge(START, "load")
graph = builder.compile()
""", "graph"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_entry_is_found_and_reaches_what_it_uses(name: str, opened: Open) -> None:
    code, entry = CASES[name]

    assert {
        key: value for key, value in actions_of(opened(BOTO + code), entry).items() if key.startswith("kv_store")
    } == GET


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
