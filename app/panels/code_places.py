"""What the code pane shows for a thing: a file, the lines that matter in it, and a word for each. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from ...resources.architecture import Entry, Evidence, Link, Span
from ...resources.kinds import KINDS
from ..inspector.facts import Facts, Subject
from ..words import tr


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted line with the words at its right."""

    span: Span
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The line to show, what is marked around it (in several files perhaps), and the crumbs above the code."""

    span: Span
    crumb: str = ""
    marks: tuple[Mark, ...] = ()


def place_of(subject: Subject, facts: Facts) -> Place:
    match subject:
        case Link():
            return _of_link(subject, facts)
        case Entry():
            return Place(subject.source, subject.handler.rpartition(".")[2], (Mark(subject.source, subject.label),))
        case _:
            kind = KINDS[subject.kind]
            return Place(subject.source, subject.name or subject.env or "", (Mark(subject.source, kind.label),))


def _of_link(link: Link, facts: Facts) -> Place:
    entry = facts.architecture.entry_by_id[link.entry]
    marks = tuple(Mark(piece.span, _words(piece, link, facts)) for piece in sorted(link.evidence))
    marks = tuple({mark.span.file + str(mark.span.line): mark for mark in marks}.values())
    uses = [mark for mark in marks if not mark.words.startswith("grants")]
    span = (uses or list(marks) or [Mark(entry.source)])[0].span
    return Place(span, entry.handler.rpartition(".")[2], marks)


def _words(piece: Evidence, link: Link, facts: Facts) -> str:
    if "allow(" in facts.line(piece.span):
        return tr("grants {}").format(", ".join(link.operations))
    actions = _actions(piece.operation, link, facts)
    return f"{piece.operation} · {', '.join(actions)}" if actions else piece.operation


def _actions(operation: str, link: Link, facts: Facts) -> tuple[str, ...]:
    """The actions of this one operation: those that the kind names, or the one that is spelt like it."""
    kind = KINDS[facts.architecture.by_id[link.resource].kind]
    known = kind.actions((operation,))
    if known:
        return tuple(action for action in known if action in link.actions)
    squeezed = operation.replace("_", "").casefold()
    return tuple(action for action in link.actions if action.rpartition(":")[2].casefold() == squeezed)
