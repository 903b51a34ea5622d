"""The call graph under the deduction: which function calls which, by dotted names.

Evaluation leaves one node per evaluated call; here they are joined by the name of what was called. Names are those of
the source: `app.main.Service.run`, `app.main.make.inner` for a nested function, `app.main.<lambda1>` for the first
lambda of its scope, the dotted path of what a library has, `<builtin>.len`, `<str>.join`. A class that is called stands
for its `__init__`; what a library calls back counts as called by who runs the library; an entry is listed by its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..catalog.loader import load
from .deduce import check, without_warnings
from .discover import discover
from .evaluate import Machine
from .evaluate.attributes import library_bases, mro
from .facts import Facts, is_function
from .project import Project
from .rounds import evaluate
from .scope import Node
from .summarize import summarize
from .values import Builtin, Class, Const, Instance, Lib, LibMethod, LibObject, Mapped, Method, Text, Value
from .values import Sequence as Items

Position = tuple[str, int, int, int, int]
_CLASS = 7
"""The length of the facts of a class; `facts.py` says what is in them."""


def call_graph(root: Path, entries: Sequence[str] = ()) -> Mapping[str, set[str]]:
    """Each module and function that runs when the project's modules are imported and its entries (also ENTRIES) are
    called, with the names of what it calls. Raises DeductionError when ROOT is not a readable folder."""
    check(root)
    with without_warnings():
        return _call_graph(root, entries)


def _call_graph(root: Path, entries: Sequence[str]) -> Mapping[str, set[str]]:
    files = [file for file in discover(root).python if (root / file).is_file()]
    summaries = {file: summarize((root / file).read_bytes()) for file in files}
    m = Machine(Project(summaries), load(), {}, {})
    outside: list[tuple[Node, str]] = []
    m.seen = lambda f, callee: outside.extend((f.node, name) for name in _outside(m, callee))
    drafts = evaluate(m, {}, tuple(entries))
    modules = [state.node for state in m.modules.values()]
    starts = [*modules, *(draft.node for draft in drafts if draft.node is not None)]
    return _by_name(starts, frozenset(modules), _Names(m.project), outside)


def _by_name(starts: Sequence[Node], modules: frozenset[Node], names: _Names,
             outside: Sequence[tuple[Node, str]]) -> dict[str, set[str]]:  # fmt: skip
    graph: dict[str, set[str]] = {}
    begun = frozenset(starts)
    for node in _all(starts):
        if node.function is not None or node in begun:
            graph.setdefault(names.of(node), set()).update(map(names.of, _callees(node, modules)))
    for node, name in outside:
        if node.function is not None or node in begun:
            graph.setdefault(names.of(node), set()).add(name)
    return graph


def _callees(node: Node, modules: frozenset[Node]) -> Iterator[Node]:
    """The functions that it calls, also through objects of libraries that it runs."""
    seen = {node}
    stack = [node]
    while stack:
        for _, callee in stack.pop().calls:
            if callee.function is not None:
                yield callee
            elif callee not in modules and callee not in seen:
                seen.add(callee)
                stack.append(callee)


def _all(starts: Sequence[Node]) -> Iterator[Node]:
    seen = set(starts)
    stack = list(starts)
    while stack:
        node = stack.pop()
        yield node
        new = [callee for _, callee in node.calls if callee not in seen]
        seen.update(new)
        stack.extend(new)


class _Names:
    """The names that functions have in the source, by their places."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Position, str] = {}
        self._files: set[str] = set()

    def of(self, node: Node) -> str:
        file = node.place[0]
        if file in self._project.summaries and file not in self._files:
            self._files.add(file)
            self._walk(self._project.summaries[file].body, file, self._project.dotted(file), [0])
        return self._known.get(node.place, node.name) if node.function is not None else node.name

    def _walk(self, facts: Facts, file: str, scope: str, lambdas: list[int]) -> None:
        """Names everything defined inside of FACTS; LAMBDAS counts those of the scope."""
        stack = [_parts(facts)]
        while stack:
            one = next(stack[-1], None)
            if one is None:
                stack.pop()
            elif _defines(one):
                self._defined(one, file, scope, lambdas)
            else:
                stack.append(_parts(one))

    def _defined(self, facts: Facts, file: str, scope: str, lambdas: list[int]) -> None:
        """A function or class: its defaults, decorators and bases belong to the scope around it."""
        name = facts[1]
        if name == "<lambda>":
            lambdas[0] += 1
            name = f"<lambda{lambdas[0]}>"
        self._walk(facts[2:5], file, scope, lambdas)
        inside = self._project.body(file, facts) if facts[0] == "def" else facts[5]
        self._walk(inside, file, f"{scope}.{name}", [0])
        if facts[0] == "def":
            self._known[(file, *facts[6])] = f"{scope}.{name}"


def _parts(facts: Facts) -> Iterator[Facts]:
    return (part for part in facts if part.__class__ is tuple and part)


def _defines(facts: Facts) -> bool:
    return is_function(facts) or (facts[0] == "class" and len(facts) == _CLASS)


def _outside(m: Machine, callee: Value) -> Iterator[str]:
    """The name of a callee that is no function of the project."""
    match callee:
        case Lib(path):
            yield path
        case Builtin(name):
            yield f"<builtin>.{name}"
        case LibMethod(receiver, name):
            yield f"{receiver.path}.{name}"
        case LibObject():
            yield f"{callee.path}.__call__"
        case Class() if not any(isinstance(one, Class) and "__init__" in one.attributes for one in mro(m, callee)):
            yield from (f"{base.path}.__init__" for base in library_bases(m, callee))
        case Method(Instance() as receiver, name):
            yield from (f"{base.path}.{name}" for base in library_bases(m, receiver.cls))
        case Method(receiver, name) if (kind := _builtin_type(receiver)) is not None:
            yield f"<{kind}>.{name}"
        case _:
            return


def _builtin_type(value: Value) -> str | None:
    match value:
        case Const(constant):
            return type(constant).__name__
        case Text():
            return "str"
        case Mapped():
            return "dict"
        case Items():
            return value.kind
        case _:
            return None
