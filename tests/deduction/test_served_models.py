"""Services of BentoML, handlers of FastStream, states of Reflex, sessions of LiveKit, widgets of Panel, FastHTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]
READ = "T('orders').get_item(Key={})"
CASES: dict[str, tuple[str, str, dict[str, set[str]]]] = {
    "BentoML": (
        "import bentoml\n@bentoml.service(resources={})\nclass Chat:\n"
        "    def __init__(self): self.table = T('orders')\n"
        "    @bentoml.api(route='/v1/ask')\n    def ask(self, q): return self.table.get_item(Key=q)\n",
        "POST /v1/ask", GET),
    "BentoML before 1.2": (
        f"import bentoml\nsvc = bentoml.Service('chat')\n@svc.api(input=1, output=2)\ndef ask(q): {READ}\n",
        "POST /ask", GET),
    "FastStream": (
        "from faststream.rabbit import RabbitBroker, RabbitQueue\nbroker = RabbitBroker('amqp://mq:5672')\n"
        f"@broker.subscriber(RabbitQueue('jobs'))\n@broker.publisher('done')\nasync def work(x): {READ}\n",
        "work", {**GET, "queue:done": {"write"}}),
    "FastStream publishing": (
        "from faststream.kafka import KafkaBroker\nbroker = KafkaBroker('b:9092')\n"
        "async def f(): await broker.publish('x', topic='orders')\n",
        "app.f", {"stream:orders": {"write"}}),
    "Reflex": (
        "import reflex as rx\nclass State(rx.State):\n    q: str = ''\n"
        "    @rx.var\n    def shown(self): return self.q\n"
        f"    async def ask(self): {READ}\n"
        "def index(): return rx.button('Ask', on_click=State.ask)\napp = rx.App()\napp.add_page(index)\n",
        "ask", GET),
    "Panel": (
        f"import panel as pn\nbutton = pn.widgets.Button(name='Go')\ndef go(event): {READ}\nbutton.on_click(go)\n",
        "go", GET),
    "FastHTML": (
        f"from fasthtml.common import *\napp, rt = fast_app()\n@rt('/ask')\ndef post(q: str): {READ}\nserve()\n",
        "POST /ask", GET),
    "LiveKit": (
        "from livekit.agents import Agent, AgentSession, WorkerOptions, cli, function_tool\n"
        "from livekit.plugins import openai\nclass Assistant(Agent):\n    @function_tool\n"
        f"    async def look(self, ctx, key): {READ}\nasync def entrypoint(ctx):\n"
        "    session = AgentSession(llm=openai.LLM(model='gpt-4o'))\n    await session.start(agent=Assistant())\n"
        "if __name__ == '__main__': cli.run_app(WorkerOptions(entrypoint_fnc=entrypoint))\n",
        "entrypoint", {**GET, "model:gpt-4o": {"invoke"}}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_entry_and_what_it_reaches(opened: Open, case: str) -> None:
    code, entry, expected = CASES[case]
    asked = (entry,) if entry.startswith("app.") else ()
    seen = opened(HEADER + code, *asked)

    assert actions_of(seen, entry) == expected
    assert [one.label for one in seen.entries if one.kind not in ("startup", "http", "function")] == (
        [] if asked or entry.startswith("POST") else [entry]
    )


def test_what_a_handler_of_faststream_subscribes_to_triggers_it(opened: Open) -> None:
    seen = opened(HEADER + CASES["FastStream"][0])

    assert [(link.start, link.operations) for link in seen.links if link.kind == "trigger"] == [
        ("queue:jobs", ("subscribe",))
    ]
