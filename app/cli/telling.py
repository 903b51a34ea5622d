"""An architecture for people in a terminal: who runs what, what each entry may do, and why."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...resources.actions import label
from ...resources.architecture import Architecture, Entry, Link, Problem, Resource
from ...resources.fit import HAZARDS, ZIP, fit_of
from ...resources.kinds import FAMILY_TITLES, KINDS
from .reporting import plain_console
from .shown_names import ShownNames, kind_of

COLOURS = {
    "entry": "cyan", "compute": "dark_orange3", "data": "deep_sky_blue3", "models": "medium_purple3",
    "messaging": "hot_pink3", "security": "gold3", "outside": "grey58",
}  # fmt: skip
INDENT = (0, 0, 0, 2)
SEVERITIES = {"error": "red", "warning": "yellow", "info": "blue"}


def tell(architecture: Architecture, console: Console | None = None) -> None:
    console = console or plain_console()
    names = ShownNames(architecture)
    _head(console, architecture)
    _resources(console, architecture, names)
    _suits(console, architecture.resources, names)
    _entries(console, architecture, names)
    _problems(console, architecture.problems)


def _head(console: Console, architecture: Architecture) -> None:
    project = architecture.project
    size = f"{_counted(project.python_files, 'file')} · {_counted(project.lines, 'line')}"
    console.print(Text.assemble((project.name, "bold"), (f"  {size} · read in {project.elapsed_ms} ms", "dim")))
    if not architecture.resources:
        console.print("No cloud resources were found. Open it with `archloom` and press / to add the first one.")


def _resources(console: Console, architecture: Architecture, names: ShownNames) -> None:
    for family, title in FAMILY_TITLES.items():
        found = [r for r in architecture.resources if r.kind in KINDS and KINDS[r.kind].family == family]
        if not found:
            continue
        console.print(Text(f"\n{title}", f"bold {COLOURS[family]}"))
        table = Table.grid(padding=(0, 2))
        for resource in found:
            table.add_row(names.resource(resource), Text(kind_of(resource), "dim"), Text(str(resource.source), "dim"))
        console.print(Padding(table, INDENT, expand=False))


def _suits(console: Console, resources: Iterable[Resource], names: ShownNames) -> None:
    """What each unit can be deployed as, with the reasons; those that say nothing more share a line."""
    judged = [(resource, fit) for resource in resources if (fit := fit_of(resource))]
    if judged:
        console.print(Text("\nWhat it suits", "bold"))
    plain = [resource for resource, fit in judged if not fit.reasons]
    if plain:
        listed = ", ".join(names.resource(resource).plain for resource in plain)
        console.print(Padding(Text.assemble((ZIP, "dim"), f"  {listed}"), INDENT, expand=False))
    for resource, fit in judged:
        if fit.reasons:
            verdict = (fit.verdict, "dim" if fit.verdict == ZIP else "yellow")
            console.print(Padding(Text.assemble(verdict, "  ", names.resource(resource)), INDENT, expand=False))
        for reason in fit.reasons:
            text = Text.assemble((f"{reason.span}  {reason.message}", "dim"))
            console.print(Padding(text, (0, 0, 0, 6), expand=False))


def _entries(console: Console, architecture: Architecture, names: ShownNames) -> None:
    if architecture.entries:
        console.print(Text("\nWhat may do what", "bold"))
    for entry in architecture.entries:
        console.print(Padding(_entry_line(entry, architecture, names), INDENT, expand=False))
        links = [link for link in architecture.links_of(entry.id) if link.kind != "trigger"]
        console.print(Padding(_links(links, architecture, names), (0, 0, 0, 6), expand=False))


def _entry_line(entry: Entry, architecture: Architecture, names: ShownNames) -> Text:
    starters = [names.starter(link.start) for link in architecture.links_of(entry.id) if link.kind == "trigger"]
    by = f"  started by {', '.join(starters)}" if starters else ""
    return Text.assemble((names.entry(entry), "bold"), (f"  {entry.source}", "dim"), (by, "dim"))


def _links(links: Iterable[Link], architecture: Architecture, names: ShownNames) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for link in links:
        table.add_row(_target(link, architecture.by_id[link.resource], names), _word(link), _why(link))
    return table


def _target(link: Link, resource: Resource, names: ShownNames) -> Text:
    return Text(f"{'⇢' if link.kind == 'config' else '→'} {names.resource(resource).plain}")


def _word(link: Link) -> Text:
    """What it may do; a state other than proven is said too."""
    word = label(link.actions, link.operations) if link.kind == "permission" else "setting"
    return Text(word) if link.state == "proven" else Text.assemble(word, (f" {link.state}", "yellow"))


def _why(link: Link) -> Text:
    places = ", ".join(sorted({str(piece.span) for piece in link.evidence})[:3])
    actions = [action for action in link.actions if ":" in action]
    return Text("  ".join([*actions, places]), "dim")


def _problems(console: Console, problems: Iterable[Problem]) -> None:
    for number, problem in enumerate(problems):
        if not number:
            console.print(Text("\nProblems", "bold"))
        console.print(_problem(problem), soft_wrap=True)


def _problem(problem: Problem) -> Text:
    severity = (problem.severity, SEVERITIES[problem.severity])
    remedy = (f"\n    {problem.remedy}" if problem.remedy else "", "dim")
    place = "" if problem.source.file == "." else f"  {problem.source}"  # the project as a whole
    return Text.assemble("  ", severity, f"{place}  {problem.message}", remedy, (_rewrite(problem), "dim"))


def _rewrite(problem: Problem) -> str:
    """The command that solves it, where one is known. What knows is loaded only where there is something to solve."""
    if problem.code not in HAZARDS:
        return ""
    from ...codegen.remedies import offers

    ways = "|".join(one.id for one in offers(problem))
    return f"\n    archloom edit PATH rewrite {problem.source} --by {ways}" if ways else ""


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
