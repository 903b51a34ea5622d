"""LiteLLM's Router: a name of its own stands for the models that its list has under it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
CODE = """
from litellm import Router
from langchain_litellm import ChatLiteLLMRouter
router = Router(model_list=[
    {"model_name": "fast", "litellm_params": {"model": "groq/llama-3", "api_key": "os.environ/MY_GROQ_KEY"}},
    {"model_name": "smart", "litellm_params": {"model": "bedrock/nova-pro"}},
], fallbacks=[{"fast": ["smart"]}])
def f(event=None): CALL
"""
SMART = {"model:nova-pro": {"InvokeModel"}}


@pytest.mark.parametrize(
    "call",
    ["router.completion(model='smart')", "ChatLiteLLMRouter(router=router, model_name='smart').invoke('x')"],
)
def test_a_name_of_the_router_is_the_model_under_it(call: str, opened: Open) -> None:
    assert actions_of(opened(CODE.replace("CALL", call), "app.f"), "app.f") == SMART


@pytest.mark.parametrize("name", ["'fast'", "event['model']"])
def test_what_stands_in_for_a_model_is_used_too(name: str, opened: Open) -> None:
    seen = opened(CODE.replace("CALL", f"router.completion(model={name})"), "app.f")

    assert actions_of(seen, "app.f") == {"model:llama-3": {"invoke"}, **SMART}
    assert [one.env for one in seen.resources if one.kind == "secret"] == ["MY_GROQ_KEY"]


def test_a_fallback_of_one_call_is_asked_too(opened: Open) -> None:
    call = "litellm.completion(model='bedrock/nova-lite', messages=[], fallbacks=['bedrock/nova-pro'])"
    code = f"import litellm\ndef f(): {call}\n"
    seen = opened(code, "app.f")

    assert actions_of(seen, "app.f") == {"model:nova-lite": {"InvokeModel"}, **SMART}
