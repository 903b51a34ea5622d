"""Rules of frameworks that stand in few projects: one case each, with the entry that reaches a table named orders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

HEADER = """\
import boto3
def T(name): return boto3.resource("dynamodb").Table(name)
def ask(*given, **more): T("orders").get_item(Key={})
"""
CASES = {
    "a chain behind a route of Lanarky": ("""
from fastapi import FastAPI
from langchain_core.runnables import RunnableLambda
from lanarky import LangchainRouter
router = LangchainRouter(langchain_url="/chat", langchain_object=RunnableLambda(ask))
app = FastAPI()
app.include_router(router)
""", "POST /chat"),
    "a chain that is added to a router of Lanarky": ("""
from fastapi import FastAPI
from langchain_core.runnables import RunnableLambda
from lanarky import LangchainRouter
router = LangchainRouter()
router.add_langchain_api_route("/chat", langchain_object=RunnableLambda(ask))
app = FastAPI()
app.include_router(router)
""", "POST /chat"),
    "a service of a container that is called": ("""
from dependency_injector import containers, providers
from fastapi import FastAPI
class Shop:
    def __init__(self, name): self.table = T(name)
class Container(containers.DeclarativeContainer):
    shop = providers.Factory(Shop, name="orders")
app = FastAPI()
@app.get("/x")
def x(): Container().shop().table.get_item(Key={})
""", "GET /x"),
    "nodes in a row": ("""
from fastapi import FastAPI
from langgraph.graph import START, StateGraph
def plan(state): return {}
def act(state): ask()
builder = StateGraph(dict)
builder.add_sequence([plan, ("act", act)])
builder.add_edge(START, "plan")
graph = builder.compile()
app = FastAPI()
@app.get("/x")
def x(): graph.invoke({})
""", "GET /x"),
    "the runtime that a node asks for": ("""
from dataclasses import dataclass
from fastapi import FastAPI
from langgraph.graph import START, StateGraph
from langgraph.runtime import get_runtime
@dataclass
class Context:
    table: object = T("orders")
def act(state): get_runtime(Context).context.table.get_item(Key={})
builder = StateGraph(dict, context_schema=Context)
builder.add_node("act", act)
builder.add_edge(START, "act")
graph = builder.compile()
app = FastAPI()
@app.get("/x")
def x(): graph.invoke({}, context=Context())
""", "GET /x"),
    "a class of middleware": ("""
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
class Counting(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        ask()
        return await call_next(request)
app = FastAPI()
app.add_middleware(Counting)
@app.get("/x")
def x(): return {}
""", "GET /x"),
    "what an application does when it starts": ("""
from fastapi import FastAPI
app = FastAPI()
@app.on_event("startup")
def begin(): ask()
""", "startup"),
    "a task behind a response": ("""
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse
from starlette.routing import Route
def x(request): return JSONResponse({}, background=BackgroundTask(ask, 1))
app = Starlette(routes=[Route("/x", x)])
""", "GET /x"),
    "a task that names no application": ("""
from celery import shared_task
@shared_task
def count(): ask()
""", "count"),
    "a task with options that names no application": ("""
from celery import shared_task
@shared_task(bind=True)
def count(self): ask()
""", "count"),
    "a job by the words of a clock": ("""
import schedule
def remind(): ask()
schedule.every().day.at("02:00").do(remind)
while True: schedule.run_pending()
""", "app.remind"),
    "a job at an interval": ("""
import schedule
def remind(): ask()
schedule.every(10).minutes.do(remind)
while True: schedule.run_pending()
""", "app.remind"),
    "a job that repeats by a decorator": ("""
from schedule import every, repeat, run_pending
@repeat(every().monday.at("07:30"), 1)
def remind(which): ask()
while True: run_pending()
""", "app.remind"),
    "a command that is added to a group": ("""
import click
@click.group()
def cli(): pass
@click.command()
def look(): ask()
cli.add_command(look)
if __name__ == "__main__": cli()
""", "app"),
    "a function that a decorator declares": ("""
from archloom.resources import Function
@Function(name="nightly", memory=256)
def work(payload): ask()
""", "app.work"),
    "an error handler of Telegram": ("""
from telegram.ext import Application
async def failed(update, context): ask()
application = Application.builder().token("x").build()
application.add_error_handler(failed)
if __name__ == "__main__": application.run_polling()
""", "failed"),
    "a command of a tree of Discord": ("""
import discord
from discord import app_commands
client = discord.Client(intents=discord.Intents.default())
tree = app_commands.CommandTree(client)
@tree.command(name="ask")
async def look(interaction): ask()
client.run("x")
""", "app.look"),
    "a message of LINE": ("""
from fastapi import FastAPI
from linebot import WebhookHandler
from linebot.models import MessageEvent
handler = WebhookHandler("x")
@handler.add(MessageEvent)
def look(event): ask()
app = FastAPI()
@app.post("/line")
def line(): handler.handle("", "")
""", "MessageEvent"),
    "an answer of a choice in the terminal": ("""
import click
from rich.prompt import Prompt
@click.command()
def look(): T(Prompt.ask("Which?", choices=["orders"])).get_item(Key={})
if __name__ == "__main__": look()
""", "app"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_entry_reaches_the_table(name: str, opened: Callable[..., Architecture]) -> None:
    code, entry = CASES[name]

    assert actions_of(opened(HEADER + code), entry).get("kv_store:orders") == {"GetItem"}
