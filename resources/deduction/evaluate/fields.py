"""Classes whose annotated names are fields: dataclasses, NamedTuple, pydantic models and settings from the
environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import (
    NONE,
    TRUE,
    Arguments,
    Class,
    Const,
    Function,
    Instance,
    Lib,
    LibObject,
    Mapped,
    Place,
    Unknown,
    Value,
    join,
)  # fmt: skip
from . import active_records, attributes, calls, environment
from .machine import Frame
from .names import hint

if TYPE_CHECKING:
    from .machine import Machine

_MARKS = {
    "enum.Enum": "enum", "enum.StrEnum": "enum", "enum.IntEnum": "enum", "enum.Flag": "enum", "enum.IntFlag": "enum",
    "typing.NamedTuple": "named_tuple", "typing.TypedDict": "typed_dict", "typing_extensions.TypedDict": "typed_dict",
    "pydantic.BaseModel": "model", "pydantic.main.BaseModel": "model", "pydantic.v1.BaseModel": "model",
    "langchain_core.pydantic_v1.BaseModel": "model", "sqlmodel.SQLModel": "model", "msgspec.Struct": "model",
    "pydantic_settings.BaseSettings": "settings", "pydantic.BaseSettings": "settings",
    "pydantic.v1.BaseSettings": "settings", "pydantic_settings.main.BaseSettings": "settings",
    "langgraph.graph.MessagesState": "typed_dict", "langgraph.graph.message.MessagesState": "typed_dict",
}  # fmt: skip
_FIELDED = frozenset({"dataclass", "named_tuple", "model", "settings"})


def marks_of(m: Machine, path: str) -> set[str]:
    """What deriving from a library class makes of a class."""
    mark = _MARKS.get(path)
    if path in active_records.FAMILIES:
        return {active_records.MARK}
    if mark == "settings":
        return {"settings", "model"}
    if mark is None and path.startswith(("langchain_core.", "langchain.")):
        return {"model"}
    return {mark} if mark else set()


def fill(m: Machine, f: Frame, made: Instance, a: Arguments, place: Place) -> None:
    """Sets the attributes of a new object from its arguments, the fields' defaults, or the environment."""
    cls = made.cls
    if not cls.marks & _FIELDED or ("__init__" in cls.attributes and "model" not in cls.marks):
        return
    names = names_of(m, cls)
    positional = dict(zip(names, a.positional, strict=False))
    given = dict(a.named) | positional
    rest = join(a.rest) if a.rest else None
    options = _options(m, f, cls) if "settings" in cls.marks else None
    for name in names:
        value = given.pop(name, None)
        if value is None:
            value = _default(m, f, cls, name, options, rest, place, given)
        made.attributes[name] = value
    for name, value in given.items():
        made.attributes[name] = value
    if "named_tuple" in cls.marks:
        made.attributes["__fields__"] = m.sequence([Const(name) for name in names], None, "tuple")


def names_of(m: Machine, cls: Class) -> list[str]:
    """The annotated names of a class and its bases, in the order of the constructor."""
    return list(dict.fromkeys(
        name for one in reversed(attributes.mro(m, cls)) if isinstance(one, Class) for name in one.annotations
        if not name.startswith("model_config")
    ))  # fmt: skip


def described(m: Machine, f: Frame, cls: Class, place: Place) -> list[Value]:
    """The fields of a dataclass as objects with `name`, `default` and `init`."""
    from .classes import plain

    made: list[Value] = []
    for name in names_of(m, cls):
        found = attributes.find_in_class(m, f, cls, name)
        default = _field_default(m, f, found[0], place) if found is not None else None
        init = _field_option(found[0], "init") if found is not None else None
        values = {"name": Const(name), "init": init or TRUE, "default": default or Unknown("no default", place)}
        made.append(plain(m, f, "Field", values, place))
    return made


