"""The order of an evaluation: all modules, then the search for entries, then the entries until nothing grows."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .entries import Draft
from .evaluate import Frame, Machine
from .evaluate.names import module
from .frameworks import every, handlers
from .room import with_room
from .scope import Node

ROUNDS = 3
"""How often the entries are evaluated again because shared state grew."""


def evaluate(m: Machine, configs: Mapping[str, bytes], asked: tuple[str, ...]) -> list[Draft]:
    """Evaluates all modules, finds the entries, and evaluates those until shared state no longer grows."""
    with_room(lambda: _evaluate(m, configs, asked))
    return [draft for draft in handlers.without_repeated(_ordered(m)) if draft.node is not None]


def _evaluate(m: Machine, configs: Mapping[str, bytes], asked: tuple[str, ...]) -> None:
    for file in sorted(m.project.summaries):
        with _guarded(m, f"the import of {file}", file):
            module(m, file)
    with _guarded(m, "the search for entries", "."):
        every.find(m, configs, asked)
    m.settled, m.set_outside = m.clock, dict(m.attributes)
    for _ in range(ROUNDS):
        drafts = _ordered(m)
        for draft in filter(_is_stale, drafts):
            if draft.node is not None and m.is_large():
                continue  # a large project: what one round found stands
            with _guarded(m, f"the entry {draft.label}", draft.place[0], draft.place[1]):
                _run(m, draft)
        if len(m.entries) == len(drafts) and not any(map(_is_stale, drafts)):
            break
    m.rest()


def _is_stale(draft: Draft) -> bool:
    """Has anything that the entry read changed since it began to be evaluated?"""
    return draft.node is None or any(cell.stamp > draft.clock for cell in draft.node.reads)


def _ordered(m: Machine) -> list[Draft]:
    """The entries known so far, in an order that does not depend on how they were found."""
    return sorted(m.entries.values(), key=lambda draft: (draft.place, draft.kind, draft.label))


def _run(m: Machine, draft: Draft) -> None:
    """Evaluates one entry in a run of its own."""
    m.begin()
    draft.clock = m.clock
    scope = m.scope("function", draft.place[0], None)
    node = draft.node = Node(draft.label, draft.place, None, None)
    node.start, node.run, node.begun = scope.number, m.run, m.clock
    m.roots.append((draft, node))
    draft.evaluate(m, Frame(scope, node, 0))
    if draft.with_imports and draft.place[0] in m.modules:
        node.calls[draft.place, m.modules[draft.place[0]].node] = ()


@contextmanager
def _guarded(m: Machine, what: str, file: str, line: int = 1) -> Generator[None]:
    """An error of ours in one part becomes a problem there; the rest of the project is still shown."""
    try:
        yield
    except (
        AttributeError,
        IndexError,
        KeyError,
        LookupError,
        NameError,
        RecursionError,
        TypeError,
        ValueError,
        AssertionError,
    ) as error:
        m.recover()
        where = traceback.extract_tb(error.__traceback__)[-1]
        message = f"Archloom failed in {what}: {type(error).__name__} in {Path(where.filename).name}:{where.lineno}."
        m.problem("internal-error", message, (file, line, 0, 0, 0),
                  "What it uses may be missing from the picture. Please report the file.", "error")  # fmt: skip
