"""Environment variables: reading them, `.env` files, and variables that the code itself sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import company
from ..scope import Touch, Use
from ..secret_names import is_address, is_secret
from ..values import Arguments, Const, EnvVar, Lib, LibObject, Place, Text, Unknown, Value, alternatives, join
from . import choices
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

TRACING = ("LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2")
"""Variables that switch LangSmith's tracing on."""
MAPPINGS = frozenset({"os.environ", "streamlit.secrets", "os.environb"})


def read(m: Machine, f: Frame, index: Value, default: Value | None, place: Place) -> Value:
    """`os.environ[index]` or `os.getenv(index, default)`."""
    if not isinstance(index, Const) or not isinstance(index.value, str):
        options = alternatives(index)
        if len(options) > 1:
            return join(read(m, f, one, default, place) for one in choices.each(f, options, place, _is_text))
        return Unknown("an environment variable whose name is computed", place)
    return variable(m, f, index.value, default, place)


def is_environment(value: Value) -> bool:
    return isinstance(value, Lib) and value.path in MAPPINGS


def _is_text(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, str)


def variable(m: Machine, f: Frame, name: str, default: Value | None, place: Place) -> Value:
    """The value of a variable; what `.env` or the code itself gives it counts as its default."""
    filled = _filled(m, name, f.file)
    if filled is not None:
        return filled
    if is_secret(name) and not (is_address(name) and default is not None and _is_file(default)):
        touch = Touch("secret", "environment", name, name, place)
        m.touches.setdefault(touch)
        f.node.uses.setdefault(Use(touch, "read", ("read",), place, "config", f.choice))
    given = _last(m, "environment", name, f.file)
    if given is None and name in m.environment:
        given = Const(m.environment[name]) if not is_secret(name) else None
    if given is None and default is not None and default not in (Const(None), Const("")):
        given = default if isinstance(default, Const | Text | EnvVar) else None
        if given is None and not isinstance(default, Unknown):
            return join((EnvVar(name), default))
    return EnvVar(name, given)


def _is_file(default: Value) -> bool:
    """Is the default a database in a file, which has no login?"""
    return all((first := _first_part(one)) is not None and first.startswith("sqlite") for one in alternatives(default))


def _first_part(value: Value) -> str | None:
    part = value.parts[0] if isinstance(value, Text) and value.parts else getattr(value, "value", None)
    return part if isinstance(part, str) else None


def is_filled(m: Machine, name: str, file: str) -> bool:
    """Does the code itself put a value into the variable that comes from elsewhere: another one, a secrets manager?"""
    return _filled(m, name, file) is not None


def _filled(m: Machine, name: str, file: str) -> Value | None:
    """The value that code puts there which may run in one process with this FILE."""
    return _last(m, "filled", name, file)


def _last(m: Machine, word: str, name: str, file: str) -> Value | None:
    kept: dict[str, Value] | None = m.scratch.get((word, name))
    return None if kept is None else next(reversed(company.met(m, file, kept)), None)


def _keep(m: Machine, f: Frame, word: str, name: str, value: Value) -> None:
    kept: dict[str, Value] = m.scratch.setdefault((word, name), {})
    kept.pop(f.file, None)  # the last one is the one that counts
    kept[f.file] = value


def write(m: Machine, f: Frame, index: Value, value: Value) -> None:
    """`os.environ["X"] = value`: later reads see it, or have it as the default when it is a text."""
    if _tries_out(m, f):
        return
    if isinstance(index, Const) and isinstance(index.value, str) and _is_from_elsewhere(index.value, value):
        _keep(m, f, "filled", index.value, value)
    if isinstance(index, Const) and isinstance(value, Const | Text) and isinstance(index.value, str):
        _keep(m, f, "environment", index.value, value)
        if index.value in TRACING and is_on(getattr(value, "value", None)):
            place = f.here()
            f.node.uses.setdefault(
                Use(Touch("switch", "langsmith", index.value, None, place), "", (), place, link="switch")
            )


def _tries_out(m: Machine, f: Frame) -> bool:
    """Is this the guard of a file with a Lambda handler? What it sets to try it out is not so in the cloud."""
    is_guard = m.run > 0 and f.node.function is None
    return is_guard and any(key[:2] == ("lambda", f.file) for key in m.entries if isinstance(key, tuple))


_TYPED = ("getpass.", "builtins.input", "streamlit.", "gradio.", "chainlit.")
"""What a person types in may be missing where the code is deployed; then the variable still decides."""


def _is_from_elsewhere(name: str, value: Value) -> bool:
    for one in alternatives(value):
        if isinstance(one, Const | Text) or (isinstance(one, EnvVar) and one.name == name):
            return False
        if isinstance(one, LibObject) and one.path.startswith(_TYPED):
            return False
        if isinstance(one, Unknown) and ("input()" in one.reason or "parameter " in one.reason):
            return False
    return True


def is_on(value: object) -> bool:
    return str(value).lower() in ("true", "1")


# -- functions that read or set one --


def _getenv(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    default = a.positional[1] if len(a.positional) > 1 else a.get("default")
    key = a.positional[0] if a.positional else a.get("key") or Unknown("a name")
    return read(m, f, key, default, place)


def _decoupled(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`config("NAMES", default="a,b", cast=Csv())` gives the parts."""
    found, cast = _getenv(m, f, a, place), a.get("cast")
    if not isinstance(cast, LibObject) or cast.path.rpartition(".")[2] != "Csv":
        return found
    from .strings import call_method

    return call_method(m, f, found, "split", Arguments((Const(","),)), place)


def _copy(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`os.environ.copy()`, and `dotenv_values()`: variables that `.env` may give a value."""
    return Lib("os.environ")


def _from_env_var(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """Haystack's `Secret.from_env_var("X")`: what comes after the name says only whether it may be missing."""
    return _getenv(m, f, Arguments((a.positional or (a.get("env_vars") or Unknown("a name"),))[:1]), place)


def _setenv(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) == 2:
        write(m, f, a.positional[0], a.positional[1])
        return read(m, f, a.positional[0], None, place)
    return Unknown("a variable", place)


TABLE: dict[str, Handler] = {
    "os.getenv": _getenv, "os.environ.get": _getenv, "os.environ.setdefault": _setenv, "os.environ.pop": _getenv,
    "os.environ.__getitem__": _getenv, "streamlit.secrets.get": _getenv, "os.putenv": _setenv,
    "haystack.utils.Secret.from_env_var": _from_env_var, "haystack.utils.auth.Secret.from_env_var": _from_env_var,
    "decouple.config": _decoupled, "os.environ.copy": _copy, "dotenv.dotenv_values": _copy,
}  # fmt: skip
"""Path -> what reads or sets a variable there."""
