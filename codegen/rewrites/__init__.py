"""One file per edit: each decides where by the architecture's spans and symbols, and rewrites text in the workspace.

This package loads libcst (0.2 s), so it is imported when the first edit is worked out.
"""

from __future__ import annotations

from ...resources.architecture import Architecture
from ..edits import (
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
)
from ..workspace import Workspace
from .add_resource import add_resource
from .add_trigger import add_trigger
from .connect import connect
from .disconnect import disconnect
from .make_name_configurable import make_name_configurable
from .remove_resource import remove_resource
from .rename_resource import rename_resource
from .rewrite_state import rewrite_state
from .set_operations import set_operations
from .set_property import set_property


def rewrite(workspace: Workspace, architecture: Architecture, edit: Edit) -> None:
    """Makes the edit in the workspace's texts. Raises Refusal, and then the workspace is of no use any more."""
    match edit:
        case AddResource():
            add_resource(workspace, architecture, edit)
        case RemoveResource():
            remove_resource(workspace, architecture, edit)
        case RenameResource():
            rename_resource(workspace, architecture, edit)
        case SetProperty():
            set_property(workspace, architecture, edit)
        case Connect():
            connect(workspace, architecture, edit)
        case Disconnect():
            disconnect(workspace, architecture, edit)
        case SetOperations():
            set_operations(workspace, architecture, edit)
        case AddTrigger():
            add_trigger(workspace, architecture, edit)
        case Rewrite():
            rewrite_state(workspace, architecture, edit)
        case MakeNameConfigurable():
            make_name_configurable(workspace, architecture, edit)
