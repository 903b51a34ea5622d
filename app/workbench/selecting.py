"""One selection for all panels: canvas, outline, search, inspector; the code pane shows what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from ...canvas.selection import Selection
from ...canvas.slices import Slices, Steps
from ...resources.architecture import Entry, Link, Problem, Resource, Span
from ..inspector.facts import Facts, Subject
from ..panels.code_places import place_of
from .workbench import Workbench

_SMALL = 150
"""What is selected of fewer things is shown everywhere at once."""
FactsOf = Callable[[], Facts | None]


class Selecting(QObject):
    """`facts` is asked whenever something is shown, so that it is always about the newest architecture."""

    def __init__(self, bench: Workbench, facts: FactsOf) -> None:
        super().__init__(bench)
        self._bench, self.facts = bench, facts
        self._slices = Slices(self)
        self.subjects: tuple[Subject, ...] = ()
        bench.view.selected.connect(self._canvas_selected)
        bench.outline.selected.connect(self._outline_selected)
        bench.outline.accepted.connect(self.show)
        bench.outline.filtered.connect(bench.view.filter_to)
        bench.search.found.connect(self.show)
        bench.inspector.chosen.connect(self._chosen)
        bench.inspector.code_wanted.connect(self.show_code)
        bench.bottom.changes.code_wanted.connect(self.show_code)
        bench.bottom.problems.chosen.connect(self._problem_chosen)
        bench.bottom.deployment.chosen.connect(self.show)
        bench.view.open_code_requested.connect(self.show_code)
        bench.bottom.code.moved.connect(bench.status.show_place)

    def show(self, thing_id: str) -> None:
        """Select a card or a row by its id and bring it into sight."""
        self._bench.view.select((thing_id,))
        self._bench.view.reveal(thing_id)

    def show_code(self, span: Span) -> None:
        self._bench.show_page("code")
        self._bench.bottom.code.show_span(span)

    def refresh(self) -> None:
        """A new architecture: the same things, as they are now."""
        facts = self.facts()
        if facts is None:
            return
        self.subjects = tuple(found for subject in self.subjects if (found := _again(subject, facts)))
        self._bench.inspector.set_facts(facts)
        self._bench.bottom.code.read_again()

    def take_news(self) -> None:
        """A deployment says something, four times a second: often about other things than those that are shown."""
        facts = self.facts()
        if facts is not None and not self._bench.inspector.says_already(facts):
            self.refresh()

    def clear(self) -> None:
        self._take((), ())

    def _canvas_selected(self, selection: Selection) -> None:
        facts = self.facts()
        if facts is None:
            return
        links = {link.key: link for link in facts.architecture.links}
        found = [thing for thing_id in selection.ids if (thing := subject_of(thing_id, facts))]
        found += [links[key] for key in selection.links if key in links]
        self._take(tuple(found), _rows_of(selection, found))

    def _outline_selected(self, ids: tuple[str, ...]) -> None:
        self._bench.view.select(ids)
        if len(ids) == 1:
            self._bench.view.reveal(ids[0])

    def _chosen(self, subject: Subject) -> None:
        if isinstance(subject, Link):
            self._bench.view.select((subject.key,))
        else:
            self.show(subject.id)

    def _problem_chosen(self, problem: Problem) -> None:
        if problem.subject:
            self.show(problem.subject)
        self.show_code(problem.source)

    def _take(self, subjects: tuple[Subject, ...], rows: Iterable[str]) -> None:
        self.subjects = subjects
        self._slices.cancel()
        self._slices.run(self._showing(subjects, rows))
        if len(subjects) < _SMALL:
            self._slices.finish()

    def _showing(self, subjects: tuple[Subject, ...], rows: Iterable[str]) -> Steps:
        """One panel after the other; of much that is selected, between frames."""
        facts = self.facts()
        self._bench.outline.select(rows)
        yield
        self._bench.inspector.show_subjects(subjects)
        yield
        one = len(subjects) == 1 and facts is not None
        self._bench.bottom.code.show_place(place_of(subjects[0], facts) if one and facts else None)


def subject_of(thing_id: str, facts: Facts) -> Resource | Entry | None:
    """The resource or entry of an id. Rows of routers and graphs stand for what they belong to."""
    found = facts.subject(thing_id)
    if isinstance(found, Resource | Entry):
        return found
    if thing_id.startswith("node:"):
        return facts.architecture.by_id.get(thing_id.removeprefix("node:").rpartition(":")[0])
    entry = thing_id.rpartition("#")[2] if "#entry:" in thing_id else ""
    return facts.architecture.entry_by_id.get(entry)


def _rows_of(selection: Selection, found: list[Subject]) -> tuple[str, ...]:
    """What the outline marks: the cards and rows, and for a single line the row where it begins."""
    if selection.ids:
        return selection.ids
    links = [subject for subject in found if isinstance(subject, Link)]
    return tuple({link.entry for link in links}) if len(links) == 1 else ()


def _again(subject: Subject, facts: Facts) -> Subject | None:
    if isinstance(subject, Link):
        return next((link for link in facts.architecture.links if link.key == subject.key), None)
    return facts.subject(subject.id)
