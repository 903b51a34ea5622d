"""Bots: what runs around their handlers, where they run, and the settings of the guard that starts them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]
OS = "import os\n"
READ = "T('orders').get_item(Key={})"
AIOGRAM = (
    "import asyncio\nfrom aiogram import BaseMiddleware, Bot, Dispatcher, Router\nrouter = Router()\n"
    "class Sessions(BaseMiddleware):\n    def __init__(self, name): self.name = name\n"
    "    async def __call__(self, handler, event, data):\n"
    "        data['table'] = T(self.name)\n        return await handler(event, data)\n"
    "@router.message()\nasync def ask(message, table): table.get_item(Key={})\n"
    "@router.callback_query()\nasync def pressed(callback, other): other.get_item(Key={})\n"
    "async def main():\n    dp = Dispatcher()\n    dp.message.middleware(Sessions('orders'))\n"
    "    dp.include_router(router)\n    await dp.start_polling(Bot(os.environ['BOT_TOKEN']), other=T('users'))\n"
    "if __name__ == '__main__': asyncio.run(main())\n"
)
SLACK = (
    "from slack_bolt import App\nfrom slack_bolt.adapter.socket_mode import SocketModeHandler\nimport re\n"
    "class Bot:\n    def __init__(self):\n        self.app = App(token=os.environ['SLACK_BOT_TOKEN'])\n"
    "        self.listen()\n"
    "    def listen(self):\n"
    f"        @self.app.event('message')\n        def answer(event, say): {READ}\n"
    f"        @self.app.action(re.compile('approve_.*'))\n        def approve(ack, body): {READ}\n"
    "    def start(self): SocketModeHandler(self.app, os.environ['SLACK_APP_TOKEN']).start()\n"
)
START = "from bot import Bot\nif __name__ == '__main__': Bot().start()\n"


def settings_of(seen: Architecture, label: str) -> set[str]:
    own = {entry.id for entry in seen.entries if entry.label == label}
    return {link.end for link in seen.links if link.kind == "config" and link.start in own}


def test_middleware_runs_with_the_handlers_and_hands_them_what_it_makes(opened: Open) -> None:
    seen = opened(OS + HEADER + AIOGRAM)
    assert actions_of(seen, "ask") == GET
    assert actions_of(seen, "pressed") == {"kv_store:users": {"GetItem"}}


def test_the_settings_of_a_guard_that_starts_a_bot_are_those_of_its_start(opened: Open) -> None:
    seen = opened(OS + HEADER + AIOGRAM)
    assert settings_of(seen, "startup") == {"secret:BOT_TOKEN"}


@pytest.mark.parametrize("label", ["event message", "action approve_.*"])
def test_a_bot_behind_a_socket_runs_in_the_program_that_opens_it(opened: Open, label: str) -> None:
    seen = opened({"bot.py": OS + HEADER + SLACK, "main.py": START})
    found = [entry for entry in seen.entries if entry.label == label]
    assert [entry.runs_in for entry in found] == ["worker:main"]
    assert actions_of(seen, label) == GET
    assert "secret:SLACK_SIGNING_SECRET" not in {one.id for one in seen.resources}


def test_a_bot_that_is_asked_over_http_has_a_signing_secret(opened: Open) -> None:
    seen = opened(
        "from slack_bolt import App\napp = App(token='x')\n@app.event('message')\ndef answer(event, say): say('a')\n"
        "if __name__ == '__main__': app.start(port=3000)\n"
    )
    assert "secret:SLACK_SIGNING_SECRET" in {one.id for one in seen.resources}


def test_gradio_shows_an_agent_of_smolagents(opened: Open) -> None:
    seen = opened(
        OS + HEADER + "from smolagents import CodeAgent, GradioUI, OpenAIServerModel, tool\n"
        f"@tool\ndef find(q: str) -> str:\n    {READ}\n"
        "def main():\n    agent = CodeAgent(tools=[find], model=OpenAIServerModel('gpt-4o'))\n"
        "    GradioUI(agent).launch(auth=('me', os.environ['PASSWORD']))\nif __name__ == '__main__': main()\n"
    )
    assert [(entry.kind, entry.runs_in) for entry in seen.entries if entry.label == "chat"] == [("ui", "ui_app:app")]
    assert actions_of(seen, "chat").items() >= GET.items()
    assert settings_of(seen, "startup") == {"secret:PASSWORD"}


def test_a_crew_tells_its_agents_and_they_their_tools(opened: Open) -> None:
    seen = opened(
        HEADER + "from crewai import Agent, Crew\nfrom crewai.tools import BaseTool\n"
        f"class Find(BaseTool):\n    name: str = 'find'\n    def _run(self, q): pass\n    def approved(self): {READ}\n"
        "def crew(): return Crew(agents=[Agent(role='r', goal='g', backstory='b', llm='gpt-4o', tools=[Find()])])\n"
        "def f(): return [one.approved() for agent in crew().agents for one in agent.tools]\n",
        "app.f",
    )  # fmt: skip
    assert actions_of(seen, "app.f").items() >= GET.items()
