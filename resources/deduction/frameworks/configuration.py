"""Settings of dependency-injector: `config = providers.Configuration(yaml_files=["config.yml"])`.

`config.orders.table` stands for an option; files, dicts and variables give it a value, the last that is loaded first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, data_files, environment
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Unknown, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PATH = "dependency_injector.providers.Configuration"
_FILES = ("yaml_files", "json_files", "ini_files")
_KEPT = "settings "


@rule(PATH)
def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    made = m.library_object(PATH, PATH, place, a)
    for word in _FILES:
        listed = a.get(word)
        for one in containers.elements(m, f, listed)[0] if listed is not None else ():
            _keep(m, made, "", data_files.data_at(m, f, one, place))
    _keep(m, made, "", a.get("default"))
    return made


@rule(*methods((PATH,), (f"{part}{word}" for part in ("", "*.") for word in (
    "from_yaml", "from_json", "from_ini", "from_dict", "from_value", "from_env", "override",
))))  # fmt: skip
def load(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`config.from_yaml("config.yml")`, `config.queue.from_env("QUEUE_URL", "jobs")`."""
    if callee is None or not a.positional:
        return None
    part, _, word = callee.name.rpartition(".")
    given = a.positional[0]
    if word == "from_env":
        default = a.get("default") or (a.positional[1] if len(a.positional) > 1 else None)
        given = environment.read(m, f, given, default, place)
    elif word in ("from_yaml", "from_json", "from_ini"):
        given = data_files.data_at(m, f, given, place)
    _keep(m, callee.receiver, part, given)
    return Const(None)


@rule(*methods((PATH,), (f"*.{word}" for word in ("as_int", "as_float", "as_", "required", "__call__"))))
def same(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`config.queue.required()`; called, an option gives its value."""
    if callee is None:
        return None
    part, _, word = callee.name.rpartition(".")
    return LibMethod(callee.receiver, part) if word != "__call__" else option(m, f, callee.receiver, part, place)


def _keep(m: Machine, owner: LibObject, part: str, value: Value | None) -> None:
    if value is not None:
        m.write(owner, owner.attributes, f"{_KEPT}{part}", value)


def option(m: Machine, f: Frame, owner: LibObject, name: str, place: Place) -> Value:
    """The value of `orders.table`, from whatever was loaded for it or for a part of its name."""
    words = name.split(".")
    for count in range(len(words), -1, -1):
        found = owner.attributes.get(_KEPT + ".".join(words[:count]))
        f.read(owner, _KEPT + ".".join(words[:count]))
        for word in words[count:]:
            found = found.items.get(word, found.rest) if isinstance(found, Mapped) else None
        if found is not None:
            return found
    return Unknown(f"the option {name} of a configuration", place)
