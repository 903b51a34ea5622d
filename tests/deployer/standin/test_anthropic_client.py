from __future__ import annotations

from typing import Any

from anthropic import Anthropic

from .conftest import WEATHER

HELLO: Any = [{"role": "user", "content": "hello"}]
ANSWER = "(The sandbox answers in place of claude-sonnet.) You said: “hello”"
TOOLS: Any = [{"name": "get_weather", "description": "Forecast", "input_schema": WEATHER}]
ASKED: Any = [{"role": "user", "content": "What is the weather in Rome?"}]


def text_of(message: Any) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


def test_a_message_is_answered_plain_and_streamed(anthropic: Anthropic) -> None:
    plain = anthropic.messages.create(model="claude-sonnet", max_tokens=99, messages=HELLO, system="Be kind.")
    with anthropic.messages.stream(model="claude-sonnet", max_tokens=99, messages=HELLO) as stream:
        streamed = stream.get_final_message()

    assert text_of(plain) == text_of(streamed) == ANSWER
    assert plain.stop_reason == streamed.stop_reason == "end_turn"
    assert plain.usage.output_tokens > 0


def test_a_tool_is_used_and_its_result_is_told(anthropic: Anthropic) -> None:
    with anthropic.messages.stream(model="claude-sonnet", max_tokens=99, messages=ASKED, tools=TOOLS) as stream:
        asked = stream.get_final_message()
    [use] = asked.content
    assert use.type == "tool_use"
    result: Any = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "sunny"}]}
    back: Any = {"role": "assistant", "content": asked.content}

    told = anthropic.messages.create(model="claude-sonnet", max_tokens=99, messages=[*ASKED, back, result], tools=TOOLS)

    assert (use.name, use.input, asked.stop_reason) == ("get_weather", {"city": "Rome"}, "tool_use")
    assert text_of(told).endswith("The tool returned: “sunny”")


def test_tokens_are_counted(anthropic: Anthropic) -> None:
    assert anthropic.messages.count_tokens(model="claude-sonnet", messages=HELLO).input_tokens > 0
