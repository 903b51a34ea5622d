"""Classes that are tables: what their queries and rows do, and which database that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

TORTOISE = """
from tortoise import Tortoise, fields, models
class Chat(models.Model):
    title = fields.CharField(max_length=10)
class Message(models.Model):
    chat = fields.ForeignKeyField("models.Chat", related_name="messages")
    tags = fields.ManyToManyField("models.Tag")
    async def finish(self): await self.save()
async def connect(): await Tortoise.init({connection})
async def f():
    await connect()
    {body}
"""
URL = 'db_url="postgres://h/chats"'

STATEMENTS: dict[str, set[str]] = {
    "await Chat.filter(id=1).order_by('id').first()": {"read"},
    "await Chat.create(title='x')": {"write"},
    "chat, made = await Chat.get_or_create(id=1)": {"read", "write"},
    "chat = Chat(title='x'); await chat.save()": {"write"},
    "chat = await Chat.get(id=1); await chat.delete()": {"read", "delete"},
    "chat = await Chat.get(id=1); await chat.messages.all()": {"read"},
    "chat = Chat(); await chat.messages.all()": {"read"},
    "m = Message(); await m.tags.add(1)": {"write"},
    "m = Message(); await m.finish()": {"write"},
    "for m in await Message.all(): await m.finish()": {"read", "write"},
    "Chat().title": set(),
}


@pytest.mark.parametrize("body", STATEMENTS)
def test_a_class_that_is_a_table_asks_its_database(opened: Open, body: str) -> None:
    found = opened(TORTOISE.replace("{connection}", URL).replace("{body}", body), "app.f")
    assert actions_of(found, "app.f").get("database:chats", set()) == STATEMENTS[body]


CONNECTIONS = {
    URL: "database:chats",
    'config={"connections": {"default": "postgres://h/chats"}, "apps": {}}': "database:chats",
    'config={"connections": {"default": {"engine": "tortoise.backends.asyncpg", '
    '"credentials": {"host": "h", "database": "chats"}}}}': "database:chats",
    'db_url="sqlite://chats.db"': "local_store:chats.db",
}


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_the_connection_says_which_database_it_is(opened: Open, connection: str) -> None:
    body = "await Chat.create(title='x')"
    found = opened(TORTOISE.replace("{connection}", connection).replace("{body}", body), "app.f")
    assert set(actions_of(found, "app.f")) == {CONNECTIONS[connection]}


def test_a_connection_that_another_entry_makes_counts(opened: Open) -> None:
    found = opened(
        {
            "notes.py": "from beanie import Document\nclass Note(Document):\n    text: str\n",
            "app.py": """
from contextlib import asynccontextmanager
from beanie import init_beanie
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from notes import Note
@asynccontextmanager
async def lifespan(app):
    await init_beanie(database=AsyncIOMotorClient("mongodb://h/").notes, document_models=[Note])
    yield
app = FastAPI(lifespan=lifespan)
@app.get("/notes")
async def notes(): return await Note.find(Note.text == "x").to_list()
@app.post("/notes")
async def add(text: str): await Note(text=text).insert()
""",
        }
    )
    databases = [one.id for one in found.resources if one.kind == "database"]
    assert len(databases) == 1
    assert actions_of(found, "app.notes") == {databases[0]: {"read"}}
    assert actions_of(found, "app.add") == {databases[0]: {"write"}}


def test_peewee_finds_its_database_in_the_class(opened: Open) -> None:
    found = opened(
        """
from peewee import CharField, Model, PostgresqlDatabase
db = PostgresqlDatabase("orders")
class Base(Model):
    class Meta:
        database = db
class Order(Base):
    name = CharField()
def f():
    Order.update(name="x").where(Order.name == "y").execute()
    return [one.name for one in Order.select().where(Order.name == "x")]
""",
        "app.f",
    )
    assert actions_of(found, "app.f") == {"database:orders": {"read", "write"}}


DJANGO = {
    "site/settings.py": """
import dj_database_url
DATABASES = {"default": {default}}
""",
    "site/urls.py": """
from django.urls import path
from chat import views
urlpatterns = [path("ask", views.ask)]
""",
    "chat/__init__.py": "",
    "chat/models.py": """
from django.contrib.auth.models import User
from django.db import models
class Message(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
""",
    "chat/views.py": """
from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from .models import Message
def ask(request):
    {body}
""",
}


def django(body: str, default: str = '{"ENGINE": "django.db.backends.postgresql", "NAME": "chats", "HOST": "h"}'):
    return {path: text.replace("{body}", body).replace("{default}", default) for path, text in DJANGO.items()}


@pytest.mark.parametrize(
    ("body", "actions"),
    [
        ("Message.objects.filter(user=request.user).first()", {"read"}),
        ("Message.objects.create(user=request.user)", {"write"}),
        ("Message(user=request.user).save()", {"write"}),
        ("get_object_or_404(Message, pk=1).delete()", {"read", "delete"}),
        ("User.objects.create_user('x')", {"write"}),
    ],
)
def test_django_keeps_its_models_in_the_database_of_the_settings(
    opened: Open, body: str, actions: set[str]
) -> None:
    assert actions_of(opened(django(body)), "chat.views.ask") == {"database:chats": actions}


@pytest.mark.parametrize(
    ("default", "resource"),
    [
        ("dj_database_url.config(default='postgres://h/chats')", "database:chats"),
        ("dj_database_url.parse('sqlite:///chats.db')", "local_store:chats.db"),
        ('{"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}', "local_store:db.sqlite3"),
    ],
)
def test_the_settings_of_django_may_come_from_an_address(opened: Open, default: str, resource: str) -> None:
    found = opened(django("Message.objects.count()", default))
    assert actions_of(found, "chat.views.ask") == {resource: {"read"}}


def test_readers_of_variables_give_their_text(opened: Open) -> None:
    found = opened(
        """
import boto3
from environs import Env
from starlette.config import Config
env, config = Env(), Config(".env")
def f():
    boto3.resource("dynamodb").Table(env.str("ORDERS", "orders")).scan()
    boto3.resource("dynamodb").Table(config("USERS", default="users")).scan()
""",
        "app.f",
    )
    assert {(one.name, one.env) for one in found.resources if one.kind == "kv_store"} == {
        ("orders", "ORDERS"), ("users", "USERS"),
    }  # fmt: skip
