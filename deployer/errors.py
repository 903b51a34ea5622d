"""Everything that can go wrong with a deployment, each as a whole sentence: where, what, and what to do now."""

from __future__ import annotations


class DeployError(Exception):
    """A deployment cannot go on. `str()` is what a person reads; the parts are for cards and JSON.

    `where` names the place (a resource, a file, a setting), `what` is one sentence, `next_step` says what to do.
    """

    def __init__(self, where: str, what: str, next_step: str, *, subject: str | None = None) -> None:
        self.where = where
        self.what = what
        self.next_step = next_step
        self.subject = subject
        super().__init__(f"{where}: {what} {next_step}".strip())


class LockedError(DeployError):
    """Another deployment of the same stack is running."""

    def __init__(self, stack: str, pid: int) -> None:
        super().__init__(
            f"stack {stack}",
            f"another deployment of it is running (process {pid}).",
            "Wait until it has ended, or stop that process.",
        )
