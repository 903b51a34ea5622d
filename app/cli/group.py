"""The group of commands, loaded one by one, and what happens when a path is given instead of a command."""

from __future__ import annotations

import difflib
import sys
from importlib import import_module

import click

from ...resources.version import VERSION
from .failing import exits_with_a_sentence

COMMANDS = {
    "open": ("open_window", "Open a project in the window."),
    "deduce": ("deduce", "Print the cloud that a project needs."),
    "edit": ("edit", "Edit the architecture by editing the code."),
    "policy": ("policy", "Print what each deployed function may do, and why."),
    "export": ("export", "Draw the architecture into a PNG, SVG or PDF file, or as text."),
    "preview": ("deployment", "Show what a deployment would change."),
    "deploy": ("deployment", "Deploy, by default to the sandbox on this computer."),
    "destroy": ("deployment", "Remove everything that was deployed."),
    "stop": ("deployment", "End the local cloud of a stack and keep its state."),
    "outputs": ("deployment", "Print the URLs and names of a deployment."),
    "logs": ("deployment", "Print the logs of the deployed functions."),
    "run": ("run", "Deploy to the sandbox and serve until Ctrl-C."),
    "demo": ("demo", "The main job from end to end on a bundled example."),
}


class CommandGroup(click.Group):
    """Imports the file of a command when it is needed; takes an unknown word that is a folder for `open FOLDER`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{COMMANDS[cmd_name][0]}", __package__)
        return getattr(module, cmd_name if cmd_name != "open" else "open_window")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`archloom --dark FOLDER` is meant for `open` too."""
        return super().parse_args(ctx, ["open", *args] if args and args[0] in ("--light", "--dark") else args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and _looks_like_a_path(args[0]):
            args = ["open", *args]
        elif args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"Did you mean {close[0]!r}?" if close else "There is no folder of that name here either."
            ctx.fail(f"No such command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)


def _looks_like_a_path(word: str) -> bool:
    from pathlib import Path

    return word.startswith((".", "/", "~")) or "/" in word or "\\" in word or Path(word).exists()


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="archloom")
@click.pass_context
def cli(context: click.Context) -> None:
    """Archloom: the cloud behind your LangChain code.

    Without a command it opens the window; `archloom FOLDER` opens it with a project.
    """
    if context.invoked_subcommand is None:
        command = cli.get_command(context, "open")
        assert command is not None
        context.invoke(command)


@exits_with_a_sentence
def main() -> None:
    cli(prog_name="archloom")


def desktop() -> None:
    """What the desktop entry starts: the window, with the folders that the system hands over."""
    sys.argv[1:1] = ["open"]
    main()
