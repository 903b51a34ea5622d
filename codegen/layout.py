"""A new expression in the place of an old one: on its line while there is room, otherwise with a line per argument."""

from __future__ import annotations

import ast
import re

from .calls import spread
from .module import Module
from .workspace import Workspace


def laid_out(workspace: Workspace, module: Module, old: ast.expr, new: str, inner: str = "") -> str:
    """The text of a call that takes the place of OLD; INNER is a call among its arguments that may be spread too."""
    start, width = module.start(old), workspace.line_length
    before = module.text[module.line_start(start) : start]
    after = re.sub(r"\s*(#.*)?$", "", module.text[module.end(old) : module.line_end(module.end(old))])
    if "\n" not in new and len(before) + len(new) + len(after) > width:
        new = spread(new, _indent(before)).replace("\n", module.newline)
    lines = (before + new).splitlines()
    long = next((line for line in lines if inner and inner in line and len(line) > width), None)
    return new.replace(inner, spread(inner, _indent(long)).replace("\n", module.newline)) if long else new


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
