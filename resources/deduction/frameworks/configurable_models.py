"""LangChain's models that are configured when they are used: `init_chat_model(configurable_fields=("model", …))`.

Such a model has no name of its own; `with_config({"model": name, …})` gives it one, for that copy alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..evaluate import containers, holding, libraries, naming
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, LibObject, Mapped, Place, Unknown, Value, alternatives, join
from . import configurable_alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

UNNAMED = "langchain.SomeModel"
"""The catalog's type for a model that no text settles."""
MAKER = "langchain.chat_models.init_chat_model"


@rule(f"{UNNAMED}.with_config", "langchain.Runnable.with_config")
def with_config(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The model that the configuration names, with the tools that were bound before."""
    if callee is None:
        return None
    alternative = configurable_alternatives.chosen(m, callee.receiver, _configurable(m, f, a))
    if alternative is not None or not _is_unnamed(callee.receiver):
        return alternative
    settings = _settings(m, f, a, callee.receiver)
    if "model" not in settings:
        return None
    made = libraries.call_path(m, f, MAKER, Arguments(named=tuple(settings.items())), place)
    for one in alternatives(made):
        if isinstance(one, LibObject):
            for word, value in _bound(callee.receiver):
                holding.hold(m, one, word, value)
    return made


@rule(*methods((UNNAMED, "langchain.Runnable"), (
    "invoke", "ainvoke", "stream", "astream", "batch", "abatch", "astream_events",
)))  # fmt: skip
def run(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`model.invoke(messages, {"configurable": {"model": name}})`: the same for this run alone."""
    config = a.get("config") or (a.positional[1] if len(a.positional) > 1 else None)
    if callee is None or config is None:
        return None
    alternative = configurable_alternatives.chosen(m, callee.receiver, _configurable(m, f, Arguments((config,))))
    if alternative is not None:
        return join(_run(m, f, one, callee, a, place) for one in alternatives(alternative))
    if not _is_unnamed(callee.receiver) or "model" not in _settings(m, f, Arguments((config,)), callee.receiver):
        return None
    named = with_config(m, f, Arguments((config,)), place, callee)
    return join(_run(m, f, one, callee, a, place) for one in alternatives(named)) if named is not None else None


def _run(m: Machine, f: Frame, one: Value, callee: LibMethod, a: Arguments, place: Place) -> Value:
    """The same call of what was chosen."""
    if not isinstance(one, LibObject):
        return Unknown("the answer of a model", place)
    return libraries.call_method(m, f, LibMethod(one, callee.name), Arguments(a.positional[:1]), place)


def _configurable(m: Machine, f: Frame, a: Arguments) -> Value | None:
    """What stands under `configurable` in a configuration."""
    direct = a.get("configurable")
    return direct if direct is not None else _texts(m, f, a.positional[0] if a.positional else None).get("configurable")


def _settings(m: Machine, f: Frame, a: Arguments, model: LibObject) -> dict[str, Value]:
    """What `with_config({"model": …})` or `with_config(configurable={"model": …})` sets, without the model's prefix."""
    given = model.arguments.get("config_prefix")
    prefix = f"{naming.text_of(given)}_" if given is not None else ""
    return {key.removeprefix(prefix): value for key, value in _given(m, f, a).items()}


def _given(m: Machine, f: Frame, a: Arguments) -> dict[str, Value]:
    found: dict[str, Value] = dict(a.named)
    for one in (*a.positional[:1], *(value for key, value in a.named if key == "config")):
        found |= _texts(m, f, one)
    return found | _texts(m, f, found.get("configurable"))


def _texts(m: Machine, f: Frame, value: Value | None) -> dict[str, Value]:
    if not isinstance(value, Mapped):
        return {}
    items, _ = containers.pairs(m, f, value)
    return {key: one for key, one in items.items() if isinstance(key, str)}


def _is_unnamed(model: LibObject) -> bool:
    """Is it the model without a name, or a copy of it with tools or retries?"""
    return model.type == UNNAMED or any(
        word == "self" and isinstance(value, LibObject) and _is_unnamed(value) for word, value in model.held
    )


def _bound(model: LibObject) -> Iterator[tuple[str, Value]]:
    """What the model holds, without the copies of itself that lead to the one without a name."""
    for word, value in model.held:
        if word == "self" and isinstance(value, LibObject) and _is_unnamed(value):
            yield from _bound(value)
        else:
            yield word, value
