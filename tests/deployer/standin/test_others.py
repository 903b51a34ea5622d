from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from archloom.deployer.sandbox.standin.answer import Question, Tool, Turn, answer
from archloom.deployer.sandbox.standin.prompt import turns_of
from archloom.deployer.sandbox.standin.schema import example


def post(url: str, body: Any) -> bytes:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return response.read()


def test_ollama_streams_lines_and_ends_with_done(url: str) -> None:
    body = {"model": "llama3", "messages": [{"role": "user", "content": "hello"}]}
    lines = [json.loads(line) for line in post(f"{url}/api/chat", body).splitlines()]

    text = "".join(line["message"]["content"] for line in lines)
    assert text == "(The sandbox answers in place of llama3.) You said: “hello”"
    assert [line["done"] for line in lines][-2:] == [False, True]


def test_ollama_embeds_and_generates(url: str) -> None:
    embedded = json.loads(post(f"{url}/api/embed", {"model": "nomic-embed-text", "input": ["a", "b"]}))
    generated = json.loads(post(f"{url}/api/generate", {"model": "llama3", "prompt": "hello", "stream": False}))

    assert [len(vector) for vector in embedded["embeddings"]] == [768, 768]
    assert generated["response"].endswith("“hello”")


def test_an_unknown_path_says_what_answers_here(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        post(f"{url}/v2/unknown", {})

    assert error.value.code == 404
    assert "stand-in for models does not know /v2/unknown" in error.value.read().decode()


def test_a_request_that_is_no_json_is_refused_in_words(url: str) -> None:
    request = urllib.request.Request(f"{url}/v1/chat/completions", b"{", {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)

    assert error.value.code == 400
    assert "cannot read this request" in error.value.read().decode()


def test_a_react_prompt_gets_its_final_answer() -> None:
    prompt = "Use this format:\nThought: …\nFinal Answer: …\nQuestion: hello"

    given = answer(Question("gpt", (Turn("user", prompt),)))

    assert given.text.startswith("Thought: I now know the final answer\nFinal Answer: ")


def test_the_same_question_has_the_same_answer_with_the_same_id() -> None:
    question = Question(
        "gpt", (Turn("user", "add 2 and 3"),), (Tool("add", "adds", {"properties": {"a": {"type": "integer"}}}),)
    )

    assert answer(question) == answer(question)
    assert answer(question).calls[0].arguments == {"a": 2}


@pytest.mark.parametrize(
    "prompt",
    [
        "<s>[INST] <<SYS>>be kind<</SYS>>\n\nhi [/INST] hello </s><s>[INST] how are you? [/INST]",
        "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nbe kind<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nhow are you?<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        "<|im_start|>system\nbe kind<|im_end|>\n<|im_start|>user\nhow are you?<|im_end|>\n<|im_start|>assistant\n",
        "<start_of_turn>user\nhow are you?<end_of_turn>\n<start_of_turn>model\n",
        "<|system|>\nbe kind</s>\n<|user|>\nhow are you?</s>\n<|assistant|>",
        "\n\nHuman: hi\n\nAssistant: hello\n\nHuman: how are you?\n\nAssistant:",
        "how are you?",
    ],
)
def test_what_the_user_said_last_is_found_in_the_prompt_of_each_family(prompt: str) -> None:
    assert answer(Question("llama", turns_of(prompt))).text.endswith("You said: “how are you?”")


NUMBER, TEXT = {"type": "integer"}, {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "said", "value"),
    [
        ({"properties": {"a": NUMBER, "b": NUMBER}}, "add 2 and 30", {"a": 2, "b": 30}),
        ({"properties": {"city": TEXT}}, "How warm is it in New York today?", {"city": "New York"}),
        ({"properties": {"query": TEXT}}, "find cats", {"query": "find cats"}),
        ({"properties": {"query": TEXT}}, "search for “old cats” now", {"query": "old cats"}),
        ({"properties": {"expression": TEXT}}, "what is 3 * (4 + 5)?", {"expression": "3 * (4 + 5)"}),
        ({"properties": {"order_id": TEXT}}, "Where is order A-42?", {"order_id": "A-42"}),
        ({"properties": {"note": TEXT}}, "It's broken, isn't it", {"note": "It's broken, isn't it"}),
        ({"properties": {"a": TEXT, "b": TEXT}, "required": ["a"]}, "x", {"a": "x"}),
        ({"enum": ["red", "blue"]}, "paint it blue", "blue"),
        ({"enum": ["red", "blue"]}, "paint it", "red"),
        ({"type": "array", "items": {"$ref": "#/$defs/n"}, "minItems": 2, "$defs": {"n": NUMBER}}, "4 and 5", [4, 5]),
        ({"anyOf": [{"type": "null"}, {"type": "string", "format": "date"}]}, "x", "2026-01-01"),
        ({"type": "integer", "minimum": 5, "maximum": 9}, "1", 5),
        ({"type": ["null", "boolean"]}, "x", False),
    ],
)
def test_arguments_are_made_from_what_was_said(schema: dict[str, Any], said: str, value: Any) -> None:
    assert example(schema, said) == value


def test_a_schema_that_refers_to_itself_ends() -> None:
    tree = {"type": "object", "properties": {"child": {"$ref": "#"}}, "required": ["child"]}

    assert "child" in example(tree, "x")
