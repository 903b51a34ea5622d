"""RenameResource: the text that names the resource, changed wherever the code says it for this resource.

For a declared resource that is the constructor's argument or the constant behind it; for one that a library makes, the
arguments with that value of the calls that make or use it. The variable keeps its name: it is a name of the code, not
of the cloud. Settings in archloom.toml move along. A name that an environment variable carries is refused, one that the
code does not decide becomes an answer in archloom.toml.
"""

from __future__ import annotations

from ...resources.architecture import Architecture, Resource, Span
from ...resources.connecting import label_of
from ...resources.kinds import KINDS
from ..change import Refusal
from ..constants import Computed, FromEnvironment, Literal, written
from ..declarations import argument, declaration_of, has_spread, is_made_by_its_class
from ..edits import RenameResource
from ..literals import literal
from ..settings import edit_settings, move_table, set_entry
from ..spoken_names import spoken_names
from ..workspace import Workspace


def rename_resource(workspace: Workspace, architecture: Architecture, edit: RenameResource) -> None:
    resource = _check(architecture, edit)
    declared = is_made_by_its_class(workspace, resource)
    if resource.env and not declared:
        raise _by_environment(label_of(architecture, resource.id), resource.env, resource.source)
    if resource.name is None:
        _answer(workspace, architecture, resource, edit.name)
        return
    if resource.kind == "function" and not declared:
        reason = f"{resource.name} bears the name of its handler."
        raise Refusal(reason, resource.source, "Rename that function in the code, or declare it with Function(…).")
    places = _declared(workspace, resource) if declared else _deduced(workspace, architecture, resource)
    for place in sorted(places, key=lambda found: (found.path, -found.node.lineno, -found.node.col_offset)):
        module = workspace.module(place.path)
        workspace.edit(place.path, module.replaced(place.node, literal(edit.name, module.quote)))
    edit_settings(workspace, lambda text: move_table(text, "resources", resource.id, f"{resource.kind}:{edit.name}"))


def _check(architecture: Architecture, edit: RenameResource) -> Resource:
    resource = architecture.by_id.get(edit.resource)
    if resource is None:
        raise Refusal(f"{edit.resource} is no longer there.", next_step="Read the project again.")
    kind, label = KINDS[resource.kind], label_of(architecture, resource.id)
    if reason := kind.name_rule.refusal(edit.name):
        raise Refusal(reason, resource.source)
    if resource.name == edit.name:
        raise Refusal(f"{label} has that name already.", resource.source)
    if other := architecture.by_id.get(f"{resource.kind}:{edit.name}"):
        raise Refusal(f"There is a {kind.label} {edit.name!r} already, at {other.source}.", other.source)
    return resource


def _answer(workspace: Workspace, architecture: Architecture, resource: Resource, name: str) -> None:
    """What the code does not decide is said in archloom.toml, by the symbol, which moves less than a line."""
    if not any(problem.asks_for_a_name for problem in architecture.problems_of(resource.id)):
        raise Refusal(f"{label_of(architecture, resource.id)} has no name in the code.", resource.source)
    key = resource.symbol or f"{resource.source.file}:{resource.source.line}"
    if not resource.symbol and _shares_its_line(architecture, resource):
        key = f"{key} {resource.kind}"
    edit_settings(workspace, lambda text: set_entry(text, "answers", key, name))


def _shares_its_line(architecture: Architecture, resource: Resource) -> bool:
    """Does the same line ask for something else too?"""
    place = resource.source.file, resource.source.line
    asked = {one.subject for one in architecture.problems
             if one.asks_for_a_name and (one.source.file, one.source.line) == place}  # fmt: skip
    return len(asked) > 1


def _by_environment(label: str, variable: str, span: Span) -> Refusal:
    return Refusal(
        f"The name of {label} comes from the environment variable {variable}.", span,
        f"Set {variable} for the stack instead, or write the name in code.",
    )  # fmt: skip


def _declared(workspace: Workspace, resource: Resource) -> list[Literal]:
    made = declaration_of(workspace, resource)
    node = argument(made.call, "name", 1 if resource.kind == "function" else 0)
    if node is None:
        hidden = "in a `**`" if has_spread(made.call) else "nowhere in the call"
        raise Refusal(f"{resource.name} has its name {hidden}.", resource.source, "Give the name as an argument.")
    match written(workspace, made.path, node, resource.root):
        case Literal() as place:
            return [place]
        case FromEnvironment(variable):
            raise _by_environment(resource.name or resource.id, variable, resource.source)
        case Computed(path, made_by):
            span = workspace.module(path).span(made_by)
            raise Refusal(f"The name of {resource.name} is computed at {span}.", span, "Write it as a plain text.")


def _deduced(workspace: Workspace, architecture: Architecture, resource: Resource) -> list[Literal]:
    found = spoken_names(workspace, architecture, resource)
    if not found:
        reason = f"No text at {resource.source} says {resource.name!r}."
        raise Refusal(reason, resource.source, "Rename it where its name is made.")
    return found
