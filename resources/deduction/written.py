"""An argument as it is written: what a person sees in a sentence about it. Asked for few places, so the call is parsed
again.
"""

from __future__ import annotations

import ast

from .project import Project
from .values import Place

LONGEST = 60
"""Characters of an expression that help; of a longer one the beginning is shown."""


def argument(project: Project, place: Place, name: str) -> str:
    """The expression that the call at PLACE gives for NAME, or the only one that has no name; empty if none."""
    call = _call(project, place)
    if call is None:
        return ""
    named = next((one.value for one in call.keywords if one.arg == name), None)
    given = named or (call.args[0] if len(call.args) == 1 else None)
    if given is None or isinstance(given, ast.Starred | ast.Constant):
        return ""
    text = " ".join(ast.unparse(given).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _call(project: Project, place: Place) -> ast.Call | None:
    file, line, column, end_line, end_column = place
    lines = list(project.lines(file, line, end_line))
    if not lines:
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    try:
        found = ast.parse(b"(" + b"\n".join(lines) + b"\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None
    return found if isinstance(found, ast.Call) else None
