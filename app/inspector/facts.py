"""What the inspector needs to know besides the thing that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...resources.architecture import Architecture, Entry, Link, Resource, Span
from ..fixes import Proposal

Subject = Resource | Entry | Link


def is_implied(resource: Resource) -> bool:
    """A function that is there because something starts it: it bears the name of its handler, and goes with it."""
    return resource.kind == "function" and resource.id == f"function:{resource.symbol}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a deployment says about a thing: one sentence, and more when it failed or will be replaced."""

    icon: str
    state: str
    sentence: str
    title: str = ""
    next_step: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    """Property, before and after, while a preview is shown; an empty text stands for absent."""


@dataclass(frozen=True, slots=True)
class Facts:
    architecture: Architecture
    text_of: Callable[[str], str]
    stack: str = "dev"
    standings: Mapping[str, Standing] = field(default_factory=dict[str, Standing])
    propose: Callable[[Proposal], object] | None = None
    """Shows a proposal with its diff; None where nothing can be written."""
    show_policy: Callable[[str], object] | None = None
    """Shows what a unit may do once it is deployed."""

    def says_as(self, other: Facts, subjects: tuple[Subject, ...]) -> bool:
        """Is the same said about these things? Only a deployment's sentences may differ in the same architecture."""
        if self.architecture is not other.architecture or self.stack != other.stack:
            return False
        ids = {found for subject in subjects for found in self._around(subject)}
        return all(self.standings.get(found) == other.standings.get(found) for found in ids)

    def _around(self, subject: Subject) -> tuple[str, ...]:
        """The thing, and those whose deployment is told with it."""
        if isinstance(subject, Resource):
            return (subject.id,)
        entry = subject if isinstance(subject, Entry) else self.architecture.entry_by_id.get(subject.entry)
        home = (entry.id, entry.runs_in) if entry else ()
        return home if isinstance(subject, Entry) else (*home, subject.resource)

    def line(self, span: Span) -> str:
        """The source line of a place, without its indentation."""
        lines = self.text_of(span.file).splitlines()
        return lines[span.line - 1].strip() if 0 < span.line <= len(lines) else ""

    def subject(self, subject_id: str) -> Subject | None:
        return self.architecture.by_id.get(subject_id) or self.architecture.entry_by_id.get(subject_id)
