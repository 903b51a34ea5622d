"""`archloom edit PATH EDIT …`: one edit of the architecture made in the code, printed as a unified diff.

Entries and resources may be said by id, by the dotted name of the handler, by label or by name, as long as one thing is
meant. Exit status: 0 written (or shown, with --dry-run), 1 refused with the reason, 2 wrong use.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Literal

import click

from ...codegen import (
    AddResource,
    AddTrigger,
    Connect,
    Disconnect,
    Edit,
    MakeNameConfigurable,
    Refused,
    RemoveResource,
    RenameResource,
    Rewrite,
    SetOperations,
    SetProperty,
    Stale,
    plan,
    write,
)
from ...codegen.remedies import offers
from ...resources.architecture import Architecture, Json
from ...resources.deduction import DeductionError
from ...resources.deduction import deduce as deduce_project
from ...resources.kinds import KINDS, Property
from .failing import fail
from .naming import find_code, find_entry, find_handler, find_item, find_problem, find_resource
from .telling_diff import tell_diff

Kind = Literal["permission", "trigger"]
FOLDER = click.Path(path_type=Path, readable=False)


class Project:
    """The project at PATH, read when the edit asks for it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.dry_run = False

    @cached_property
    def architecture(self) -> Architecture:
        try:
            return deduce_project(self.path)
        except DeductionError as error:
            fail(str(error), 2)

    def make(self, edit: Edit) -> None:
        """Works the edit out, shows it and writes it; once more if a file changed in between."""
        for attempt in (1, 2):
            change = plan(self.path, self.architecture, edit)
            if isinstance(change, Refused):
                fail(_sentence(change))
            try:
                if not self.dry_run:
                    write(self.path, change)
            except Stale:
                if attempt == 2:
                    raise
                continue
            tell_diff(change.diff())
            print(f"{'would write' if self.dry_run else 'wrote'} {change.summary}", file=sys.stderr)
            return


def _sentence(refused: Refused) -> str:
    """The reason with the place, unless it names it itself, and the next step."""
    place = f"{refused.span}: " if refused.span and str(refused.span) not in refused.reason else ""
    return f"{place}{refused}"


@click.group(subcommand_metavar="EDIT [ARGUMENTS]…")
@click.argument("path", type=FOLDER)
@click.pass_context
def edit(context: click.Context, path: Path) -> None:
    """Edit the architecture of the project in PATH by editing its code."""
    context.obj = Project(path)


def one_edit(name: str | None = None, **context: bool) -> Callable[[Callable[..., None]], click.Command]:
    """A command below `edit` that takes --dry-run and is called with the project."""

    def made(function: Callable[..., None]) -> click.Command:
        return edit.command(name, context_settings=context)(_dry_run(click.pass_obj(function)))

    return made


