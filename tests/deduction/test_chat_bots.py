"""Chat bots: which handlers are entries, and that what a library hands them leads to its service."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
MODEL = "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model='gpt-4o')\n"

# Each handler asks the model and answers with it.
HANDLERS: dict[str, tuple[str, str, str]] = {
    "an event of a Discord client": ("""
import discord
client = discord.Client()
@client.event
async def on_message(message):
    if message.author == client.user: return
    await message.channel.send(llm.invoke(message.content))
""", "on_message", "discord"),
    "a command of a Discord bot": ("""
from discord.ext import commands
bot = commands.Bot(command_prefix="!")
@bot.command(name="ask")
async def answer(ctx, *, question): await ctx.send(llm.invoke(question))
""", "ask", "discord"),
    "a slash command in the bot's tree": ("""
import discord
from discord.ext import commands
bot = commands.Bot(command_prefix="!")
@bot.tree.command(name="ask", description="asks")
async def answer(interaction: discord.Interaction, text: str):
    await interaction.response.send_message(llm.invoke(text))
""", "ask", "discord"),
    "an event of Telethon": ("""
from telethon import TelegramClient, events
client = TelegramClient("session", 1, "hash").start()
@client.on(events.NewMessage(pattern="/ask"))
async def answer(event): await event.respond(llm.invoke(event.raw_text))
""", "answer", "telegram"),
    "a handler that is added to Telethon's client": ("""
from telethon import TelegramClient, events
async def answer(event): await event.reply(llm.invoke(event.raw_text))
client = TelegramClient("session", 1, "hash")
client.add_event_handler(answer, events.NewMessage)
""", "answer", "telegram"),
    "a listener of a Cog, made with what it needs": ("""
from discord.ext import commands
class Answers(commands.Cog):
    def __init__(self, bot, model): self.bot, self.model = bot, model
    @commands.Cog.listener()
    async def on_message(self, message): await message.reply(self.model.invoke(message.content))
async def setup(bot): await bot.add_cog(Answers(bot, llm))
bot = commands.Bot(command_prefix="!")
import asyncio
asyncio.run(setup(bot))
""", "on_message", "discord"),
    "a method of a client's subclass": ("""
import discord
class Answers(discord.Client):
    def __init__(self):
        super().__init__()
        self.model = llm
    async def on_message(self, message): await message.reply(self.model.invoke(message.content))
""", "on_message", "discord"),
    "a command of a Telegram application": ("""
from telegram.ext import Application, CommandHandler
async def ask(update, context): await update.message.reply_text(llm.invoke(update.message.text))
def main():
    app = Application.builder().token("x").build()
    app.add_handler(CommandHandler("ask", ask))
    app.run_polling()
if __name__ == "__main__": main()
""", "/ask", "telegram"),
    "a job of a Telegram application": ("""
from telegram.ext import ApplicationBuilder
async def remind(context): await context.bot.send_message(1, llm.invoke("x"))
app = ApplicationBuilder().token("x").build()
app.job_queue.run_daily(remind, time=None)
""", "remind", "telegram"),
    "a message handler of telebot": ("""
import telebot
bot = telebot.TeleBot("x")
@bot.message_handler(commands=["ask"])
def answer(message): bot.reply_to(message, llm.invoke(message.text))
""", "/ask", "telegram"),
    "a handler of an aiogram router": ("""
from aiogram import Router
router = Router()
@router.message()
async def answer(message): await message.answer(llm.invoke(message.text))
""", "answer", "telegram"),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDLERS)
def test_a_handler_is_an_entry_and_answers_through_what_it_is_handed(name: str, opened: Open) -> None:
    source, label, service = HANDLERS[name]
    assert actions_of(opened(MODEL + source), label) == {
        f"external_api:{service}": {"write"}, "model:gpt-4o": {"invoke"}
    }  # fmt: skip


def test_a_loop_runs_by_the_clock_and_not_where_it_is_started(opened: Open) -> None:
    project = opened(
        MODEL
        + """
import discord
from discord.ext import tasks
client = discord.Client()
@tasks.loop(hours=1)
async def digest(): llm.invoke("x")
@client.event
async def on_ready(): digest.start()
"""
    )
    kinds = {entry.label: entry.kind for entry in project.entries if entry.kind != "startup"}
    assert kinds == {"digest": "schedule", "on_ready": "event"}
    assert actions_of(project, "on_ready") == {}


FILTERED = {
    "telebot": """
import telebot
bot = telebot.TeleBot("x")
def mine(message): return True
@bot.message_handler(func=mine)
def answer(message): bot.reply_to(message, llm.invoke(message.text))
""",
    "aiogram's decorator": """
from aiogram import Router
router = Router()
@router.message(lambda message: True)
async def answer(message): await message.answer(llm.invoke(message.text))
""",
    "aiogram's register": """
from aiogram import Dispatcher
dp = Dispatcher()
def mine(message): return True
async def answer(message): await message.answer(llm.invoke(message.text))
dp.message.register(answer, mine)
""",
}


@pytest.mark.parametrize("library", FILTERED)
def test_a_filter_is_no_handler(library: str, opened: Open) -> None:
    labels = [one.label for one in opened(MODEL + FILTERED[library]).entries if one.kind == "event"]
    assert labels == ["answer"]


def test_handlers_in_files_of_their_own_run_in_the_program_that_starts_the_bot(opened: Open) -> None:
    project = opened(
        {
            "handlers/ask.py": """
from aiogram import Router
from store import table
router = Router()
@router.message()
async def ask(message): table.put_item(Item={})
""",
            "handlers/later.py": """
class Later:
    def __init__(self, bot):
        @bot.callback_query_handler()
        def answer(call): bot.send_message(1, "x")
""",
            "store.py": "import boto3\ntable = boto3.resource('dynamodb').Table('chats')\n",
            "main.py": """
import asyncio
import telebot
from aiogram import Dispatcher
from handlers.ask import router
from handlers.later import Later
from store import table
async def main():
    table.scan()
    Later(telebot.TeleBot("x"))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(None)
if __name__ == "__main__":
    asyncio.run(main())
""",
        }
    )
    assert [one.id for one in project.resources if one.kind == "worker"] == ["worker:main"]
    assert {one.label for one in project.entries if one.kind == "event"} == {"ask", "answer"}
    assert actions_of(project, "main.py") == {"kv_store:chats": {"Scan"}}
