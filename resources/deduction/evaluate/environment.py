"""Environment variables: reading them, `.env` files, and variables that the code itself sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scope import Touch, Use
from ..secret_names import is_secret
from ..values import Const, EnvVar, Place, Text, Unknown, Value, alternatives, join
from . import choices
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

TRACING = ("LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2")
"""Variables that switch LangSmith's tracing on."""
MAPPINGS = frozenset({"os.environ", "streamlit.secrets", "os.environb"})


def read(m: Machine, f: Frame, index: Value, default: Value | None, place: Place) -> Value:
    """`os.environ[index]` or `os.getenv(index, default)`."""
    if not isinstance(index, Const) or not isinstance(index.value, str):
        options = alternatives(index)
        if len(options) > 1:
            return join(read(m, f, one, default, place) for one in choices.each(f, options, place, _is_text))
        return Unknown("an environment variable whose name is computed", place)
    return variable(m, f, index.value, default, place)


def _is_text(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, str)


def variable(m: Machine, f: Frame, name: str, default: Value | None, place: Place) -> Value:
    """The value of a variable; what `.env` or the code itself gives it counts as its default."""
    if is_secret(name):
        touch = Touch("secret", "environment", name, name, place)
        m.touches.setdefault(touch)
        f.node.uses.setdefault(Use(touch, "read", ("read",), place, "config", f.choice))
    given = m.scratch.get(("environment", name))
    if given is None and name in m.environment:
        given = Const(m.environment[name]) if not is_secret(name) else None
    if given is None and default is not None and default not in (Const(None), Const("")):
        given = default if isinstance(default, Const | Text | EnvVar) else None
        if given is None and not isinstance(default, Unknown):
            return join((EnvVar(name), default))
    return EnvVar(name, given)


def write(m: Machine, f: Frame, index: Value, value: Value) -> None:
    """`os.environ["X"] = value`: later reads see it as the default."""
    if isinstance(index, Const) and isinstance(value, Const | Text) and isinstance(index.value, str):
        m.scratch[("environment", index.value)] = value
        if index.value in TRACING and is_on(getattr(value, "value", None)):
            place = f.here()
            f.node.uses.setdefault(
                Use(Touch("switch", "langsmith", index.value, None, place), "", (), place, link="switch")
            )


def is_on(value: object) -> bool:
    return str(value).lower() in ("true", "1")
