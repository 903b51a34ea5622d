"""`configurable_fields`: what the configuration of a run may make of an object of the project."""

from __future__ import annotations

from collections.abc import Callable

Used = Callable[..., dict[str, set[str]]]
BOT = """
from enum import Enum
from langchain_core.runnables import ConfigurableField, ConfigurableFieldSingleOption, RunnableBinding
from langchain_openai import ChatOpenAI
class Size(str, Enum):
    SMALL = "small"
    LARGE = "large"
class Bot(RunnableBinding):
    size: Size
    def __init__(self, *, size=Size.SMALL, name="x", **others):
        model = ChatOpenAI(model="gpt-small" if size == Size.SMALL else "gpt-large")
        super().__init__(size=size, name=name, bound=model)
"""


def models(used: dict[str, set[str]]) -> set[str]:
    return {one.removeprefix("model:") for one in used if one.startswith("model:")}


def test_a_field_may_be_any_member_of_its_enum(uses: Used) -> None:
    ask = "Bot().configurable_fields(size=ConfigurableField(id='size')).with_types(input_type=str).invoke('x')"
    assert models(uses(f"{BOT}\ndef f(): {ask}\n")) == {"gpt-small", "gpt-large"}


def test_a_field_may_be_any_of_the_listed_options(uses: Used) -> None:
    options = "ConfigurableFieldSingleOption(id='size', options={'l': Size.LARGE}, default='l')"
    ask = f"Bot().configurable_fields(size={options}).invoke('x')"
    assert models(uses(f"{BOT}\ndef f(): {ask}\n")) == {"gpt-small", "gpt-large"}


def test_what_is_not_configurable_stays(uses: Used) -> None:
    ask = "Bot(size=Size.LARGE).configurable_fields(name=ConfigurableField(id='name')).invoke('x')"
    assert models(uses(f"{BOT}\ndef f(): {ask}\n")) == {"gpt-large"}
