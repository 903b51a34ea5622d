from __future__ import annotations

import json
from typing import Any

from openai import OpenAI
from pydantic import BaseModel

from .conftest import WEATHER

HELLO: Any = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "hello"}]
ANSWER = "(The sandbox answers in place of gpt-4o.) You said: “hello”"
ASKED: Any = [{"role": "user", "content": "What will the weather be in Paris for 3 days?"}]
TOOLS: Any = [
    {"type": "function", "function": {"name": "get_weather", "description": "Forecast", "parameters": WEATHER}},
    {"type": "function", "function": {"name": "send_mail", "description": "Sends a letter", "parameters": {}}},
]


def test_a_completion_says_who_answers_and_repeats_the_question(openai: OpenAI) -> None:
    answer = openai.chat.completions.create(model="gpt-4o", messages=HELLO)

    assert answer.choices[0].message.content == ANSWER
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_a_streamed_completion_comes_in_pieces_and_is_the_same(openai: OpenAI) -> None:
    options: Any = {"include_usage": True}
    chunks = list(openai.chat.completions.create(model="gpt-4o", messages=HELLO, stream=True, stream_options=options))

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == ANSWER
    assert len(chunks) > 5
    assert chunks[-1].usage is not None


def test_the_tool_whose_words_fit_is_called_with_what_the_user_said(openai: OpenAI) -> None:
    message = openai.chat.completions.create(model="gpt-4o", messages=ASKED, tools=TOOLS).choices[0].message

    assert message.tool_calls is not None
    call: Any = message.tool_calls[0]
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "Paris"})


def test_after_a_tools_result_comes_text(openai: OpenAI) -> None:
    first = openai.chat.completions.create(model="gpt-4o", messages=ASKED, tools=TOOLS).choices[0].message
    assert first.tool_calls is not None
    result = {"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": "sunny"}

    last = openai.chat.completions.create(model="gpt-4o", messages=[*ASKED, first, result], tools=TOOLS)

    assert last.choices[0].message.content == "(The sandbox answers in place of gpt-4o.) The tool returned: “sunny”"


def test_no_tool_is_called_when_none_fits_unless_one_must(openai: OpenAI) -> None:
    free = openai.chat.completions.create(model="gpt-4o", messages=HELLO, tools=TOOLS)
    forced = openai.chat.completions.create(
        model="gpt-4o", messages=HELLO, tools=TOOLS,
        tool_choice={"type": "function", "function": {"name": "send_mail"}},
    )  # fmt: skip

    assert free.choices[0].message.tool_calls is None
    calls: Any = forced.choices[0].message.tool_calls
    assert [call.function.name for call in calls] == ["send_mail"]


def test_a_streamed_tool_call_is_put_together_by_the_client(openai: OpenAI) -> None:
    with openai.chat.completions.stream(model="gpt-4o", messages=ASKED, tools=TOOLS) as stream:
        message = stream.get_final_completion().choices[0].message

    assert message.tool_calls is not None
    assert message.tool_calls[0].function.name == "get_weather"


class Joke(BaseModel):
    setup: str
    rating: int
    tags: list[str]


def test_structured_output_fits_its_schema(openai: OpenAI) -> None:
    asked: Any = [{"role": "user", "content": "A joke with rating 7"}]
    parsed = (
        openai.chat.completions.parse(model="gpt-4o", messages=asked, response_format=Joke).choices[0].message.parsed
    )

    assert parsed == Joke(setup="A joke with rating 7", rating=7, tags=["A joke with rating 7"])


def test_embeddings_are_the_same_each_time_and_near_for_texts_that_share_words(openai: OpenAI) -> None:
    texts = ["the cat sat on the mat", "a cat on a mat", "quarterly revenue report"]
    first, second = (openai.embeddings.create(model="text-embedding-3-small", input=texts) for _ in range(2))
    cat, mat, report = (item.embedding for item in first.data)

    assert [item.embedding for item in first.data] == [item.embedding for item in second.data]
    assert len(cat) == 1536
    assert near(cat, mat) > 2 * near(cat, report)
    assert len(openai.embeddings.create(model="text-embedding-3-large", input="a").data[0].embedding) == 3072
    assert len(openai.embeddings.create(model="x", input="a", dimensions=64).data[0].embedding) == 64


def test_embeddings_of_token_numbers_work_too(openai: OpenAI) -> None:
    made = openai.embeddings.create(model="text-embedding-3-small", input=[[1, 2, 3], [4]])

    assert len(made.data) == 2


def near(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_the_responses_protocol_answers_plain_and_streamed(openai: OpenAI) -> None:
    plain = openai.responses.create(model="gpt-4o", instructions="Be kind.", input="hello")
    with openai.responses.stream(model="gpt-4o", input="hello") as stream:
        streamed = stream.get_final_response()

    assert plain.output_text == streamed.output_text == ANSWER


def test_the_responses_protocol_calls_functions(openai: OpenAI) -> None:
    tool: Any = {"type": "function", "name": "get_weather", "parameters": WEATHER, "strict": False}
    [call] = openai.responses.create(model="gpt-4o", input="Weather in Rome?", tools=[tool]).output

    assert call.type == "function_call"
    assert json.loads(call.arguments) == {"city": "Rome"}


def test_the_list_of_models_says_that_it_is_a_stand_in(openai: OpenAI) -> None:
    assert [model.id for model in openai.models.list()] == ["sandbox-stand-in"]
