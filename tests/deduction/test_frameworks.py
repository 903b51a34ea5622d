"""Entries of frameworks other than web frameworks: workers, bots, interfaces, command lines, agents. One case each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]

# Each entry named below reads the table `orders`, and nothing else does.

CASES: dict[str, tuple[str, str]] = {
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
    "a page of Streamlit behind a flag of its session": ("""
import streamlit as st
def begin():
    if "logged_in" not in st.session_state:
        st.session_state.logged_in = False
begin()
if st.session_state.logged_in: T("orders").get_item(Key={})
""", "app"),
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
    "a tool of an MCP server with what its lifespan yields": ("""
from contextlib import asynccontextmanager
from mcp.server.fastmcp import Context, FastMCP
@asynccontextmanager
async def lifespan(server): yield {"orders": T("orders")}
mcp = FastMCP("x", lifespan=lifespan)
@mcp.tool()
def x(ctx: Context): ctx.request_context.lifespan_context["orders"].get_item(Key={})
""", "x"),
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
        key: value for key, value in actions_of(opened(HEADER + code), entry).items() if key.startswith("kv_store")
    } == GET
