"""A file that cannot be read says nothing of what it declared: nothing is deleted for its silence."""

from __future__ import annotations

from ..resources.architecture import Problem
from .engines.engine import Approve
from .errors import DeployError
from .plan import Plan


def keeping(unknown: Problem | None, approve: Approve | None) -> Approve | None:
    """Asks `approve` as before, but raises DeployError for a plan that deletes something while a file is unread."""
    if unknown is None:
        return approve

    def asked(plan: Plan) -> bool:
        going = [change for change in plan.changes if change.action == "delete"]
        if going:
            raise DeployError(
                str(unknown.source),
                f"{unknown.message.rstrip('.')}, and {_count(len(going))} that it may have declared would be deleted.",
                "Nothing was changed. Correct the file, or leave it out for good: [project] ignore in archloom.toml.",
            )
        return approve is None or approve(plan)

    return asked


def _count(resources: int) -> str:
    return "one resource" if resources == 1 else f"{resources} resources"
