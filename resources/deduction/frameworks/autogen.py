"""AutoGen: models that a configuration names, as `llm_config={"config_list": [{"model": "gpt-4o"}]}` does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..evaluate import choices, containers, libraries, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

AGENT = "autogen_agentchat.agents.AssistantAgent"
"""The catalog's name of all agents, chats and managers of AutoGen, the older `autogen.AssistantAgent` too."""
PROVIDERS = {
    "azure": "azure_openai", "anthropic": "anthropic", "google": "google_genai", "groq": "groq", "ollama": "ollama",
    "mistral": "mistralai", "together": "together", "cohere": "cohere", "bedrock": "bedrock",
}  # fmt: skip
"""What a configuration calls the vendor -> what LangChain's `init_chat_model` does."""
_KEPT = ("api_key", "base_url")


@rule(AGENT)
def agent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    row = m.catalog.call(AGENT)
    config = a.get("llm_config")
    if row is None or config is None:
        return None
    made = [_model(m, f, one, place) for one in choices.each(f, tuple(_configurations(m, f, config)), place)]
    given = dict(a.named) | ({"llm_config": m.sequence(made)} if made else {})
    return perform.perform(
        m, f, row, AGENT, "AssistantAgent", Arguments(a.positional, tuple(given.items()), a.rest), place
    )


def _configurations(m: Machine, f: Frame, config: Value) -> Iterator[Mapped]:
    """Each model that is named, in a list or directly; of an `LLMConfig` its arguments."""
    for one in alternatives(config):
        if isinstance(one, LibObject) and one.path.endswith("LLMConfig"):
            yield from _configurations(m, f, m.mapped(dict(one.arguments.named)))
            for given in one.arguments.positional:
                yield from _configurations(m, f, given)
        elif isinstance(one, Mapped) and "model" in one.items:
            yield one
        elif isinstance(one, Mapped) and "config_list" in one.items:
            for listed in alternatives(one.items["config_list"]):
                inner = [listed] if isinstance(listed, Mapped | LibObject) else containers.elements(m, f, listed)[0]
                for each in inner:
                    yield from _configurations(m, f, each)


def _model(m: Machine, f: Frame, config: Mapped, place: Place) -> Value:
    told = naming.text_of(config.items.get("api_type", Const("openai"))) or "openai"
    given: dict[str, Value] = {"model": config.items["model"], "model_provider": Const(PROVIDERS.get(told, "openai"))}
    given |= {word: config.items[word] for word in _KEPT if word in config.items}
    path = "langchain.chat_models.init_chat_model"
    return libraries.call_path(m, f, path, Arguments(named=tuple(given.items())), place)
