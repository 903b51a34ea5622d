"""What a deployment looks like on the picture: marks for cards, badges for the outline, sentences for the inspector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...canvas.controls.callout import Failure
from ...canvas.marks import Mark
from ...resources.architecture import Architecture, Resource, Span
from ...resources.kinds import KINDS
from ..inspector.facts import Standing as Sentence
from ..panels.outline_paint import Badge
from ..short import ago
from ..words import Table, tr
from .standing import Group, Standing
from .words import ACTIONS, flag, type_words, value_words

_ICONS = {
    "create": "plus", "update": "pencil-simple", "replace": "swap", "delete": "minus", "waits": "circle-dashed",
    "running": "running", "done": "check-circle-fill", "failed": "x-circle-fill", "deployed": "cloud-check",
    "drift": "arrows-left-right",
}  # fmt: skip
_FITS = 26
"""As much as a card has room for."""
_TONES = {"waits": "text_2", "done": "state:success", "failed": "state:error", "deployed": "text_3"}


def marks_of(standing: Standing, now: float) -> Mapping[str, Mark]:
    """Card id -> its mark: the plan's while it is shown, the step's while it is applied."""
    groups = [group for group in standing.groups() if group.pending]
    if standing.phase == "previewed":
        return {group.key: _planned(group) for group in groups}
    if standing.phase in ("deploying", "destroying", "failed", "cancelled", "deployed", "destroyed"):
        return {group.key: _applied(group, now) for group in groups}
    return {}


def deployed_marks(subjects: Iterable[str]) -> Mapping[str, Mark]:
    return {subject: Mark("deployed", tr("Deployed")) for subject in subjects}


def _planned(group: Group) -> Mark:
    action = group.action
    word = ACTIONS[action] + (" · " + tr("loses data") if action == "replace" and group.loses else "")
    assert action != "same", "only what changes is marked"
    return Mark(action, word, _detail(group), goes=action == "delete")


def _detail(group: Group) -> str:
    """The card's second line: what changes."""
    main = group.main.change
    if group.action == "delete":
        return ""
    if group.action == "create":
        return ""
    others = [type_words(step.change.type) for step in group.pending if step is not group.main]
    if len(main.properties) == 1 and not others:
        change = main.properties[0]
        words = f"{change.path.rpartition('.')[2]} {value_words(change.before, 14)} → {value_words(change.after, 14)}"
        if change.path != "code" and len(words) <= _FITS:  # what a hash of the code was tells nobody anything
            return words
    return " · ".join(dict.fromkeys([*(change.path.partition(".")[0] for change in main.properties), *others]))


def _applied(group: Group, now: float) -> Mark:
    fractions = [step.fraction for step in group.pending if step.fraction is not None]
    done = sum(step.state == "done" for step in group.pending) / len(group.pending)
    progress = max(done, sum(fractions) / len(group.pending)) if group.state == "running" else None
    return Mark(group.state, flag(group, now), "", progress, goes=group.action == "delete")


def badges_of(marks: Mapping[str, Mark]) -> Mapping[str, Badge]:
    return {
        key: Badge(_ICONS[mark.state], _TONES.get(mark.state, f"state:{mark.state}"), mark.word, struck=mark.goes)
        for key, mark in marks.items()
    }


def with_leaving(architecture: Architecture, standing: Standing) -> Architecture:
    """The architecture with what the plan deletes and the code no longer has, so that the picture is the diff."""
    leaving = [
        _leaving(group.key)
        for group in standing.groups()
        if group.action == "delete" and group.key not in architecture.by_id and group.key.partition(":")[0] in KINDS
    ]
    if not leaving:
        return architecture
    resources = sorted((*architecture.resources, *leaving), key=lambda resource: resource.id)
    return replace(architecture, resources=tuple(resources))


def _leaving(subject: str) -> Resource:
    """A thing that only the state still knows: it has no place in the code."""
    kind, _, name = subject.partition(":")
    title = name.rpartition(".")[2] if KINDS[kind].family == "compute" else name
    return Resource(subject, kind, KINDS[kind].service, title, None, "config", Span("", 0))


def sentences(standing: Standing, stack: str) -> Mapping[str, Sentence]:
    """Card id -> what the inspector says about its deployment."""
    made = {group.key: _sentence(group, stack) for group in standing.groups()}
    return made if standing.phase != "previewing" else {}


def deployed_sentences(subjects: Iterable[str], stack: str, age: float) -> Mapping[str, Sentence]:
    """What was deployed, and when. Whether the code is still the same, only a preview knows."""
    words = tr("Deployed to {} {}").format(stack, ago(age))
    return {subject: Sentence("check-circle-fill", "success", words) for subject in subjects}


def _sentence(group: Group, stack: str) -> Sentence:
    main = group.main
    if group.state == "failed":
        return Sentence("x-circle-fill", "error", main.message, failed_title(group), main.next_step)
    if not group.pending or group.state == "done":
        return Sentence("check-circle-fill", "success", tr("In step with {}").format(stack))
    if group.state == "running":
        return Sentence("arrows-clockwise", "running", tr("Being changed now"))
    title = _WILL[group.action]
    words = tr("This destroys {}.").format(group.loses) if group.loses else ""
    if group.action == "replace":
        words = (tr("A new one is made first, then the old one goes.") + " " + words).strip()
    return Sentence(_ICONS[group.action], group.action, words or title, title if words else "", changes=_changes(group))


_WILL = Table({"create": "Will be created", "update": "Will be updated", "replace": "Will be replaced",
               "delete": "Will be deleted", "same": "In step"})  # fmt: skip
_NOT = Table({"create": "Not created", "update": "Not updated", "replace": "Not replaced", "delete": "Not deleted",
              "same": "Failed"})  # fmt: skip


def _changes(group: Group) -> tuple[tuple[str, str, str], ...]:
    """Property, before and after of what is updated or replaced; the new properties of a new thing are its code."""
    if group.action not in ("update", "replace"):
        return ()
    return tuple(
        (change.path, _short(change.before), _short(change.after))
        for step in group.pending
        for change in step.change.properties
        if step.change.action in ("update", "replace")
    )[:12]


def _short(value: object) -> str:
    return "" if value is None else value_words(value, 16)


def failed_title(group: Group) -> str:
    return _NOT[group.action]


def failure_of(group: Group, busy: bool) -> Failure:
    """What the callout at a card says. While the rest goes on nothing resumes."""
    step = group.main
    copying, resuming = ("copy", tr("Copy message")), ("resume", tr("Resume"))
    links = (copying,) if busy else (copying, resuming)
    following = tr("Next: {}").format(step.next_step) if step.next_step else ""
    return Failure(failed_title(group), step.message, following, links)
