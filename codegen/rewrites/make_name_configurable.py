"""MakeNameConfigurable: `Table("orders")` becomes `Table(os.environ.get("ORDERS_TABLE", "orders"))`.

Every place that says the name for this resource changes alike; where a constant of a module says it, the constant does.
A deployment then gives each stack a resource of its own and sets the variable, in the form that its name asks for
(`…_ARN`, `…_NAME`, `…_URL`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...resources.architecture import Architecture, Resource
from ...resources.connecting import label_of
from ..change import Refusal
from ..constants import Literal
from ..declarations import is_made_by_its_class
from ..edits import MakeNameConfigurable
from ..environment import import_os, reading
from ..layout import laid_out
from ..module import Module
from ..spoken_names import spoken_names
from ..workspace import Workspace

SUFFIXES = {
    "kv_store": "TABLE", "bucket": "BUCKET", "queue": "QUEUE", "topic": "TOPIC", "stream": "STREAM",
    "model_endpoint": "ENDPOINT", "event_bus": "BUS", "state_machine": "STATE_MACHINE", "search_index": "INDEX",
    "vector_store": "INDEX", "knowledge_base": "KNOWLEDGE_BASE_ID", "model": "MODEL_ID", "secret": "SECRET",
    "parameter": "PARAMETER", "database": "DATABASE", "cache": "CACHE", "local_store": "PATH",
}  # fmt: skip


def make_name_configurable(workspace: Workspace, architecture: Architecture, edit: MakeNameConfigurable) -> None:
    resource = _check(workspace, architecture, edit)
    places = spoken_names(workspace, architecture, resource, in_texts=True) or _only_literal(workspace, resource)
    if not places:
        reason = f"No text at {resource.source} says {resource.name!r}."
        raise Refusal(reason, resource.source, "Make the name a constant first, or read it from the environment there.")
    variable = edit.variable or variable_for(resource, str(places[0].node.value))
    for place in sorted(places, key=lambda found: (found.path, -found.node.lineno, -found.node.col_offset)):
        module = workspace.module(place.path)
        _not_in_a_text(module.tree, place, resource)
        text = reading(workspace, place.path, variable, str(place.node.value))
        text = laid_out(workspace, module, place.node, text) if _begins_its_line(module, place) else text
        workspace.edit(place.path, module.replaced(place.node, text))
    for path in dict.fromkeys(place.path for place in places):
        import_os(workspace, path)


def _begins_its_line(module: Module, place: Literal) -> bool:
    start = module.start(place.node)
    return not module.text[module.line_start(start) : start].strip()


def variable_for(resource: Resource, text: str) -> str:
    """`orders` -> `ORDERS_TABLE`; a queue's address gives `JOBS_QUEUE_URL`, an ARN `NEWS_TOPIC_ARN`."""
    suffix = SUFFIXES.get(resource.kind, resource.kind.upper())
    if text.startswith("arn:"):
        suffix += "_ARN"
    elif "://" in text:
        suffix += "_URL"
    elif resource.kind in ("queue", "topic"):
        suffix += "_NAME"
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", resource.name or resource.kind)
    base = re.sub(r"\W+", "_", words).strip("_").upper()
    return base if base.endswith(suffix) else f"{base}_{suffix}"


def _check(workspace: Workspace, architecture: Architecture, edit: MakeNameConfigurable) -> Resource:
    resource = architecture.by_id.get(edit.resource)
    if resource is None:
        raise Refusal(f"{edit.resource} is no longer there.", next_step="Read the project again.")
    label = label_of(architecture, resource.id)
    if is_made_by_its_class(workspace, resource):
        reason = f"{label} is declared: each stack has one of its own already."
        raise Refusal(reason, resource.source, "There is nothing to make configurable.")
    if resource.env:
        raise Refusal(f"The name of {label} comes from {resource.env} already.", resource.source)
    if resource.name is None:
        raise Refusal(f"The code does not decide the name of {label}.", resource.source,
                      "Say it with `archloom edit PATH rename`, which keeps the answer in archloom.toml.")  # fmt: skip
    if edit.variable and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", edit.variable):
        raise Refusal(f"{edit.variable!r} is no name for an environment variable.", None, "Write one such as TABLE.")
    return resource


def _only_literal(workspace: Workspace, resource: Resource) -> list[Literal]:
    """The one place in the project where this text is a value (a default, an attribute, an item), if it is just one.

    It comes to the call by ways of its own; the check of the edit knows whether it is the one that is meant.
    """
    found: list[Literal] = []
    for path in workspace.python_files:
        source = workspace.source(path)
        if source and resource.name and resource.name in source.text:
            found += [Literal(path, node) for node in _values(workspace.module(path).tree, resource.name)]
    return found if len(found) == 1 else []


def _values(tree: ast.Module, text: str) -> Iterator[ast.Constant]:
    """The constants with this text that stand where a value may: no docstrings, keys, subscripts, parts of texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.JoinedStr | ast.Subscript | ast.Compare | ast.pattern):
            continue
        keys = node.keys if isinstance(node, ast.Dict) else []
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Constant) and child.value == text and child not in keys:
                yield child


def _not_in_a_text(tree: ast.Module, place: Literal, resource: Resource) -> None:
    """A constant inside of an f-string, of a `match` or of a default in another expression is no place for a call."""
    for around in _not_expressions(tree):
        if any(node is place.node for node in ast.walk(around)):
            raise Refusal(f"The name of {resource.name} stands inside of a text or a pattern at {resource.source}.",
                          resource.source, "Make it a constant of its own first.")  # fmt: skip


def _not_expressions(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.pattern))
