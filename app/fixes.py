"""What the window proposes: an edit that solves a problem or betters a thing, in words, before any code is touched.

A proposal has one choice or several, each an edit; one that needs a word of the person (a name) makes its edit from
that word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ..canvas import words
from ..codegen.edits import Edit, MakeNameConfigurable, RenameResource, Rewrite
from ..codegen.remedies import offers
from ..resources.architecture import Architecture, Problem, Resource
from ..resources.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to do it. `afterwards` is what is left to a person."""

    label: str
    edit_of: Callable[[str], Edit]
    """The edit, for the word that a person gave."""
    afterwards: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    title: str
    text: str
    choices: tuple[Choice, ...]
    asks: str = ""
    """What a person must type; empty when nothing is needed."""
    refuses: Callable[[str], str | None] = lambda _: None
    """Why a word cannot be taken."""


def tr(text: str) -> str:
    return QCoreApplication.translate("Fixes", text)


def can_fix(problem: Problem) -> bool:
    return bool(offers(problem)) or _is_undecided(problem)


def fix_of(problem: Problem, architecture: Architecture) -> Proposal | None:
    """What solves a problem; None when nothing is known that could."""
    if _is_undecided(problem):
        return _answer(problem, architecture)
    choices = tuple(
        Choice(remedy.label, lambda _, remedy=remedy: Rewrite(problem.source, remedy.id), remedy.afterwards)
        for remedy in offers(problem)
    )
    return Proposal(tr("Fix this?"), problem.message, choices) if choices else None


def _is_undecided(problem: Problem) -> bool:
    return problem.asks_for_a_name and problem.subject is not None


def _answer(problem: Problem, architecture: Architecture) -> Proposal | None:
    """The person says the name; it is kept in archloom.toml."""
    resource = architecture.by_id.get(problem.subject or "")
    if resource is None:
        return None
    kind = KINDS[resource.kind]
    text = f"{problem.message} {tr('Say its name; the answer is kept in archloom.toml.')}"
    choice = Choice(tr("Keep the answer"), lambda name: RenameResource(resource.id, name))
    return Proposal(tr("Which {}?").format(tr(kind.label)), text, (choice,), tr("Name"), kind.name_rule.refusal)


def configurable(resource: Resource, architecture: Architecture) -> Proposal | None:
    """Its name from the environment, so that each stack has its own; None where a name is decided otherwise."""
    if resource.origin != "deduced" or not resource.name or resource.env or not resource.source.file.endswith(".py"):
        return None
    if resource.service not in _OF_STACKS:
        return None
    name = words.name_of(architecture, resource)
    text = tr(
        "The code reads the name of {} from an environment variable, and takes {} without one. "
        "Each stack then has one of its own."
    ).format(name, repr(resource.name))
    write = Choice(tr("Write"), lambda _: MakeNameConfigurable(resource.id))
    return Proposal(tr("Make the name configurable?"), text, (write,))


_OF_STACKS = frozenset({
    "dynamodb", "s3", "sqs", "sns", "kinesis", "secretsmanager", "ssm", "sagemaker", "sagemaker-runtime",
})  # fmt: skip
"""Services of which each stack can have a resource of its own."""
