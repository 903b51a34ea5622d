"""The call graph of deduction against Python itself: a snippet runs under a profiler, and every call seen there must be
in the graph. So nothing is expected by hand, and a way that Python goes is never missed by the deduction.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from archloom.resources.deduction.call_graph import call_graph

from .conftest import write

Calls = set[tuple[str, str]]

PRELUDE = """
import os
maybe = os.getpid() > 0  # true, but no analysis may know
def a(*args, **kwargs): return None
def b(*args, **kwargs): return None
def c(*args, **kwargs): return None
"""


def seen_running(text: str, file: str) -> Calls:
    """Caller and callee of every call between functions of the text, frames of libraries in between left out."""
    found: Calls = set()

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename == file:
            caller = frame.f_back
            while caller is not None and caller.f_code.co_filename != file:
                caller = caller.f_back
            if caller is not None and _name(caller.f_code) != _name(frame.f_code):
                found.add((_name(caller.f_code), _name(frame.f_code)))

    code = compile(text, file, "exec")
    sys.setprofile(profile)
    try:
        exec(code, {"__name__": "__main__"})
    finally:
        sys.setprofile(None)
    classes = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)}
    return {call for call in found if not any(name.rpartition(".")[2] in classes for name in call)}


def _name(code: CodeType) -> str:
    """The dotted name as the call graph writes it; comprehensions count as the function around them."""
    parts = [part for part in code.co_qualname.split(".") if part == "<lambda>" or not part.startswith("<")]
    return ".".join(("app", *parts))


def missed(folder: Path, snippet: str) -> Calls:
    text = PRELUDE + textwrap.dedent(snippet)
    graph = call_graph(write(folder, text))
    found = {(_plain(caller), _plain(callee)) for caller, callees in graph.items() for callee in callees}
    return seen_running(text, str(folder / "app.py")) - found


def _plain(name: str) -> str:
    return re.sub(r"<lambda\d+>", "<lambda>", name)
