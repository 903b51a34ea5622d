"""AddResource: `orders = KVStore("orders")` below its siblings, with the import of its class.

The variable is the name as an identifier, made free by a suffix. A Function gets a `def` that it can call. Properties
that the class has no argument for go to archloom.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...resources.architecture import Architecture, Json
from ...resources.kinds import KINDS, Kind
from ..change import Refusal
from ..edits import AddResource
from ..homes import below_imports, home_of, is_below_sibling, place_in
from ..imports import Import, import_into
from ..lines import insert_lines, starts_blank
from ..literals import literal, variable_name
from ..module import Module, identifiers, module_names
from ..settings import edit_settings, set_value
from ..workspace import Workspace, imported, module_name

RESOURCES = "archloom.resources"
SUFFIXES: Mapping[str, str] = {
    "kv_store": "store",
    "model_endpoint": "endpoint",
    "website": "site",
}


def add_resource(workspace: Workspace, architecture: Architecture, edit: AddResource) -> None:
    kind = _kind(edit)
    if f"{edit.kind}:{edit.name}" in architecture.by_id:
        source = architecture.by_id[f"{edit.kind}:{edit.name}"].source
        raise Refusal(f"There is a {kind.label} {edit.name!r} already, at {source}.", source, "Choose another name.")
    path = _checked_path(edit.file) if edit.file else home_of(workspace, architecture, edit.kind)
    if workspace.source(path) is None:
        workspace.edit(path, "")
    _declare(workspace, architecture, path, kind, edit)
    for name, value in edit.properties.items():
        if (known := kind.find_property(name)) and not known.argument and value is not None:
            edit_settings(
                workspace, lambda text, n=name, v=value: set_value(text, "resources", f"{edit.kind}:{edit.name}", n, v)
            )


def _kind(edit: AddResource) -> Kind:
    kind = KINDS.get(edit.kind)
    if kind is None or not kind.declarable:
        known = ", ".join(sorted(word for word, known in KINDS.items() if known.declarable))
        raise Refusal(f"{edit.kind!r} is no kind that can be declared.", next_step=f"There are {known}.")
    if reason := kind.refusal(edit.name, edit.properties):
        raise Refusal(reason)
    return kind


def _checked_path(file: str) -> str:
    path = file.replace("\\", "/").removeprefix("./")
    if not path.endswith(".py") or path.startswith("/") or ".." in path.split("/"):
        raise Refusal(f"{file} is not a Python file of this project.", next_step="Name one such as app/main.py.")
    return path


def _declare(workspace: Workspace, architecture: Architecture, path: str, kind: Kind, edit: AddResource) -> None:
    module = workspace.module(path)
    class_text, needs = _class_name(module, kind)
    taken = identifiers(module)
    variable = variable_name(edit.name, taken, SUFFIXES.get(kind.id, kind.id))
    at = place_in(module, architecture, kind.id)
    if kind.id == "function":
        lines = _function(class_text, variable, edit, kind, module.quote, taken).replace("\n", module.newline)
        lines = _set_off(module, at, lines)
    else:
        lines = f"{variable} = {class_text}({_arguments(kind, edit, module.quote)}){module.newline}"
        lines = lines if is_below_sibling(module, architecture) else below_imports(module, at, lines)
    workspace.edit(path, insert_lines(module.text, at, lines, module.newline))
    import_into(workspace, path, needs)


def _set_off(module: Module, at: int, lines: str) -> str:
    """Two blank lines around a function."""
    gap, after = module.newline * 2, module.text[at:]
    return (
        (gap if module.text[:at].strip() else "") + lines + (gap if after.strip() and not starts_blank(after) else "")
    )


def _class_name(module: Module, kind: Kind) -> tuple[str, Import | None]:
    """What the class is called in this file, and the import that it takes when it has no name yet."""
    assert kind.class_name is not None
    for local, target in imported(module, module_name(module.path)).items():
        if target == f"{RESOURCES}.{kind.class_name}":
            return local, None
        if target == RESOURCES:
            return f"{local}.{kind.class_name}", None
        if target == f"{RESOURCES}.*":
            return kind.class_name, None
    if kind.class_name in module_names(module):
        alias = f"Archloom{kind.class_name}"
        return alias, Import(RESOURCES, kind.class_name, alias)
    return kind.class_name, Import(RESOURCES, kind.class_name)


def _arguments(kind: Kind, edit: AddResource, quote: str) -> str:
    return ", ".join([literal(edit.name, quote), *_keywords(kind, edit.properties, quote)])


def _keywords(kind: Kind, properties: Mapping[str, Json], quote: str) -> list[str]:
    """The keyword arguments in the kind's own order."""
    given = [known.name for known in kind.properties if known.argument and properties.get(known.name) is not None]
    return [f"{name}={literal(properties[name], quote)}" for name in given]


def _function(class_text: str, variable: str, edit: AddResource, kind: Kind, quote: str, taken: set[str]) -> str:
    handler = variable_name(f"run_{variable}", taken, "handler")
    keywords = [handler, literal(edit.name, quote), *_keywords(kind, edit.properties, quote)]
    return (
        f"def {handler}(payload: dict) -> dict:\n"
        f"    raise NotImplementedError({literal(f'{edit.name} has no code yet', quote)})\n\n\n"
        f"{variable} = {class_text}({', '.join(keywords)})\n"
    )
