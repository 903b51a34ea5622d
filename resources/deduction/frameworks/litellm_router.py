"""LiteLLM's Router: names of its own for models, `Router(model_list=[{"model_name": "fast", "litellm_params": {…}}])`.

A call by such a name runs one of the models that the list has under it, and a fallback when it fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..evaluate import choices, containers, environment, libraries
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Unknown, Value, alternatives, join
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ROUTERS = ("litellm.Router", "litellm.router.Router")
CALLS = ("completion", "acompletion", "embedding", "aembedding", "text_completion", "atext_completion", "responses",
         "aresponses")  # fmt: skip
_ENVIRONMENT = "os.environ/"


@rule(*methods(ROUTERS, CALLS))
def call(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`router.completion(model="fast", …)`."""
    if callee is None:
        return None
    wanted = a.get("model") or (a.positional[0] if a.positional else None)
    made = [
        libraries.call_path(m, f, f"litellm.{callee.name}", Arguments(named=tuple(given.items())), place)
        for given in _deployments(m, f, callee.receiver, wanted)
    ]
    return join(made) if made else None


@rule("litellm.completion", "litellm.acompletion")
def with_fallbacks(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`completion(model="a", fallbacks=["b"])`: the others are asked where the first one fails."""
    for one in _items(m, f, a.get("fallbacks")):
        other = one.items.get("model") if isinstance(one, Mapped) else one
        if isinstance(other, Const):
            libraries.call_path(m, f, "litellm.completion", Arguments(named=(("model", other),)), place)
    return None


@rule("langchain_litellm.ChatLiteLLMRouter", "langchain_community.chat_models.ChatLiteLLMRouter")
def chat_model(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ChatLiteLLMRouter(router=router, model_name="fast")`: the models that the router has under the name."""
    wanted = a.get("model_name") or a.get("model")
    made = [
        libraries.call_path(m, f, "langchain_litellm.ChatLiteLLM", Arguments(named=tuple(given.items())), place)
        for router in alternatives(a.get("router") or Unknown("a router", place))
        if isinstance(router, LibObject)
        for given in _deployments(m, f, router, wanted)
    ]
    return join(made) if made else None


def _deployments(m: Machine, f: Frame, router: LibObject, wanted: Value | None) -> Iterator[dict[str, Value]]:
    """The parameters of each model that a name may mean, with those that stand in when it fails."""
    listed = router.arguments.get("model_list") or next(iter(router.arguments.positional), None)
    entries = [one for one in _items(m, f, listed) if isinstance(one, Mapped)]
    names = {_text(one) for one in alternatives(wanted)} if wanted is not None else set[str]()
    names |= {name for pair in _fallbacks(m, f, router) if pair[0] in names for name in pair[1]}
    chosen = [one for one in entries if _text(one.items.get("model_name")) in names]
    for one in choices.each(f, tuple(chosen or entries), f.here()):
        parameters = one.items.get("litellm_params")
        if isinstance(parameters, Mapped):
            yield {key: _resolved(m, f, value) for key, value in parameters.items.items() if isinstance(key, str)}


def _fallbacks(m: Machine, f: Frame, router: LibObject) -> Iterator[tuple[str, set[str]]]:
    """`fallbacks=[{"fast": ["smart"]}]`."""
    for one in _items(m, f, router.arguments.get("fallbacks")):
        for name, others in one.items.items() if isinstance(one, Mapped) else ():
            yield str(name), {_text(other) for other in _items(m, f, others)}


def _items(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    return containers.elements(m, f, value)[0] if value is not None else []


def _text(value: Value | None) -> str:
    return str(value.value) if isinstance(value, Const) else ""


def _resolved(m: Machine, f: Frame, value: Value) -> Value:
    """`"os.environ/GROQ_API_KEY"` is read from the environment."""
    text = _text(value)
    if not text.startswith(_ENVIRONMENT):
        return value
    return environment.read(m, f, Const(text.removeprefix(_ENVIRONMENT)), None, f.here())
