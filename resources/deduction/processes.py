"""Which modules the process of an entry has imported.

A Lambda function imports the file of its handler and what that imports, nothing else of the repository. A function of
another file cannot run there, even where evaluation, which has all modules in one heap, sees it: in a registry that
the modules of several functions fill, or behind a class that each of them derives from. Where a file of the process
imports by names that are computed, nothing is ruled out.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from .scope import Node

if TYPE_CHECKING:
    from .entries import Draft
    from .evaluate import Machine

IMPORTERS = frozenset({"importlib", "pkgutil", "runpy", "stevedore"})
"""Who imports one of these may import anything."""
NOWHERE: frozenset[Node] = frozenset()


class Elsewhere(Container[Node]):
    """The functions of files that a process never imports."""

    def __init__(self, loaded: frozenset[str]) -> None:
        self.loaded = loaded

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Node) and node.function is not None and node.function.file not in self.loaded


def elsewhere(m: Machine, draft: Draft) -> Container[Node]:
    """What cannot run in the process of an entry that begins with its own file."""
    if draft.node is None:
        return NOWHERE
    loaded = _loaded(m, draft.node)
    summaries = (m.project.summaries[file] for file in loaded if file in m.project.summaries)
    if any(not IMPORTERS.isdisjoint(summary.imports) for summary in summaries):
        return NOWHERE
    return Elsewhere(loaded) if len(loaded) < len(m.modules) else NOWHERE


def _loaded(m: Machine, start: Node) -> frozenset[str]:
    """The files that are imported on the way; a function waits until its own file is."""
    files = {state.node: file for file, state in m.modules.items()}
    loaded: set[str] = set()
    waiting: dict[str, list[Node]] = {}
    seen = {start}
    stack = [start]
    while stack:
        node = stack.pop()
        if node in files:
            loaded.add(files[node])
            stack += waiting.pop(files[node], [])
        for _, callee in node.calls:
            if callee not in seen:
                seen.add(callee)
                file = callee.function.file if callee.function is not None else ""
                (stack if not file or file in loaded else waiting.setdefault(file, [])).append(callee)
    return frozenset(loaded)
