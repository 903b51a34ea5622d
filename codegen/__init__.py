"""Edits of the picture as edits of the code: `plan` works one out, `write` makes it, `undo` takes it back."""

from __future__ import annotations

from .apply import redo, undo, write
from .change import Change, FileChange, Refused, Stale, WriteError
from .edits import (
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
from .planning import plan, warm_up

__all__ = [
    "AddResource", "AddTrigger", "Change", "Connect", "Disconnect", "Edit", "FileChange", "MakeNameConfigurable",
    "Refused", "RemoveResource", "RenameResource", "Rewrite", "SetOperations", "SetProperty", "Stale", "WriteError",
    "plan", "redo", "undo", "warm_up", "write",
]  # fmt: skip
