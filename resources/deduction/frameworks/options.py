"""What a user chooses from a list: `st.selectbox("Model", ["gpt-4o", "gpt-4o-mini"])` gives one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import attributes, calls, containers
from ..evaluate.machine import Frame
from ..values import Arguments, Const, Lib, LibMethod, Place, Value, join
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

MOST = 8
"""Options that are followed one by one; of more, any may be meant."""
CHOOSERS = ("selectbox", "radio", "select_slider", "segmented_control")


@rule(*(f"{owner}.{name}" for owner in ("streamlit", "streamlit.sidebar") for name in CHOOSERS))
def choose(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`st.radio("Store", ["faiss", "chroma"], key="store", on_change=load)`: the session keeps it under that key."""
    chosen = _one_of(m, f, a.get("options") or (a.positional[1] if len(a.positional) > 1 else None))
    if chosen is None:
        return None
    key, changed, given = a.get("key"), a.get("on_change"), a.get("args")
    if isinstance(key, Const):
        attributes.put(m, f, Lib(containers.STATE), str(key.value), chosen)
    if changed is not None:
        items = containers.elements(m, f, given)[0] if given is not None else []
        calls.call_back(m, f, changed, Arguments(tuple(items)), place)
    return chosen


@rule("rich.prompt.Prompt.ask", "rich.prompt.IntPrompt.ask")
def ask(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Prompt.ask("Which?", choices=["basic", "long"])`."""
    return _one_of(m, f, a.get("choices"))


def _one_of(m: Machine, f: Frame, options: Value | None) -> Value | None:
    if options is None:
        return None
    items, rest = containers.elements(m, f, options)
    return join(items) if items and rest is None and len(items) <= MOST else None
