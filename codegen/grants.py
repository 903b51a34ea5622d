"""The `@allow(…)` decorators of a handler: found, extended, written anew, and cut down.

A grant goes right above the `def`, below the decorators that route to it, and names the bound operations
(`orders.get`). Several `@allow` on one handler count together; a new operation joins the first.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from ..resources.architecture import Resource, Span
from ..resources.connecting import is_referred_to
from ..resources.kinds import KINDS
from .calls import Line, add_arguments, drop_arguments
from .handles import Handle, handle_in, names_resource
from .holders import Holder, add_decorator, drop_decorator, indent_of
from .imports import Import, import_into
from .literals import literal
from .module import Def, Module, dotted, module_names
from .unused import drop_unused
from .workspace import Workspace, imported, module_name

RESOURCES = "archloom.resources"
ALLOW = f"{RESOURCES}.allow"


def grants(workspace: Workspace, holder: Holder) -> list[ast.Call]:
    """The `allow(…)` calls above a handler, from the top."""
    module = workspace.module(holder.path)
    names = imported(module, module_name(holder.path))
    return [node for node in holder.node.decorator_list if isinstance(node, ast.Call) and _is_allow(node.func, names)]


def granted(workspace: Workspace, holder: Holder, resource: Resource) -> tuple[str, ...]:
    """The operations on this resource that the handler's grants name."""
    return tuple(
        argument.attr
        for call in grants(workspace, holder)
        for argument in _operations(workspace, holder.path, call, resource)
    )


def spans_of_grants(workspace: Workspace, holder: Holder) -> list[Span]:
    module = workspace.module(holder.path)
    return [module.span(call) for call in grants(workspace, holder)]


def grant(workspace: Workspace, holder: Holder, resource: Resource, operations: Sequence[str]) -> None:
    """Adds operations to the first grant of the handler, or gives it one."""
    handle = _handle(workspace, holder, resource)
    values = [f"{handle.text}.{operation}" for operation in operations]
    module = workspace.module(holder.path)
    calls = grants(workspace, holder)
    if calls:
        workspace.edit(holder.path, _extended(module, calls[0], values, workspace.line_length))
    else:
        name, needs = _name_of(module, "allow")
        workspace.edit(holder.path, _decorated(module, holder.node, name, values, workspace.line_length))
        import_into(workspace, holder.path, needs)
    import_into(workspace, holder.path, handle.needs)


def _handle(workspace: Workspace, holder: Holder, resource: Resource) -> Handle:
    """The name that the code has for it; for what library code makes, its class and its own name."""
    if not is_referred_to(resource):
        return handle_in(workspace, resource, holder.path, holder.node, holder.around)
    module = workspace.module(holder.path)
    name, needs = _name_of(module, KINDS[resource.kind].handle_class)
    return Handle(f"{name}.at({literal(resource.name, module.quote)})", needs)


def revoke(workspace: Workspace, holder: Holder, resource: Resource, operations: Collection[str]) -> None:
    """Takes operations out of the handler's grants, an empty grant with its line, and imports left without use."""
    said: set[str] = set()
    for call in reversed(grants(workspace, holder)):
        gone = [node for node in _operations(workspace, holder.path, call, resource) if node.attr in operations]
        if gone:
            said |= {_head(node) for node in (call.func, *gone)}
            workspace.edit(holder.path, _reduced(workspace.module(holder.path), call, gone))
    for name in sorted(said):
        drop_unused(workspace, holder.path, name, resource.root)


def operations_on(workspace: Workspace, module: Module, resource: Resource) -> list[ast.Attribute]:
    """The operations on a resource that any `allow(…)` of a file names."""
    names = imported(module, module_name(module.path))
    return [
        operation
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _is_allow(node.func, names)
        for operation in _operations(workspace, module.path, node, resource)
    ]


def revoke_all(workspace: Workspace, path: str, resource: Resource) -> None:
    """Takes a resource out of every `@allow` of a file."""
    module = workspace.module(path)
    defs = [node for node in ast.walk(module.tree) if isinstance(node, Def)]
    every = {operation.attr for operation in operations_on(workspace, module, resource)}
    for node in sorted(defs, key=lambda found: -found.lineno):
        holder = Holder(path, module, node, ())
        for call in reversed(grants(workspace, holder)):
            gone = list(_operations(workspace, path, call, resource))
            if gone:
                workspace.edit(path, _reduced(workspace.module(path), call, gone))
    if every:
        drop_unused(workspace, path, "allow")


def _operations(workspace: Workspace, path: str, call: ast.Call, resource: Resource) -> Iterator[ast.Attribute]:
    for argument in call.args:
        if isinstance(argument, ast.Attribute) and _names(workspace, path, argument.value, resource):
            yield argument


def _names(workspace: Workspace, path: str, node: ast.expr, resource: Resource) -> bool:
    """Does this expression stand for the resource: by its handle, or as `KVStore.at("sessions")`?"""
    if not isinstance(node, ast.Call):
        return names_resource(workspace, path, node, resource)
    head, _, rest = (dotted(node.func) or "").partition(".")
    names = imported(workspace.module(path), module_name(path))
    said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    made = f"{names.get(head, head)}.{rest}"
    return made == f"{RESOURCES}.{KINDS[resource.kind].handle_class}.at" and said == [resource.name]


def _head(node: ast.expr) -> str:
    """The name that an expression begins with: `orders` of `orders.get`, `KVStore` of `KVStore.at("orders").get`."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def _is_allow(node: ast.expr, names: dict[str, str]) -> bool:
    text = dotted(node)
    if text is None:
        return False
    head, _, rest = text.partition(".")
    target = names.get(head, head)
    return (f"{target}.{rest}" if rest else target) == ALLOW


def _name_of(module: Module, word: str) -> tuple[str, Import | None]:
    """What `allow` or a class is called in this file, and the import that it takes when it has no name yet."""
    names = imported(module, module_name(module.path))
    for local, target in names.items():
        if target in (f"{RESOURCES}.{word}", f"{RESOURCES}.*"):
            return (word if local == "*" else local), None
        if target == RESOURCES:
            return f"{local}.{word}", None
    if word in module_names(module):
        other = "allow_access" if word == "allow" else f"Named{word}"
        return other, Import(RESOURCES, word, other)
    return word, Import(RESOURCES, word)


def _extended(module: Module, call: ast.Call, values: Sequence[str], width: int) -> str:
    start = module.start(call)
    line = Line(module.text[module.line_start(start) : start], width, module.newline)
    return module.replaced(call, add_arguments(module.segment(call), values, line))


def _decorated(module: Module, node: Def, name: str, values: Sequence[str], width: int) -> str:
    line = Line(f"{indent_of(module, node)}@", width, module.newline)
    call = add_arguments(f"{name}({values[0]})", values[1:], line)
    return add_decorator(module, node, call, lowest=True)


def _reduced(module: Module, call: ast.Call, gone: Sequence[ast.Attribute]) -> str:
    if len(gone) == len(call.args) and not call.keywords:
        return drop_decorator(module, call)
    return module.replaced(call, drop_arguments(module.segment(call), [call.args.index(node) for node in gone]))
