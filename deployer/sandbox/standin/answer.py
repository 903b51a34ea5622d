"""What the stand-in answers: text, or calls of the tools that it was offered, by fixed rules.

1. After the result of a tool it says what the tool returned.
2. A tool that must be called is called. Of several that may be called, the one whose name and description share most
   words with the question, if any does.
3. Where a JSON schema is asked for, it answers with JSON that fits it.
4. Otherwise it says who it is and repeats the question. A prompt of the ReAct form gets a `Final Answer:`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from ..fields import table
from .schema import example

LONGEST_QUOTE = 400
Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may call, with the JSON schema of its arguments."""

    name: str
    description: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Question:
    """A request to a model, whatever protocol it came by."""

    model: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    must_call: str | bool = False
    """The name of a tool that must be called, or whether any must."""
    schema: Mapping[str, Any] | None = None
    """The JSON schema that the answer must fit; an empty one means any object."""

    @property
    def tokens(self) -> int:
        return sum(count_tokens(turn.text) for turn in self.turns)


@dataclass(frozen=True, slots=True)
class ToolCall:
    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Text, or a call of a tool."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()

    @property
    def tokens(self) -> int:
        return count_tokens(self.text) + sum(count_tokens(json.dumps(dict(call.arguments))) for call in self.calls)

    def pieces(self) -> list[str]:
        """The text as a model would stream it, a word at a time."""
        return re.findall(r"\S+\s*|\s+", self.text)


def answer(question: Question) -> Answer:
    """The answer to a question; the same question has always the same answer."""
    last = question.turns[-1] if question.turns else Turn("user", "")
    tool = None if last.role == "tool" and not question.must_call else _tool(question, _asked(question))
    if tool is not None:
        return Answer(calls=(_call(question, tool),))
    if question.schema is not None:
        return Answer(json.dumps(example(question.schema, _asked(question))))
    if last.role == "tool":
        return Answer(f"{_introduction(question)} The tool returned: {_quote(last.text)}")
    return Answer(_text(question))


def count_tokens(text: str) -> int:
    """Roughly what a tokenizer counts: four characters a token."""
    return (len(text) + 3) // 4


def _text(question: Question) -> str:
    said = f"{_introduction(question)} You said: {_quote(_asked(question))}"
    if any("Final Answer:" in turn.text for turn in question.turns):
        return f"Thought: I now know the final answer\nFinal Answer: {said}"
    return said


def _introduction(question: Question) -> str:
    return f"(The sandbox answers in place of {question.model}.)"


def _quote(text: str) -> str:
    text = text.strip()
    return f"“{text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'}”"


def _asked(question: Question) -> str:
    """The last thing that the user said."""
    return next((turn.text for turn in reversed(question.turns) if turn.role == "user"), "")


def _tool(question: Question, asked: str) -> Tool | None:
    named = [tool for tool in question.tools if tool.name == question.must_call]
    if named:
        return named[0]
    if not question.tools:
        return None
    best = max(question.tools, key=lambda tool: _shared(tool, asked))
    return best if question.must_call or _shared(best, asked) else None


def _shared(tool: Tool, asked: str) -> int:
    name = _words([re.sub(r"([a-z])([A-Z])", r"\1 \2", tool.name).replace("_", " ").replace("-", " ")])
    wanted = _words([asked])
    return 3 * len(name & wanted) + len(_words([tool.description]) & wanted)


_COMMON = """
    a about an and are as at be by call can do for from get given have how i in is it me my of on or please return
    returns some that the this to tool use what when which who with you your
"""


def _words(texts: Iterable[str]) -> frozenset[str]:
    words = frozenset(word for text in texts for word in re.findall(r"[a-z0-9]+", text.lower()))
    return words - frozenset(_COMMON.split())


def _call(question: Question, tool: Tool) -> ToolCall:
    arguments = example(tool.schema, _asked(question))
    seed = json.dumps([[turn.role, turn.text] for turn in question.turns] + [tool.name])
    return ToolCall("call_" + sha256(seed.encode()).hexdigest()[:24], tool.name, table(arguments))
