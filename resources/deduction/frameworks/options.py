"""What a user chooses from a list: `st.selectbox("Model", ["gpt-4o", "gpt-4o-mini"])` gives one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value, join
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

MOST = 8
"""Options that are followed one by one; of more, any may be meant."""
CHOOSERS = ("selectbox", "radio", "select_slider", "segmented_control")


@rule(*(f"{owner}.{name}" for owner in ("streamlit", "streamlit.sidebar") for name in CHOOSERS))
def choose(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`st.radio("Store", ["faiss", "chroma"])`."""
    return _one_of(m, f, a.get("options") or (a.positional[1] if len(a.positional) > 1 else None))


@rule("rich.prompt.Prompt.ask", "rich.prompt.IntPrompt.ask")
def ask(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Prompt.ask("Which?", choices=["basic", "long"])`."""
    return _one_of(m, f, a.get("choices"))


def _one_of(m: Machine, f: Frame, options: Value | None) -> Value | None:
    if options is None:
        return None
    items, rest = containers.elements(m, f, options)
    return join(items) if items and rest is None and len(items) <= MOST else None
