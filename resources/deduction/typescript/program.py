"""A CDK program in TypeScript, evaluated: what it made, as if a Python program had made it.

The files are evaluated by a machine of their own, so that nothing of the project can be mistaken for them. Afterwards
what a call was given in an object (`new Queue(this, "Jobs", {queueName: "jobs"})`) is given by name, and the names of
the CDK are written as in Python (`queue_name`, `add_event_source`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..evaluate.machine import Machine
from ..evaluate.names import module
from ..project import Project
from ..values import Arguments, Instance, LibObject, Value, alternatives, join
from .modules import module_file
from .parsing import summarize

if TYPE_CHECKING:
    from ...catalog.loader import Catalog

ENDING = ".ts"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def evaluated(catalog: Catalog, configs: Mapping[str, bytes]) -> Machine | None:
    """The machine that has evaluated the programs among these files; None if there are none."""
    texts = {module_file(path): (path, text) for path, text in sorted(configs.items()) if path.endswith(ENDING)}
    if not any(b"aws-cdk" in text for _, text in texts.values()):
        return None
    files = {file: summarize(text, path) for file, (path, text) in texts.items()}
    m = Machine(Project(files), catalog, {}, {})
    for file in files:
        module(m, file)
    paths = {file: path for file, (path, _) in texts.items()}
    for made in m.objects:
        _in_python(m, made, paths)
    return m


def _in_python(m: Machine, made: LibObject, paths: Mapping[str, str]) -> None:
    made.path = ".".join(map(_snake, made.path.split(".")))
    if made.place is not None:
        made.place = (paths.get(made.place[0], made.place[0]), *made.place[1:])
    given = made.arguments.positional
    if given and isinstance(last := given[-1], Instance) and _is_literal(last):
        named = tuple((_snake(key), _value(m, value)) for key, value in last.attributes.items())
        made.arguments = Arguments(given[:-1], (*made.arguments.named, *named), made.arguments.rest)


def _value(m: Machine, value: Value) -> Value:
    """The same with a mapping in the place of an object literal, such as the variables of a function."""
    literals = [one for one in alternatives(value) if isinstance(one, Instance) and _is_literal(one)]
    return join(tuple(m.mapped(dict(one.attributes), one.rest) for one in literals)) if literals else value


def _is_literal(value: Instance) -> bool:
    return value.cls.name == "SimpleNamespace"


def _snake(name: str) -> str:
    """`addEventSource` -> `add_event_source`; the name of a class stays as it is."""
    return _HUMP.sub("_", name).lower() if name[:1].islower() else name