def _default(m: Machine, f: Frame, cls: Class, name: str, options: dict[str, Value] | None, rest: Value | None,
             place: Place, given: dict[str, Value]) -> Value:  # fmt: skip
    found = attributes.find_in_class(m, f, cls, name)
    raw = found[0] if found is not None else None
    alias = _field_option(raw, "validation_alias") or _field_option(raw, "alias")
    if isinstance(alias, Const) and alias.value in given:
        return given.pop(str(alias.value))
    default = _field_default(m, f, raw, place) if raw is not None else None
    if options is not None:
        variable = _variable(name, raw, alias, options)
        return environment.variable(m, f, variable, default, _place(f, cls, place))
    if isinstance(rest, Lib) and rest.path in environment.MAPPINGS:  # `Variables(**os.environ)`
        named = alias.value if isinstance(alias, Const) else name
        return environment.variable(m, f, str(named), default, _place(f, cls, place))
    if default is not None:
        return default if rest is None else join((default, rest))
    return rest or Unknown(f"the field {name} of {cls.name}", place, _hint(m, f, cls, name))


def _hint(m: Machine, f: Frame, cls: Class, name: str) -> Value | None:
    declared = next((one.annotations[name] for one in attributes.mro(m, cls)
                     if isinstance(one, Class) and name in one.annotations), None)  # fmt: skip
    return hint(m, Frame(cls.scope, f.node, f.depth), declared)


def _place(f: Frame, cls: Class, place: Place) -> Place:
    return place


def _field_option(raw: Value | None, name: str) -> Value | None:
    return raw.arguments.get(name) if isinstance(raw, LibObject) else None


def _field_default(m: Machine, f: Frame, raw: Value, place: Place) -> Value | None:
    """The default of `x = 1`, `field(default=1)`, `Field(1)`, `field(default_factory=list)`."""
    if not isinstance(raw, LibObject) or raw.path.rpartition(".")[2] not in ("field", "Field", "ib", "attrib"):
        return raw if not isinstance(raw, Function) or raw.owner is None else None
    factory = raw.arguments.get("default_factory") or raw.arguments.get("factory")
    if factory is not None:
        return calls.call(m, f, factory, Arguments(), place)
    default = raw.arguments.get("default") or next(iter(raw.arguments.positional), None)
    return None if default == Const(...) else default


def _variable(name: str, raw: Value | None, alias: Value | None, options: dict[str, Value]) -> str:
    """The environment variable of a settings field."""
    explicit = alias or _field_option(raw, "env")
    if isinstance(explicit, Const) and isinstance(explicit.value, str):
        return explicit.value
    if isinstance(explicit, LibObject) and explicit.arguments.positional:  # AliasChoices("A", "B")
        first = explicit.arguments.positional[0]
        if isinstance(first, Const) and isinstance(first.value, str):
            return first.value
    prefix = options.get("env_prefix")
    text = prefix.value if isinstance(prefix, Const) and isinstance(prefix.value, str) else ""
    return (text + name).upper()


def _options(m: Machine, f: Frame, cls: Class) -> dict[str, Value]:
    """`model_config = SettingsConfigDict(env_prefix=…)` or `class Config: env_prefix = …`."""
    found = attributes.find_in_class(m, f, cls, "model_config")
    config = found[0] if found is not None else None
    if isinstance(config, LibObject):
        return dict(config.arguments.named)
    if isinstance(config, Mapped):
        return {key: value for key, value in config.items.items() if isinstance(key, str)}
    old = attributes.find_in_class(m, f, cls, "Config")
    return dict(old[0].attributes) if old is not None and isinstance(old[0], Class) else {}


def model_method(m: Machine, f: Frame, receiver: Instance, name: str, a: Arguments) -> Value | None:
    """Methods that models and named tuples have by themselves."""
    if not receiver.cls.marks & _FIELDED:
        return None
    if name in ("model_dump", "dict", "_asdict", "asdict"):
        return m.mapped({key: value for key, value in receiver.attributes.items() if not key.startswith("_")})
    if name in ("model_copy", "copy", "_replace"):
        made = m.instance(receiver.cls, receiver.place or f.here())
        made.attributes.update(receiver.attributes)
        made.attributes.update(dict(a.named))
        return made
    return NONE if name in ("model_post_init", "__post_init__") else None
