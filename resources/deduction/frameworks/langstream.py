"""LangStream applications: Python agents by their base class, wired to topics by the pipelines in YAML beside them.

An agent is a class of the project that derives from `langstream.Source`, `Processor`, `Sink` or `Service`. The platform
makes it, calls `init(config)` once and then the methods of its kind. A step of a pipeline names the class and gives the
topics that it reads and writes and the values of `config`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import yaml

from .. import read_yaml
from ..entries import Draft, Host, register
from ..evaluate import attributes, calls
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..scope import Touch
from ..values import Arguments, Class, Const, Place, Unknown, Value

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

METHODS = ("init", "start", "read", "process", "write", "commit", "permanent_failure", "main", "close")
STEPS = ("python-source", "python-processor", "python-sink", "python-service", "python-agent", "python-function")


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Registers the agents of every module that imports `langstream`."""
    if not any("langstream" in summary.imports for summary in m.project.summaries.values()):
        return
    steps = list(_steps(configs))
    for file in sorted(m.project.summaries):
        if "langstream" not in m.project.summaries[file].imports:
            continue
        for name, value in list(module(m, file).scope.names.items()):
            if isinstance(value, Class) and value.file == file and _is_agent(m, value):
                _agent(m, value, file, [step for step in steps if _names(step, file, name)])


def _is_agent(m: Machine, cls: Class) -> bool:
    bases = {base.path for base in attributes.library_bases(m, cls)}
    return any(path.startswith("langstream.") and not path.endswith("Record") for path in bases)


def _steps(configs: Mapping[str, bytes]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each step of each pipeline that runs Python, with the file that it stands in."""
    for path in sorted(configs):
        if not path.endswith((".yaml", ".yml")):
            continue
        try:
            data: Any = read_yaml.load(configs[path])
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            continue
        listed = cast("dict[str, Any]", data).get("pipeline") if isinstance(data, dict) else None
        for step in cast("list[Any]", listed) if isinstance(listed, list) else ():
            if isinstance(step, dict) and cast("dict[str, Any]", step).get("type") in STEPS:
                yield path, cast("dict[str, Any]", step)


def _names(found: tuple[str, Mapping[str, Any]], file: str, name: str) -> bool:
    path, step = found
    folder = path.rpartition("/")[0]
    stated = _configuration(step).get("className", "")
    expected = f"{folder}/python/" if folder else "python/"
    return (
        file.startswith(expected) and stated == f"{file[len(expected) :].removesuffix('.py').replace('/', '.')}.{name}"
    )


def _configuration(step: Mapping[str, Any]) -> Mapping[str, Any]:
    given = step.get("configuration")
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}


def _agent(m: Machine, cls: Class, file: str, steps: list[tuple[str, Mapping[str, Any]]]) -> None:
    place = cls.place or (file, 1, 0, 0, 0)
    host = Host("worker", "langstream", cls, place, cls.qualname)
    sources = [_topic(path, step.get("input")) for path, step in steps if isinstance(step.get("input"), str)]
    targets = [_topic(path, step.get("output")) for path, step in steps if isinstance(step.get("output"), str)]
    values: Mapping[str, Any] = _configuration(steps[0][1]) if steps else {}

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


def _config(m: Machine, values: Mapping[str, Any]) -> Value:
    """What `init` gets: plain values as they stand, placeholders and everything else unknown."""
    plain: dict[Any, Value] = {key: Const(value) for key, value in values.items()
             if isinstance(value, str | int | float | bool) and "${" not in str(value)}  # fmt: skip
    return m.mapped(plain, Unknown("the agent's configuration"))
