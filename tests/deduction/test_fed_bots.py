"""A web route that feeds updates to a bot runs its handlers; one handler of several objects is one entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]
ROUTE = "from fastapi import FastAPI, Request\napp = FastAPI()\n" + (
    "@app.post('/hook')\nasync def hook(request: Request):\n    "
)
BOTS = {
    "python-telegram-bot": (
        "from telegram import Update\nfrom telegram.ext import Application, CommandHandler\n"
        "bot = Application.builder().token('x').build()\nasync def ask(update, context): T('orders').get_item(Key={})\n"
        "bot.add_handler(CommandHandler('ask', ask))\n",
        "await bot.process_update(Update.de_json(await request.json(), bot.bot))"),
    "aiogram": (
        "from aiogram import Bot, Dispatcher\nfrom aiogram.types import Update\nbot, dp = Bot('x'), Dispatcher()\n"
        "@dp.message()\nasync def ask(message): T('orders').get_item(Key={})\n",
        "await dp.feed_update(bot, Update(**await request.json()))"),
    "telebot": (
        "import telebot\nbot = telebot.TeleBot('x')\n@bot.message_handler(commands=['ask'])\n"
        "def ask(message): T('orders').get_item(Key={})\n",
        "bot.process_new_updates([telebot.types.Update.de_json(await request.json())])"),
}  # fmt: skip


@pytest.mark.parametrize("library", BOTS)
def test_who_feeds_updates_runs_the_handlers(opened: Open, library: str) -> None:
    bot, feeds = BOTS[library]

    assert actions_of(opened(HEADER + bot + ROUTE + feeds), "POST /hook") == GET


def test_a_handler_of_two_objects_of_one_class_is_one_entry(opened: Open) -> None:
    seen = opened(
        f"""{HEADER}
from aiogram import Bot, Dispatcher
class Runner:
    def __init__(self, table):
        self.table, self.dispatcher = table, Dispatcher()
        self.dispatcher.message.register(self.answer)
    async def answer(self, message): self.table.get_item(Key={{}})
def first(): Runner(T("orders"))
def second(): Runner(T("others"))
""",
        "app.first", "app.second",
    )  # fmt: skip

    assert [one.label for one in seen.entries if one.kind == "event"] == ["answer"]
    assert actions_of(seen, "answer") == {**GET, "kv_store:others": {"GetItem"}}
