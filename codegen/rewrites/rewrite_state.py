"""Rewrite: a call that keeps state in memory becomes one that keeps it where it lasts.

The new call takes the old one's place in the file, or becomes an argument of it; its imports, `import os` for its name
and the package that it comes from are added, an import that nothing needs any more goes. The name of a table comes from
an environment variable, so that each stack has its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from ...resources.architecture import Architecture, Json
from ..calls import set_keyword
from ..change import Refusal
from ..declarations import call_at
from ..edits import Rewrite
from ..environment import import_os, reading
from ..imports import Import, import_into
from ..layout import laid_out
from ..lines import drop_statement
from ..module import Module, dotted, module_names
from ..remedies import Remedy, remedies_of
from ..requirements import require, requirements_file
from ..unused import drop_unused
from ..workspace import Workspace, imported, module_name

DATABASE = "DATABASE_URL"


def rewrite_state(workspace: Workspace, architecture: Architecture, edit: Rewrite) -> None:
    path = edit.place.file
    module = workspace.module(path)
    call = call_at(module, edit.place)
    if call is None:
        raise Refusal(f"There is no call at {edit.place} any more.", edit.place, "Read the project again.")
    remedy = _fitting(architecture, module, call, edit)
    _check(workspace, module, call, remedy, edit)
    name = _name(architecture, remedy, edit.name)
    new = _call(workspace, module, call, remedy, name)
    text = set_keyword(module.segment(call), remedy.as_argument, new) if remedy.as_argument else new
    old = dotted(call.func) or ""
    kept = _kept_in(module, call)
    workspace.edit(path, module.replaced(call, laid_out(workspace, module, call, text, new)))
    if remedy.lacks_setup and kept:
        _drop_setup(workspace, path, kept)
    drop_unused(workspace, path, old.partition(".")[0])
    _drop_local_import(workspace, path, old.partition(".")[0])
    for package, imported_name in remedy.imports:
        import_into(workspace, path, Import(package, imported_name))
    import_os(workspace, path)
    require(workspace, path, remedy.requirements)


def _fitting(architecture: Architecture, module: Module, call: ast.Call, edit: Rewrite) -> Remedy:
    """The remedy that the edit names, for the problem at its place and the class that is called there."""
    codes = {problem.code for problem in architecture.problems if problem.source == edit.place}
    target = _target(module, call)
    owner, _, word = target.rpartition(".")
    word = word if word[:1].isupper() else f"{owner.rpartition('.')[2]}.{word}"
    named = [one for code in sorted(codes) for one in remedies_of(code) if one.id == edit.remedy]
    for remedy in named:
        if target.partition(".")[0] in remedy.replaces.get(word, "").split():
            return remedy
    raise Refusal(f"Nothing is known that could take the place of {word or 'this'} at {edit.place}.", edit.place,
                  "Change it by hand; the problem says what lasts.")  # fmt: skip


def _target(module: Module, call: ast.Call) -> str:
    """The dotted name of what is called, through the module's imports."""
    head, _, rest = (dotted(call.func) or "").partition(".")
    found = imported(module, module_name(module.path)).get(head)
    if found is None and (local := _local_import(module, head)):
        found = f"{local.module}.{next(one.name for one in local.names if (one.asname or one.name) == head)}"
    return f"{found or head}.{rest}" if rest else found or head


def _local_import(module: Module, name: str) -> ast.ImportFrom | None:
    """The import inside of a function that gives this name."""
    found = (node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom) and not node.level)
    return next((node for node in found if name in [one.asname or one.name for one in node.names]), None)


def _drop_local_import(workspace: Workspace, path: str, name: str) -> None:
    """Takes an import inside of a function away that nothing needs any more."""
    module = workspace.module(path)
    local = _local_import(module, name)
    said = any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(module.tree))
    if local is not None and local not in module.tree.body and len(local.names) == 1 and not said:
        at, text = module.line_start(module.start(local)), drop_statement(module, local)
        opens = text[:at].rstrip().endswith(":")
        workspace.edit(path, text[:at] + re.sub(r"\A([ \t]*\r?\n)+", "", text[at:]) if opens else text)


