"""LangStream applications: Python agents by their base class, wired to topics by the pipelines in YAML beside them.

An agent is a class of the project that derives from `langstream.Source`, `Processor`, `Sink` or `Service`. The platform
makes it, calls `init(config)` once and then the methods of its kind. A step of a pipeline names the class and gives the
topics that it reads and writes and the values of `config`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import yaml

from .. import read_yaml
from ..entries import Draft, Host, register
from ..evaluate import attributes, calls
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..scope import Touch
from ..values import Arguments, Class, Const, EnvVar, Place, Unknown, Value

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

Document = Mapping[str, Any]
SECRET = re.compile(r"(?:\$\{|\{\{)\s*secrets\.[\w.-]*\b(?:key|secret|token|password|credentials?)\s*\}\}?")
"""`${ secrets.open-ai.access-key }`: it is called as the code calls it, by its place in the configuration."""
GLOBAL = re.compile(r"\$\{\s*globals\.([\w.-]+)\s*\}|\{\{%?\s*globals\.([\w.-]+)\s*%?\}\}")
METHODS = ("init", "start", "read", "process", "write", "commit", "permanent_failure", "main", "close")
STEPS = ("python-source", "python-processor", "python-sink", "python-service", "python-agent", "python-function")


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Registers the agents of every module that imports `langstream`."""
    if not any("langstream" in summary.imports for summary in m.project.summaries.values()):
        return
    found = dict(_documents(configs))
    steps, shared = list(_steps(_filled(found))), dict(_resources(found))
    for file in sorted(m.project.summaries):
        if "langstream" not in m.project.summaries[file].imports:
            continue
        for name, value in list(module(m, file).scope.names.items()):
            if isinstance(value, Class) and value.file == file and _is_agent(m, value):
                own = [step for step in steps if _names(step, file, name)]
                if own or not value.subclasses:
                    _agent(m, value, file, own, shared)


def _is_agent(m: Machine, cls: Class) -> bool:
    bases = {base.path for base in attributes.library_bases(m, cls)}
    return any(path.startswith("langstream.") and not path.endswith("Record") for path in bases)


def _documents(configs: Mapping[str, bytes]) -> Iterator[tuple[str, Document]]:
    """The YAML files of the project that hold a mapping."""
    for path in sorted(configs):
        if not path.endswith((".yaml", ".yml")):
            continue
        try:
            data: Any = read_yaml.load(configs[path])
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(data, dict):
            yield path, cast("dict[str, Any]", data)


def _resources(documents: Mapping[str, Document]) -> Iterator[tuple[str, Document]]:
    """For each folder with a `configuration.yaml`, its resources by their ids."""
    for path, data in documents.items():
        folder, _, name = path.rpartition("/")
        listed = _configuration(data).get("resources") if name.startswith("configuration.") else None
        if isinstance(listed, list):
            every = [cast("dict[str, Any]", one) for one in cast("list[Any]", listed) if isinstance(one, dict)]
            yield folder, {str(one.get("id") or one.get("name")): _configuration(one) for one in every}


def _filled(documents: Mapping[str, Document]) -> dict[str, Document]:
    """The documents with the globals of `instance.yaml` in their places."""
    instances = [data["instance"] for data in documents.values() if isinstance(data.get("instance"), dict)]
    known = {key: value for one in instances for key, value in _mapping(one.get("globals")).items()}
    return {path: _with_globals(data, known) for path, data in documents.items()} if known else dict(documents)


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _with_globals(data: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(data, dict):
        return {key: _with_globals(one, known) for key, one in cast("dict[Any, Any]", data).items()}
    if isinstance(data, list):
        return [_with_globals(one, known) for one in cast("list[Any]", data)]
    if not isinstance(data, str):
        return data
    return GLOBAL.sub(lambda found: str(known.get(found[1] or found[2], found[0])), data)


def _steps(documents: Mapping[str, Document]) -> Iterator[tuple[str, Document]]:
    """Each step of each pipeline that runs Python, with the file that it stands in."""
    for path, data in documents.items():
        listed = data.get("pipeline")
        for step in cast("list[Any]", listed) if isinstance(listed, list) else ():
            if isinstance(step, dict) and cast("dict[str, Any]", step).get("type") in STEPS:
                yield path, cast("dict[str, Any]", step)


def _names(found: tuple[str, Document], file: str, name: str) -> bool:
    path, step = found
    folder = path.rpartition("/")[0]
    stated = _configuration(step).get("className", "")
    expected = f"{folder}/python/" if folder else "python/"
    return (
        file.startswith(expected) and stated == f"{file[len(expected) :].removesuffix('.py').replace('/', '.')}.{name}"
    )


def _configuration(step: Document) -> Document:
    given = step.get("configuration")
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}


def _agent(m: Machine, cls: Class, file: str, steps: list[tuple[str, Document]],
           shared: Mapping[str, Document]) -> None:  # fmt: skip
    place = cls.place or (file, 1, 0, 0, 0)
    host = Host("worker", "langstream", cls, place, cls.qualname)
    sources = [_topic(path, step.get("input")) for path, step in steps if isinstance(step.get("input"), str)]
    targets = [_topic(path, step.get("output")) for path, step in steps if isinstance(step.get("output"), str)]
    resources = shared.get(steps[0][0].rpartition("/")[0]) if steps else None
    values = {**_configuration(steps[0][1]), **({"resources": resources} if resources else {})} if steps else {}

    def evaluate(machine: Machine, f: Frame) -> None:
        made = calls.call(machine, f, cls, Arguments(), place)
        for name in METHODS:
            if attributes.find_in_class(machine, f, cls, name) is not None:
                arguments = Arguments((_config(machine, values),)) if name == "init" else Arguments()
                calls.call(machine, f, attributes.get(machine, f, made, name), arguments, place)
        for touch in targets:
            machine.use(f, touch, "write", ("write",), touch.place)

    register(m, ("langstream", cls), Draft(
        "queue", cls.name, cls, host, place, evaluate, (sources[0], "read") if sources else None, handler=cls.qualname
    ))  # fmt: skip
    for touch in sources:
        m.touches.setdefault(touch)


def _topic(path: str, name: Any) -> Touch:
    place: Place = (path, 1, 0, 0, 0)
    return Touch("topic", "langstream", str(name), None, place, origin="config")


def _config(m: Machine, values: Document, path: str = "") -> Value:
    """What `init` gets: plain values as they stand, a placeholder of a secret as one, everything else unknown."""
    plain: dict[Any, Value] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            plain[key] = _config(m, cast("dict[str, Any]", value), f"{path}{key}.")
        elif isinstance(value, str) and ("${" in value or "{{" in value):
            if SECRET.fullmatch(value.strip()):
                plain[key] = EnvVar(f"{path}{key}")
        elif isinstance(value, str | int | float | bool):
            plain[key] = Const(value)
    return m.mapped(plain, Unknown("the agent's configuration"))
