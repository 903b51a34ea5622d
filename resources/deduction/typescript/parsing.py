"""A file of TypeScript -> its facts. The library that parses it is loaded by the first file there is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..facts import ModuleSummary
from .expressions import NAMESPACE
from .nodes import inner, position
from .statements import Statements

if TYPE_CHECKING:
    from tree_sitter import Parser


def summarize(source: bytes, path: str) -> ModuleSummary:
    """The facts of a file; what is no TypeScript in it is left out, all of it if it is nested too deeply."""
    lines = source.count(b"\n") + 1
    root = _parser().parse(source).root_node
    namespace = ("import from", 0, "argparse", (("Namespace", NAMESPACE),), position(root))
    try:
        statements = Statements(path).block(inner(root))
    except RecursionError:
        return ModuleSummary((), lines)
    functions_first = sorted(statements, key=lambda facts: facts[0] != "def")  # they may be called above
    return ModuleSummary((namespace, *functions_first), lines, source=source)


@cache
def _parser() -> Parser:
    import tree_sitter_typescript
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_typescript.language_typescript()))
