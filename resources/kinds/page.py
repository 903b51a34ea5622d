"""The documentation page of the kinds, made from their records: `python -m archloom.resources.kinds.page`.

What a kind does in code is the text of its own file; names, options and operations come from the record, so that the
page cannot say anything else than the program does.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc
from types import ModuleType

from .. import grants
from ..http import BadRequest, Request, Response
from . import (
    DECLARED,
    bucket,
    deduced,
    function,
    kv_store,
    model,
    queue,
    router,
    sagemaker,
    schedule,
    secret,
    topic,
    website,
)
from .bucket import Upload
from .kind import FAMILY_TITLES, Kind, Property

HEAD = """\
# Kinds of resources

<!-- Made by `python -m archloom.resources.kinds.page > docs/kinds.md`; change the records in resources/kinds/. -->

Declare what the code needs beside the code that uses it, with `from archloom.resources import …`. Names and options
are checked where they are written, by AWS's own rules. Operations work in the cloud and under `archloom run`; anywhere
else they raise an error that names the command to use.
"""
DEDUCED = """\
## Kinds that code implies

Found in libraries, drawn, and granted; declared nowhere.
"""
_FILES = (router, function, kv_store, bucket, queue, topic, schedule, secret, sagemaker, website, model)
_TEXTS = {module.KIND.id: (module.__doc__ or "") for module in _FILES}


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *(_declared(kind) for kind in (*DECLARED, model.KIND)), _beside(), DEDUCED, _implied()])


def _beside() -> str:
    """What is no kind and yet imported with them, in the words of its own documentation."""
    values = [_value(one) for one in (Request, Response, BadRequest, Upload)]
    return "\n".join(["## allow\n", _body(grants), "## Request, Response and the rest\n", *values, ""])


def _value(one: type) -> str:
    title, words = one.__name__, " ".join(cleandoc(one.__doc__ or "").split())
    names = [f"`{field.name}`" for field in dataclasses.fields(one)] if dataclasses.is_dataclass(one) else []
    return f"- `{title}`: {words}" + (f" It has {', '.join(names)}." if names else "")


def _body(module: ModuleType) -> str:
    """A module's documentation below its first line, which is its title."""
    title, _, rest = (module.__doc__ or "").partition("\n")
    return f"{title.partition(': ')[2].capitalize()}\n{rest}"


def _declared(kind: Kind) -> str:
    words = _TEXTS[kind.id].partition("\n")[2].strip("\n")
    return "\n".join(
        [
            f"## {kind.handle_class}\n",
            f"*{kind.product}.* {kind.help}\n",
            f"{words}\n",
            *_options(kind),
            *_operations(kind),
            *_triggers(kind),
            f"Name: {_name(kind)}.\n",
        ]
    )


def _name(kind: Kind) -> str:
    rule = kind.name_rule
    never = "".join(f"; not where {why}" for _, why in rule.never)
    return f"{rule.minimum} to {rule.maximum} characters, {rule.words}{never}"


def _options(kind: Kind) -> Iterator[str]:
    if kind.properties:
        rows = [(f"`{one.name}`", _type(one), _default(one), _help(one)) for one in kind.properties]
        yield _table(("option", "type", "default", "meaning"), rows)
    if kind.one_of:
        yield f"Exactly one of {' and '.join(f'`{name}`' for name in kind.one_of)} is given.\n"


def _operations(kind: Kind) -> Iterator[str]:
    if kind.operations:
        rows = [
            (f"`{one.name}`", one.help, ", ".join(f"`{action}`" for action in one.actions)) for one in kind.operations
        ]
        yield _table(("operation", "meaning", "grants"), rows)


def _triggers(kind: Kind) -> Iterator[str]:
    if kind.triggers:
        yield f"Starts a handler: {', '.join(f'`{name}`' for name in kind.triggers)}.\n"


def _type(one: Property) -> str:
    if one.minimum is not None and one.maximum is not None:
        return f"{one.minimum} to {one.maximum} {one.unit}".strip()
    return {"integer": "whole number", "boolean": "true or false", "mapping": "names with values"}.get(
        one.type, one.type
    )


def _default(one: Property) -> str:
    if one.required:
        return "needed"
    return "" if one.default is None else f"`{one.default}`"


def _help(one: Property) -> str:
    return one.help if one.argument else f"{one.help} (in archloom.toml)"


def _implied() -> str:
    rows = [
        (f"`{kind.id}`", kind.label, FAMILY_TITLES[kind.family], ", ".join(f"`{one.name}`" for one in kind.operations))
        for kind in deduced.KINDS
    ]
    return _table(("kind", "label", "family", "operations"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
