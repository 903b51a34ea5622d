"""Project files that name Lambda functions: CloudFormation and SAM templates, serverless.yml, Terraform, Dockerfiles;
and the queues, topics, buckets, clocks and routes that start the functions.

A function of such a file is the handler that its path names. Its variables tell which resource of the file the code
means (`QUEUE: !GetAtt Jobs.QueueName`), so that the trigger and the code's own use meet in one resource; a variable
that carries the name of a function makes code that calls it call this function.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from ..carried import ambiguous
from ..scope import Touch
from ..values import Place
from . import cloudformation, serverless_yml, terraform
from .commands import command_of
from .named_functions import SOURCES, Named, Part, Spot, Started
from .named_handlers import Called, Trigger, locate, name_handler

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Registers the functions of every file, with what starts them."""
    folders: dict[str, list[tuple[str, bytes]]] = {}
    found: list[Part] = []
    for path in sorted(configs):
        folder, _, file = path.rpartition("/")
        text = configs[path]
        if file.endswith(".tf"):
            folders.setdefault(folder, []).append((path, text))
        elif "dockerfile" in file.lower():
            handler = command_of(text)
            if handler:
                found.append(Part(path, [Named(handler, "")]))
        elif file.endswith((".yaml", ".yml")) and file.startswith("serverless"):
            found.append(serverless_yml.serverless(path, text, configs))
        elif file.endswith((".yaml", ".yml", ".json")) and b"AWS::" in text:
            found.append(cloudformation.template(path, text, configs))
    found += [part for folder in folders if (part := terraform.part(folder, folders)) is not None]
    unclear = ambiguous({f"{part.path}:{index}": _given(part, one)
                         for part in found for index, one in enumerate(part.functions)})  # fmt: skip
    for started in (True, False):
        for part in found:
            _register(m, part, started, unclear)


def _given(part: Part, function: Named) -> dict[str, str]:
    """The variables of a function with what they carry, by a name that says something."""
    named = {key: part.names.get(value, value.rpartition(".")[2]) for key, value in function.variables.items()}
    return {key: name for key, name in named.items() if name and "${" not in name}


def _register(m: Machine, part: Part, started: bool, unclear: Container[str]) -> None:
    """Registers the functions of one file: those that say what starts them, or the others."""
    variables = {value: key for one in reversed(part.functions) for key, value in one.variables.items()}
    variables = {value: key for key, value in part.variables.items()} | variables
    variables = {value: key for value, key in variables.items() if key not in unclear}
    for function in part.functions:
        code, _, name = function.handler.rpartition(".")
        wanted = name and code and bool(function.started_by) is started
        file = _file(m, part.path.rpartition("/")[0], function, code) if wanted else None
        if file is not None:
            usual = function.spot or Spot(part.path, 1)
            triggers = [_trigger(one, variables, part, usual) for one in function.started_by if one.name]
            carried = tuple(variables[one] for one in function.names if one in variables)
            name_handler(m, file, name, triggers, Called(function.names, carried, _given(part, function)))


def _file(m: Machine, near: str, function: Named, code: str) -> str | None:
    inner = function.folder.strip("./")
    exact = "/".join(part for part in (near, inner, code.replace(".", "/") + ".py") if part).replace("/./", "/")
    if exact in m.project.summaries:
        return exact
    return locate(m, near, inner, code) if function.packed else None


def _trigger(started: Started, variables: Mapping[str, str], part: Part, usual: Spot) -> Trigger:
    """What an event comes from: by the variable that carries it, else by its name."""
    kind, service, entry, operation = SOURCES[started.word]
    if not kind:
        return Trigger(entry, None, started.route)
    called = part.names.get(started.name, started.name)
    variable = (variables.get(started.name) or variables.get(called)) if kind != "router" else None
    name = None if variable else called
    spot = started.spot or usual
    place: Place = (spot.path, spot.line, 0, 0, 0)
    bucket = part.told_of(started.name) if kind != "bucket" else ""
    tells = _trigger(Started("s3", bucket), variables, part, spot).touch if bucket else None
    return Trigger(
        entry, Touch(kind, service, name, variable, place, origin="config"), started.route or operation, tells
    )
