"""Dynaconf: `settings = Dynaconf(envvar_prefix="APP", settings_files=["settings.toml"])`, read as `settings.TABLE`,
`settings.table`, `settings["table"]` or `settings.get("table")`.

A variable `APP_TABLE` outdoes what the files say; with environments the section of the current one outdoes `default`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, data_files, environment, mappings, naming
from ..evaluate.machine import Frame
from ..values import TRUE, Arguments, Const, LibMethod, LibObject, Mapped, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PATHS = ("dynaconf.Dynaconf", "dynaconf.base.LazySettings", "dynaconf.LazySettings")
_USUAL = "dynaconf.Dynaconf"


@rule(*PATHS)
def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    made = m.library_object(_USUAL, _USUAL, place, a)
    merged: dict[str, Value] = {}
    for word in ("settings_files", "settings_file", "preload", "includes"):
        for one in _each(m, f, a.get(word)):
            data = data_files.data_at(m, f, one, place)
            if isinstance(data, Mapped):
                merged |= _current(m, data, a) if a.get("environments") == TRUE else _lower(data)
    for validator in _each(m, f, a.get("validators")):
        if isinstance(validator, LibObject) and (default := validator.arguments.get("default")) is not None:
            for name in validator.arguments.positional:
                merged.setdefault((naming.text_of(name) or "").lower(), default)
    made.attributes["settings"] = m.mapped(dict(merged))
    return made


def _each(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    if value is None:
        return []
    return [value] if isinstance(value, Const) else containers.elements(m, f, value)[0]


def _lower(data: Mapped) -> dict[str, Value]:
    return {key.lower(): value for key, value in data.items.items() if isinstance(key, str)}


def _current(m: Machine, data: Mapped, a: Arguments) -> dict[str, Value]:
    """The section of all environments, and that of the current one over it."""
    sections = {key: value for key, value in _lower(data).items() if isinstance(value, Mapped)}
    given = a.get("env")
    wanted = naming.text_of(given) if given is not None else m.environment.get("ENV_FOR_DYNACONF")
    names = ("default", (wanted or "development").lower(), "global")
    return {key: value for name in names if name in sections for key, value in _lower(sections[name]).items()}


@rule(*methods(PATHS, ("__getattr__", "__getitem__", "get", "get_fresh", "__call__")))
def read(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    name = naming.text_of(a.positional[0]) if callee is not None and a.positional else None
    if callee is None or name is None or name.startswith("_") or name in _METHODS:
        return None
    kept = callee.receiver.attributes.get("settings")
    usual = a.positional[1] if len(a.positional) > 1 else a.get("default")
    known = kept.items.get(name.lower(), usual) if isinstance(kept, Mapped) else usual
    if isinstance(known, Mapped):
        return mappings.with_attributes(m, f, known, place)
    prefix = callee.receiver.arguments.get("envvar_prefix")
    word = (naming.text_of(prefix) or "") if prefix is not None else "DYNACONF"
    return environment.variable(m, f, f"{word}_{name}".strip("_").upper(), known, place)


_METHODS = frozenset({
    "get", "get_fresh", "as_dict", "to_dict", "reload", "configure", "validators", "set", "update", "exists", "items",
    "keys", "values", "from_env", "setenv", "using_env", "current_env", "load_file", "as_int", "as_bool", "store",
})  # fmt: skip