def _kept_in(module: Module, call: ast.Call) -> str:
    """What the call is assigned to: `saver`, `self.saver`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and node.value is call and len(node.targets) == 1:
            return dotted(node.targets[0]) or ""
    return ""


def _drop_setup(workspace: Workspace, path: str, kept: str) -> None:
    """Takes `await saver.setup()` away, which made the tables of what was there before."""
    module = workspace.module(path)
    for node in ast.walk(module.tree):
        value = node.value if isinstance(node, ast.Expr) else None
        asked = value.value if isinstance(value, ast.Await) else value
        if isinstance(node, ast.Expr) and isinstance(asked, ast.Call) and dotted(asked.func) == f"{kept}.setup":
            workspace.edit(path, drop_statement(module, node))
            return


def _check(workspace: Workspace, module: Module, call: ast.Call, remedy: Remedy, edit: Rewrite) -> None:
    if (call.args or call.keywords) and not remedy.as_argument and not remedy.drops_arguments:
        reason = f"{module.segment(call)} has options that {remedy.imports[0][1]} does not take."
        raise Refusal(reason, edit.place, "Take them out first, or change it by hand.")
    for _, name in remedy.imports:
        known = imported(module, module_name(module.path)).get(name, "")
        if name in module_names(module) and not known.endswith(f".{name}"):
            raise Refusal(f"{module.path} has a name {name} of its own.", edit.place, "Rename that first.")
    if remedy.synchronous and (place := _awaited(workspace, module.path)):
        made = remedy.imports[0][1]
        reason = f"{made} has no asynchronous methods, and {place} awaits a graph."
        raise Refusal(reason, edit.place, f"Keep it in DynamoDB, or in Async{made} by hand.")


def _awaited(workspace: Workspace, of: str) -> str:
    """A place that runs something asynchronously, where the same requirements hold as for the file OF."""
    home = requirements_file(workspace, of)
    for path in workspace.python_files:
        if requirements_file(workspace, path) != home:
            continue
        source = workspace.source(path)
        found = re.search(r"\.(ainvoke|astream|astream_events|abatch)\(", source.text) if source else None
        if source and found:
            return f"{path}:{source.text.count(chr(10), 0, found.start()) + 1}"
    return ""


def _name(architecture: Architecture, remedy: Remedy, asked: str) -> str:
    """The name of the table: the one that was asked for, otherwise the remedy's, made free."""
    if asked or not remedy.name:
        return asked
    taken = {r.name for r in architecture.resources if r.kind == remedy.kind and not _is_alike(r.properties, remedy)}
    return next(name for name in (remedy.name, *(f"{remedy.name}-{n}" for n in range(2, 100))) if name not in taken)


def _is_alike(known: Mapping[str, Json], remedy: Remedy) -> bool:
    """May they share a table? Several checkpointers do, by its keys."""
    keys = ("SessionId", None) if remedy.code == "memory-history" else ("PK", "SK")
    return (known.get("partition_key"), known.get("sort_key")) == keys and remedy.code != "memory-store"


def _call(workspace: Workspace, module: Module, call: ast.Call, remedy: Remedy, name: str) -> str:
    variable = re.sub(r"\W+", "_", name).strip("_").upper() + "_TABLE"
    text = remedy.text.format(
        table=reading(workspace, module.path, variable, name) if "{table}" in remedy.text else "",
        url=reading(workspace, module.path, DATABASE) if "{url}" in remedy.text else "",
        key=_key(module, call),
    )
    return text.replace('"', module.quote) if module.quote == "'" and "'" not in remedy.text else text


_CONVERSATION = re.compile(r"(?i)(session|conversation|thread|chat|dialog)_?(id|key|uuid|name)?$")
"""Parameters that tell conversations apart."""


def _key(module: Module, call: ast.Call) -> str:
    """What tells conversations apart: the key under which the history is kept, a parameter of the function, otherwise
    one word for all.
    """
    for node in ast.walk(module.tree):
        match node:
            case ast.Assign(targets=[ast.Subscript(slice=key)], value=value) if value is call:
                return module.segment(key)
            case ast.Call(func=ast.Attribute(attr="setdefault"), args=[key, value]) if value is call:
                return module.segment(key)
            case _:
                continue
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(one is call for one in ast.walk(node)):
            names = (one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
            if name := next(filter(_CONVERSATION.search, names), None):
                return name
    return f"{module.quote}default{module.quote}"
