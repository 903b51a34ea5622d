"""What an edit is called in a list: an icon and a few words."""

from __future__ import annotations

from typing import Any

from ...canvas import words
from ...codegen.edits import (
    AddResource,
    AddTrigger,
    Connect,
    Disconnect,
    Edit,
    MakeNameConfigurable,
    RemoveResource,
    RenameResource,
    Rewrite,
    SetOperations,
    SetProperty,
)  # fmt: skip
from ...resources.architecture import Architecture
from ...resources.kinds import KINDS
from ..words import tr

_ICONS: dict[type, str] = {
    AddResource: "plus", RemoveResource: "trash", RenameResource: "pencil-simple", SetProperty: "sliders-horizontal",
    Connect: "link", Disconnect: "link-break", SetOperations: "list-checks", AddTrigger: "lightning",
    Rewrite: "magic-wand", MakeNameConfigurable: "sliders-horizontal",
}  # fmt: skip


def icon_of(edit: Edit) -> str:
    return _ICONS[type(edit)]


def title_of(change: Any) -> str:
    """`POST /chat may get, set conversations`: said about the architecture before the change."""
    return _title(change.edit, change.before)


def _title(edit: Edit, architecture: Architecture) -> str:
    def name(item: str) -> str:
        if entry := architecture.entry_by_id.get(item):
            return words.entry_name(entry)
        resource = architecture.by_id.get(item)
        return words.name_of(architecture, resource) if resource else item.partition(":")[2]

    match edit:
        case AddResource(kind=kind, name=new):
            return tr("{} {} added").format(KINDS[kind].label, new)
        case RemoveResource(resource=resource):
            return tr("{} removed").format(name(resource))
        case RenameResource(resource=resource, name=new):
            return tr("{} renamed to {}").format(name(resource), new)
        case SetProperty(resource=resource, property=prop, value=value):
            return f"{name(resource)}: {prop.replace('_', ' ')} {tr('back to its default') if value is None else value}"
        case Connect(entry=entry, resource=resource, operations=operations):
            return tr("{} may {} {}").format(name(entry), ", ".join(operations), name(resource))
        case SetOperations(entry=entry, resource=resource, operations=operations):
            return tr("{} may {} {}").format(name(entry), ", ".join(operations) or tr("nothing with"), name(resource))
        case Disconnect(entry=entry, resource=resource):
            return tr("{} and {} disconnected").format(name(entry), name(resource))
        case AddTrigger(resource=resource, handler=handler, method=method, path=path):
            how = " " + tr("for {} {}").format(method.upper(), path) if path else ""
            return tr("{} starts {}").format(name(resource), handler.rpartition(".")[2]) + how
        case Rewrite(place=place, remedy=remedy):
            return tr("{} kept in {}").format(place, remedy)
        case MakeNameConfigurable(resource=resource):
            return tr("The name of {} read from the environment").format(name(resource))
