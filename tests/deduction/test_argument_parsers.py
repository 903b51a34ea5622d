"""Options of a command line: a name that an option carries is its default, its variable, or one of its choices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
HEADER = "import argparse, boto3, click, typer\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"
PARSED = """
def f():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("names")
    group.OPTION
    args = parser.parse_args()
    T(args.table).get_item(Key={})
"""
READ = {"GetItem"}


@pytest.mark.parametrize(
    ("option", "tables"),
    [
        ("add_argument('--table', '-t', default='orders')", {"orders"}),
        ("add_argument('-t', dest='table', default='orders')", {"orders"}),
        ("add_argument('table', choices=['orders', 'users'])", {"orders", "users"}),
    ],
)
def test_an_option_of_argparse_is_its_default_or_one_of_its_choices(
    option: str, tables: set[str], opened: Open
) -> None:
    seen = opened(HEADER + PARSED.replace("OPTION", option), "app.f")

    assert actions_of(seen, "app.f") == {f"kv_store:{name}": READ for name in tables}
    assert seen.problems == ()


def test_an_option_without_a_default_is_asked_for(opened: Open) -> None:
    [problem] = opened(HEADER + PARSED.replace("OPTION", "add_argument('--table')"), "app.f").problems

    assert (problem.code, "the option table" in problem.message) == ("unresolved-name", True)


def test_each_subcommand_runs_what_it_sets(opened: Open) -> None:
    seen = opened(HEADER + """
def load(args): T("orders").get_item(Key={})
def drop(args): T("users").delete_item(Key={})
def f():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    commands.add_parser("load").set_defaults(run=load)
    commands.add_parser("drop").set_defaults(run=drop)
    args = parser.parse_args()
    args.run(args)
""", "app.f")

    assert actions_of(seen, "app.f") == {"kv_store:orders": READ, "kv_store:users": {"DeleteItem"}}


@pytest.mark.parametrize(
    "command",
    [
        "@click.command()\n@click.option('--table', envvar='TABLE', default='orders')\ndef f(table): BODY\n",
        "@click.command()\n@click.option('-t', '--table', envvar=['TABLE', 'T'], default='orders')\n"
        "def f(table): BODY\n",
        "cli = typer.Typer()\n@cli.command()\ndef f(table: str = typer.Option('orders', envvar='TABLE')): BODY\n",
    ],
)
def test_an_option_of_a_command_is_its_variable_with_its_default(command: str, opened: Open) -> None:
    seen = opened(HEADER + command.replace("BODY", "T(table).get_item(Key={})"), "app.f")

    [table] = [one for one in seen.resources if one.kind == "kv_store"]
    assert (table.name, table.env) == ("orders", "TABLE")
