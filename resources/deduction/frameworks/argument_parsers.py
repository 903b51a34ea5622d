"""Options of a command line: what they are when nobody gives them, for argparse, Click and Typer.

A name that an option carries is its default, or the variable that stands in for it; whoever starts the program may say
another, so anything else is possible too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..evaluate import classes, containers, environment, naming
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Const,
    Function,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Unknown,
    Value,
    join,
)  # fmt: skip
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PARSER = "argparse.ArgumentParser"


def _value(m: Machine, f: Frame, a: Arguments, option_name: str, place: Place) -> Value:
    """What an option may be: its default, by a variable if one is named, one of its choices, or anything."""
    default, variable = a.get("default"), a.get("envvar") or a.get("env_var")
    unknown = Unknown(f"the option {option_name}", place)
    given = None if default in (None, Const(None), Const(...)) else default
    if variable is not None:
        name = variable.items[0] if isinstance(variable, Sequence) and variable.items else variable
        return join((environment.read(m, f, name, given, place), unknown))
    listed = a.get("choices") if given is None else None
    choices = containers.elements(m, f, listed)[0] if listed is not None else []
    return join([*([given] if given is not None else []), *choices, unknown])


def _name(a: Arguments) -> str:
    """`--chunk-size` -> `chunk_size`; `-c` only when there is no long one."""
    told = naming.text_of(a.get("dest") or Const(None))
    words = [text for one in a.positional if (text := naming.text_of(one))]
    plain = next((word for word in words if not word.startswith("-")), None)
    chosen = told or plain or next((word for word in words if word.startswith("--")), words[0] if words else "")
    return chosen.partition("/")[0].lstrip("-").replace("-", "_")


@rule("configargparse.ArgParser", "configargparse.ArgumentParser")
def parser(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    return m.library_object(PARSER, PARSER, place, a)


def _options(m: Machine, owner: LibObject) -> Mapped:
    """What the parser has been told, by the names of attributes."""
    known = owner.attributes.get("options")
    if not isinstance(known, Mapped):
        known = m.mapped({})
        m.write(owner, owner.attributes, "options", known)
    return known


@rule(*methods((PARSER,), ("add_argument_group", "add_mutually_exclusive_group", "add_subparsers", "add_parser")))
def part(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Groups and subcommands add to what the one parser gives."""
    return callee.receiver if callee is not None else None


@rule(*methods((PARSER,), ("add_argument", "add")))
def add_argument(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`parser.add_argument("--bucket", default="docs")`."""
    return _keep(m, f, callee, {_name(a): _value(m, f, a, _name(a), place)})


@rule(*methods((PARSER,), ("set_defaults",)))
def set_defaults(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ingest.set_defaults(run=ingest_documents)`: each subcommand sets its own."""
    return _keep(m, f, callee, dict(a.named))


def _keep(m: Machine, f: Frame, callee: LibMethod | None, options: dict[str, Value]) -> Value | None:
    if callee is None:
        return None
    known = _options(m, callee.receiver)
    for name, value in options.items():
        before = known.items.get(name)
        containers.put(m, known, Const(name), value if before is None else join((before, value)))
    return Const(None)


@rule(*methods((PARSER,), ("parse_args", "parse_known_args", "parse_intermixed_args")))
def parse(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`args = parser.parse_args()`."""
    if callee is None:
        return None
    options = _options(m, callee.receiver).items
    f.read(callee.receiver, "options")
    made = classes.plain(m, f, "Namespace", {str(key): value for key, value in options.items()}, place)
    made.rest = Unknown("an option of the command line", place)
    return m.sequence([made, m.sequence([])], None, "tuple") if "known" in callee.name else made


@rule(*methods(("click", "asyncclick", "rich_click", "cloup"), ("option", "argument")))
def option(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`@click.option("--bucket", envvar="BUCKET", default="docs")`: the parameter of the function below."""
    made = m.library_object("decorator", "", place, Arguments())

    def decorate(_m: Machine, _f: Frame, target: Value) -> Value:
        if not isinstance(target, Function):
            return target
        return replace(target, defaults={**target.defaults, _name(a): _value(m, f, a, _name(a), place)})

    made.rule = decorate
    return made


@rule("typer.Option", "typer.Argument")
def typer_option(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`bucket: str = typer.Option("docs", envvar="BUCKET")`: the default of the parameter."""
    plain = a.positional[0] if a.positional else Const(None)
    told = a.named if a.get("default") is not None else (*a.named, ("default", plain))
    return _value(m, f, Arguments((), told), "of the command", place)
