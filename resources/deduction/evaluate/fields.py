"""Classes whose annotated names are fields: dataclasses, NamedTuple, pydantic models and settings from the
environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    Sequence,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import active_records, attributes, calls, containers, environment, validators
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
    told: set[str] = set()
    for name in names:
        value, count = given.pop(name, None), len(given)
        if value is None:
            value = _default(m, f, cls, name, options, rest, place, given)
            told |= {name} if len(given) < count else set()  # under its alias
        else:
            told.add(name)
        made.attributes[name] = _modelled(m, f, cls, name, value, place) if "model" in cls.marks else value
    for name, value in given.items():
        made.attributes[name] = value
    if "model" in cls.marks:
        validators.validate(m, f, made, told, place)
    if "named_tuple" in cls.marks:
        made.attributes["__fields__"] = m.sequence([Const(name) for name in names], None, "tuple")


def names_of(m: Machine, cls: Class) -> list[str]:
    """The annotated names of a class and its bases, in the order of the constructor."""
    return list(dict.fromkeys(
        name for one in reversed(attributes.mro(m, cls)) if isinstance(one, Class) for name in one.annotations
        if not name.startswith("model_config")
    ))  # fmt: skip


def only_for_initialization(m: Machine, made: Instance) -> tuple[Value, ...]:
    """The values of `x: InitVar[str]`, which `__post_init__` is given."""
    return tuple(
        made.attributes[name] for one in reversed(attributes.mro(m, made.cls)) if isinstance(one, Class)
        for name, declared in one.annotations.items() if _is_init_var(declared) and name in made.attributes
    )  # fmt: skip


def _is_init_var(declared: Any) -> bool:
    if declared is not None and declared[0] == "sub":
        declared = declared[1]
    return declared is not None and declared[-1] == "InitVar"


def _modelled(m: Machine, f: Frame, cls: Class, name: str, value: Value, place: Place) -> Value:
    """Data for a field that is annotated with a model become such models."""
    if not isinstance(value, Mapped | Sequence):
        return value
    declared = next((one.annotations[name] for one in attributes.mro(m, cls)
                     if isinstance(one, Class) and name in one.annotations), None)  # fmt: skip
    if isinstance(value, Sequence):
        if value.rest is not None or declared is None or declared[0] != "sub":
            return value
        items = [_model(m, f, cls, declared[2], one, place) for one in value.items]
        return value if items == value.items else m.sequence(items, None, value.kind)
    return _model(m, f, cls, declared, value, place)


def _model(m: Machine, f: Frame, cls: Class, declared: Any, value: Value, place: Place) -> Value:
    """What a dict is when a model is wanted."""
    wanted = hint(m, Frame(cls.scope, f.node, f.depth), declared) if isinstance(value, Mapped) else None
    options = [one for one in alternatives(wanted) if isinstance(one, Class)] if wanted is not None else []
    if not isinstance(value, Mapped) or len(options) != 1 or "model" not in options[0].marks or value.rest is not None:
        return value
    given = tuple((key, one) for key, one in value.items.items() if isinstance(key, str))
    return calls.call(m, f, options[0], Arguments(named=given), place)


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
        nested = _nested(m, f, cls, name, variable, default, options, place)
        if nested is not None:
            return nested
        return environment.variable(m, f, variable, default, _place(f, cls, place))
    if isinstance(rest, Lib) and rest.path in environment.MAPPINGS:  # `Variables(**os.environ)`
        named = alias.value if isinstance(alias, Const) else name
        return environment.variable(m, f, str(named), default, _place(f, cls, place))
    if default is not None:
        return default if rest is None else join((default, rest))
    return rest or Unknown(f"the field {name} of {cls.name}", place, _hint(m, f, cls, name))


def _nested(m: Machine, f: Frame, cls: Class, name: str, variable: str, default: Value | None,
            options: dict[str, Value], place: Place) -> Instance | None:  # fmt: skip
    """A model in settings with `env_nested_delimiter`: each of its fields has a variable, `STORAGE__BUCKET`."""
    between = options.get("env_nested_delimiter")
    if not isinstance(between, Const) or not isinstance(between.value, str):
        return None
    wanted = [one for one in alternatives(_hint(m, f, cls, name) or NONE) if isinstance(one, Class)]
    inner = default.cls if isinstance(default, Instance) else wanted[0] if len(wanted) == 1 and not default else None
    if inner is None or "model" not in inner.marks:
        return None
    made = m.instance(inner, place)
    known = default.attributes if isinstance(default, Instance) else {}
    for part in names_of(m, inner):
        raw = attributes.find_in_class(m, f, inner, part)
        usual = known.get(part) or (_field_default(m, f, raw[0], place) if raw is not None else None)
        own = f"{variable}{between.value}{part}".upper()
        deeper = _nested(m, f, inner, part, own, usual, options, place)
        made.attributes[part] = deeper or environment.variable(m, f, own, usual, place)
    return made


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
    if isinstance(explicit, Sequence) and explicit.items:  # env=["A", "B"]
        return _variable(name, None, explicit.items[0], options)
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
        update = a.get("update") if name in ("model_copy", "copy") else None
        made.attributes.update(containers.pairs(m, f, update)[0] if update is not None else dict(a.named))
        return made
    return NONE if name in ("model_post_init", "__post_init__") else None
