"""The turns of a conversation inside one prompt, by the marks that the families of models put between them.

Llama 2 and Mistral   <s>[INST] <<SYS>>be kind<</SYS>> hello [/INST] hi </s>[INST] and now? [/INST]
Llama 3               <|start_header_id|>user<|end_header_id|>hello<|eot_id|>
ChatML                <|im_start|>user hello<|im_end|>
Gemma                 <start_of_turn>user hello<end_of_turn>
TinyLlama, Zephyr     <|user|> hello</s> <|assistant|>
plain                 Human: hello  Assistant:
"""

from __future__ import annotations

import re

from .answer import Role, Turn

_ROLES: dict[str, Role] = {
    "system": "system", "user": "user", "human": "user", "tool": "tool",
    "assistant": "assistant", "model": "assistant", "ai": "assistant",
}  # fmt: skip
_NAMES = "system|user|assistant|tool"
_MARK = re.compile(
    rf"<\|start_header_id\|>({_NAMES})<\|end_header_id\|>|<\|im_start\|>({_NAMES})\b|<start_of_turn>(user|model)\b"
    rf"|<\|({_NAMES})\|>|^(System|Human|User|Assistant|AI):",
    re.MULTILINE,
)
_END = re.compile(r"</?s>|<\|eot_id\|>|<\|im_end\|>|<end_of_turn>|<\|end\|>|<\|begin_of_text\|>|<bos>")
_INSTRUCTION = re.compile(r"\[INST\](.*?)(?:\[/INST\](.*?)(?=\[INST\]|$)|$)", re.DOTALL)


def turns_of(prompt: str) -> tuple[Turn, ...]:
    """The turns, or the whole prompt as one of the user. The empty turn of the answer that is asked for is left out."""
    if "[INST]" in prompt:
        found = _instructions(prompt)
    else:
        marks = list(_MARK.finditer(prompt))
        ends = [*(mark.start() for mark in marks[1:]), len(prompt)]
        found = [_turn(mark, prompt[mark.end() : end]) for mark, end in zip(marks, ends, strict=False)]
    turns = tuple(turn for turn in found if turn.text)
    return turns if any(turn.role == "user" for turn in turns) else (Turn("user", prompt),)


def _turn(mark: re.Match[str], text: str) -> Turn:
    name = next(group for group in mark.groups() if group)
    return Turn(_ROLES[name.lower()], _END.sub("", text).strip())


def _instructions(prompt: str) -> list[Turn]:
    turns: list[Turn] = []
    for found in _INSTRUCTION.finditer(prompt):
        asked = re.sub(r"<<SYS>>.*?<</SYS>>", "", found[1], flags=re.DOTALL)
        turns += [Turn("user", _END.sub("", asked).strip()), Turn("assistant", _END.sub("", found[2] or "").strip())]
    return turns
