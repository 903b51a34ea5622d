"""Commands that pyproject.toml gives a package: `[project.scripts] news = "news.main:run"`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls
from ..evaluate.names import module
from ..values import Arguments

if TYPE_CHECKING:
    from ..evaluate.machine import Frame, Machine


def find(m: Machine, configs: Mapping[str, bytes], hosting: frozenset[str]) -> None:
    """An entry for each function that a command runs and no other entry does; HOSTING: the files of the others."""
    for path in sorted(configs):
        if path.rpartition("/")[2] == "pyproject.toml":
            for name, target in _scripts(configs[path]):
                _command(m, path, name, target, hosting)


def _command(m: Machine, config: str, name: str, target: str, hosting: frozenset[str]) -> None:
    dotted, _, symbol = target.partition(":")
    file = m.project.resolve(config, 0, dotted.strip())
    symbol = symbol.partition("[")[0].strip()
    summary = m.project.summaries.get(file or "")  # a mere folder has none
    if file is None or summary is None or not symbol.isidentifier() or file in hosting or summary.main_guard:
        return
    value = module(m, file).scope.names.get(symbol)
    function = innermost(value)
    if value is None or function is None or function.file in hosting:
        return
    place = calls.place_of(function)
    host = Host("worker", "script", function, place, name)

    def run(machine: Machine, f: Frame) -> None:
        calls.call(machine, f, value, Arguments(), place)

    register(m, ("command", file, symbol), Draft(
        "script", name, None, host, place, run, handler=f"{m.project.dotted(file)}.{symbol}", only_with_effects=True,
    ))  # fmt: skip


@lru_cache(maxsize=16)
def _scripts(text: bytes) -> tuple[tuple[str, str], ...]:
    try:
        data: dict[str, Any] = tomllib.loads(text.decode("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        return ()
    return tuple(_listed(data))


def _listed(data: Any) -> Iterator[tuple[str, str]]:
    """Those of the standard and of Poetry."""
    for keys in (("project", "scripts"), ("tool", "poetry", "scripts")):
        found = data
        for key in keys:
            found = cast("dict[str, Any]", found).get(key) if isinstance(found, dict) else None
        for name, target in cast("dict[str, Any]", found).items() if isinstance(found, dict) else ():
            if isinstance(target, str):
                yield name, target