def _dry_run(function: Callable[..., None]) -> Callable[..., None]:
    def remember(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        project = context.find_object(Project)
        if project:
            project.dry_run = value

    option = click.option("--dry-run", is_flag=True, expose_value=False, callback=remember, help="Only show the diff.")
    return option(function)


@one_edit()
@click.argument("kind")
@click.argument("name")
@click.option("--set", "properties", multiple=True, metavar="PROPERTY=VALUE", help="A property (repeatable).")
@click.option("--file", help="The file to declare it in; otherwise beside its siblings.")
def add(project: Project, kind: str, name: str, properties: tuple[str, ...], file: str | None) -> None:
    """Declare a resource: add kv_store orders --set partition_key=id"""
    known = KINDS.get(kind) or next((found for found in KINDS.values() if found.class_name == kind), None)
    if known is None:
        raise click.BadParameter(f"{kind!r} is no kind; there are {', '.join(k for k in KINDS if KINDS[k].declarable)}")
    values = {key: _value(known.find_property(key), value) for key, value in map(_pair, properties)}
    project.make(AddResource(known.id, name, values, file))


@one_edit()
@click.argument("resource")
def remove(project: Project, resource: str) -> None:
    """Remove a declaration with its grants and triggers."""
    project.make(RemoveResource(find_resource(project.architecture, resource)))


@one_edit()
@click.argument("resource")
@click.argument("name")
def rename(project: Project, resource: str, name: str) -> None:
    """Give a resource another name wherever the code says it."""
    project.make(RenameResource(find_resource(project.architecture, resource), name))


def _no_option(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A word that was meant as an option; a negative number is a value."""
    if value and value.startswith("-") and not re.fullmatch(r"-[\d.]+", value):
        raise click.NoSuchOption(value, ctx=context)
    return value


@one_edit("set", ignore_unknown_options=True)
@click.argument("resource", callback=_no_option)
@click.argument("property_", metavar="PROPERTY", callback=_no_option)
@click.argument("value", required=False, callback=_no_option)
@click.option("--default", "to_default", is_flag=True, help="Take the property back to its default.")
def set_(project: Project, resource: str, property_: str, value: str | None, to_default: bool) -> None:
    """Set a property of a resource or the path of a route: set orders ttl expires"""
    if (value is None) != to_default:
        raise click.UsageError("Give a value or --default.")
    architecture = project.architecture
    item = find_entry(architecture, resource).id if property_ == "path" else find_item(architecture, resource)
    entry = architecture.entry_by_id.get(item)
    kind = KINDS[architecture.by_id[entry.runs_in if entry else item].kind]
    project.make(SetProperty(item, property_, _value(kind.find_property(property_), value)))


@one_edit()
@click.argument("entry")
@click.argument("resource")
@click.option("--operations", metavar="get,set", help="Otherwise the usual ones.")
def connect(project: Project, entry: str, resource: str, operations: str | None) -> None:
    """Let ENTRY use RESOURCE."""
    architecture = project.architecture
    end = find_resource(architecture, resource)
    usual = tuple(known.name for known in KINDS[architecture.by_id[end].kind].operations if known.usual)
    project.make(Connect(find_code(architecture, entry).id, end, _list(operations) or usual))


@one_edit()
@click.argument("entry")
@click.argument("resource")
@click.option("--kind", type=click.Choice(["permission", "trigger"]), help="Which, where there are both.")
def disconnect(project: Project, entry: str, resource: str, kind: Kind | None) -> None:
    """Take away what lets ENTRY use RESOURCE, or RESOURCE start ENTRY."""
    architecture = project.architecture
    project.make(Disconnect(find_entry(architecture, entry).id, find_resource(architecture, resource), kind or ""))


@one_edit()
@click.argument("entry")
@click.argument("resource")
@click.argument("operations", metavar="get,set")
def operations(project: Project, entry: str, resource: str, operations: str) -> None:
    """Let ENTRY do exactly these operations on RESOURCE."""
    architecture = project.architecture
    end = find_resource(architecture, resource)
    project.make(SetOperations(find_code(architecture, entry).id, end, _list(operations)))


@one_edit()
@click.argument("resource")
@click.argument("handler")
@click.option("--method", default="", help="get, post, put, delete or all of a router.")
@click.option("--at", "route", default="", metavar="/PATH", help="The path of a router's route.")
def trigger(project: Project, resource: str, handler: str, method: str, route: str) -> None:
    """Let RESOURCE start HANDLER (a dotted name): trigger api app.main.chat --method post --at /chat"""
    architecture = project.architecture
    start = find_resource(architecture, resource)
    project.make(AddTrigger(start, find_handler(architecture, handler), method.lower(), route))


@one_edit()
@click.argument("problem", metavar="PROBLEM_OR_PLACE")
@click.option("--by", metavar="REMEDY", help="dynamodb or postgres, where both fit; otherwise the first.")
@click.option("--name", default="", help="What the new resource is called.")
def rewrite(project: Project, problem: str, by: str | None, name: str) -> None:
    """Put what lasts in the place of what does not: rewrite agent.py:12 --by postgres

    PROBLEM_OR_PLACE is a code such as memory-saver, a place such as agent.py:12, or what the problem is about.
    """
    found = find_problem(project.architecture, problem)
    known = offers(found)
    if not known:
        fail(f"{found.source}: no rewrite is known for {found.code}. {found.remedy or ''}".rstrip())
    remedy = next((one for one in known if one.id == by), None) if by else known[0]
    if remedy is None:
        raise click.BadParameter(f"{by!r} does not fit {found.code}; there is {' and '.join(one.id for one in known)}.")
    project.make(Rewrite(found.source, remedy.id, name))
    if remedy.afterwards:
        print(remedy.afterwards, file=sys.stderr)


@one_edit()
@click.argument("resource")
@click.option("--variable", default="", help="The environment variable; otherwise made from the name.")
def configurable(project: Project, resource: str, variable: str) -> None:
    """Let the name of RESOURCE come from the environment, so that each stack has its own: configurable orders"""
    project.make(MakeNameConfigurable(find_resource(project.architecture, resource), variable))


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text!r} is not PROPERTY=VALUE.")
    return name.strip(), value


def _value(known: Property | None, text: str | None) -> Json:
    """The text as the property's type: `512`, `true`, `A=b,C=d`."""
    match known.type if known else "text", text:
        case _, None:
            return None
        case "integer", str() if text.strip().lstrip("-").isdigit():
            return int(text)
        case "boolean", "true" | "false":
            return text == "true"
        case "mapping", str():
            return dict(_pair(part) for part in text.split(",") if part.strip())
        case _:
            return text
