"""Files of TypeScript as modules: what they are called, and what their imports mean.

`./constructs/api` is a module beside the file as in Python, `index.ts` that of its folder; `aws-cdk-lib/aws-lambda` and
`@aws-cdk/aws-lambda` are what Python knows as `aws_cdk.aws_lambda`, and `path` is `os.path`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..facts import Facts
from .nodes import field, inner, only, position, string_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

DEFAULT = "default"
"""The name of what a file exports without one."""
_DOT = "\N{ONE DOT LEADER}"
"""Stands for a dot inside a name, which would part the modules of Python."""
_KNOWN = {"aws-cdk-lib": "aws_cdk", "@aws-cdk": "aws_cdk", "path": "os.path", "node:path": "os.path"}


def module_file(path: str) -> str:
    """`lib/constructs/index.ts` -> `lib/constructs/__init__.py`: what the file is called as a module."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".ts").replace(".", _DOT)
    return f"{folder}/" * bool(folder) + ("__init__" if stem == "index" else stem) + ".py"


def imported(node: Node) -> Iterable[Facts]:
    """`import * as s3 from "aws-cdk-lib/aws-s3"`, `import {Api} from "./api"`, `import cdk = require("aws-cdk-lib")`"""
    for clause in inner(node):
        if clause.type == "import_require_clause":
            yield _whole(string_of(field(clause, "source")), text_of(only(clause)), node)
        elif clause.type == "import_clause":
            source = string_of(field(node, "source"))
            yield from (_clause(one, source, node) for one in inner(clause) if one.type == "identifier" or inner(one))


def _clause(clause: Node, source: str, node: Node) -> Facts:
    level, dotted = _meant(source)
    if clause.type == "namespace_import":
        return _whole(source, text_of(only(clause)), node)
    if clause.type != "identifier":
        return ("import from", level, dotted, tuple(map(_named, inner(clause))), position(node))
    if not level:
        return _whole(source, text_of(clause), node)
    return ("import from", level, dotted, ((DEFAULT, text_of(clause)),), position(node))


def passed_on(node: Node) -> Iterable[Facts]:
    """`export * from "./api"`, `export {Api} from "./api"`"""
    level, dotted = _meant(string_of(field(node, "source")))
    clause = next((one for one in inner(node) if one.type == "export_clause"), None)
    names = tuple(map(_named, inner(clause))) if clause is not None else (("*", "*"),)
    if names:
        yield ("import from", level, dotted, names, position(node))


def _named(specifier: Node) -> tuple[str, str]:
    name = text_of(field(specifier, "name"))
    return name, text_of(field(specifier, "alias")) or name


def _whole(source: str, name: str, node: Node) -> Facts:
    """A module under a name."""
    level, dotted = _meant(source)
    if not level:
        return ("import", ((dotted, name),), position(node))
    package, _, last = dotted.rpartition(".")
    return ("import from", level, package, ((last, name),), position(node))


def _meant(source: str) -> tuple[int, str]:
    """What an import names, as Python would write it: the leading dots and the dotted name."""
    if not source.startswith("."):
        first, _, rest = source.partition("/")
        return 0, ".".join(filter(None, (_KNOWN.get(first, _word(first)), *map(_word, rest.split("/")))))
    parts = source.removesuffix(".js").removesuffix(".ts").split("/")
    return 1 + parts.count(".."), ".".join(part.replace(".", _DOT) for part in parts if part not in ("", ".", ".."))


def _word(name: str) -> str:
    return name.replace("-", "_").removeprefix("@")
