"""The project's own data files as constants: what `json.load(open("config.json"))["table"]` gives.

Read are only files that some Python file mentions by name (`sources.py`). A path that the code composes is the file of
the project that it ends with, the nearest to the reader when there are several; where a program runs is not known.
Big data are no configuration and stay unknown.
"""

from __future__ import annotations

import configparser
import json
import posixpath
import tomllib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import yaml

from .. import read_yaml
from ..frameworks.registry import methods, rule
from ..project import nearest
from ..values import (
    Arguments,
    Const,
    EnvVar,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Text,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import kept_files, naming
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MOST = 3_000
"""Values of one file that are still taken for configuration."""
OPEN = "open"
"""The path of the object that `open` gives for a data file."""
MODULE = "open.module"
"""The path of the object that stands for the text of a file of Python; its attribute `module` says of which."""
PARSERS = ("configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser")
Parse = Callable[[str], Any]


def find(m: Machine, f: Frame, path: Value | None) -> str | None:
    """The data file that a path means."""
    tail = _tail(path) if path is not None and m.data else ""
    parts = [part for part in tail.split("/") if part not in ("", ".", "..")]
    if not parts:
        return None
    wanted = "/".join(parts)
    exact = posixpath.normpath(posixpath.join(posixpath.dirname(f.file), tail))
    found = [file for file in m.data if file == wanted or file.endswith(f"/{wanted}")]
    best = next((one for one in (exact, wanted) if one in found), None)
    return best or (nearest(found, f.file) if found else None)


def _tail(path: Value) -> str:
    """What is known of a path from its end."""
    if isinstance(path, Text):
        known = ""
        for part in path.parts:
            if isinstance(part, str):
                known += part
            elif isinstance(part, EnvVar) and part.default is not None:
                known += naming.text_of(part.default) or ""
            else:
                known = ""
        return known
    return naming.text_of(path) or ""


def opened(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`open("config.json")`."""
    return open_path(m, f, a.positional[0] if a.positional else a.get("file"), place)


def open_path(m: Machine, f: Frame, path: Value | None, place: Place) -> Value:
    """`Path("config.json").open()`."""
    if path is not None and len(options := alternatives(path)) > 1:
        return join(open_path(m, f, one, place) for one in options)
    file = find(m, f, path)
    if file is None:
        return _module(m, f, path, OPEN, place) or kept_files.opened(m, path, place) or Unknown("a file", place)
    made = m.library_object(OPEN, "", place, Arguments())
    made.attributes["path"] = Const(file)
    return made


def _module(m: Machine, f: Frame, path: Value | None, kind: str, place: Place) -> LibObject | None:
    """A file of Python, opened or read as text: `InlineCode(open("index.py").read())`."""
    tail = posixpath.normpath(_tail(path)) if path is not None else ""
    if not tail.endswith(".py"):
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(f.file), tail))
    found = [file for file in m.project.summaries if file in (beside, tail) or file.endswith(f"/{tail.lstrip('/')}")]
    file = next((one for one in (beside, tail) if one in found), found[0] if len(found) == 1 else None)
    if file is None:
        return None
    made = m.library_object(kind, "", place, Arguments())
    made.attributes["module"] = Const(file)
    return made


def module_of(value: Value | None) -> str:
    """The file of Python whose text this is."""
    file = value.attributes.get("module") if isinstance(value, LibObject) and value.path == MODULE else None
    return str(file.value) if isinstance(file, Const) else ""


def text_of_path(m: Machine, f: Frame, path: Value, place: Place) -> Value:
    """`Path("config.json").read_text()`."""
    file = find(m, f, path)
    if file is None:
        return _module(m, f, path, MODULE, place) or Unknown("the text of a file", place)
    return _text(m, file)


def _text(m: Machine, file: str) -> Value:
    try:
        return Const(m.data[file].decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unknown(f"{file}, which is not UTF-8 text")


def _read(m: Machine, value: Value) -> str | None:
    """The text behind a value: an open data file, or a text that the code has."""
    if isinstance(value, LibObject) and value.path == OPEN:
        file = value.attributes.get("path")
        value = _text(m, cast("str", file.value)) if isinstance(file, Const) else value
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


@rule(f"{OPEN}.read", f"{OPEN}.__enter__")
def read(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if callee is None:
        return None
    file = callee.receiver.attributes.get("module")
    if file is not None and callee.name == "read":
        made = m.library_object(MODULE, "", place, Arguments())
        made.attributes["module"] = file
        return made
    text = _read(m, callee.receiver)
    return Const(text) if text is not None else None


def loader(parse: Parse, *, takes_path: bool = False) -> Callable[[Machine, Frame, Arguments, Place], Value | None]:
    """A function that reads data from an open file or a text; `toml.load` also takes a path."""

    def load(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
        given = alternatives(a.positional[0]) if a.positional else ()
        made: list[Value] = []
        for one in given:
            file = find(m, f, one) if takes_path else None
            text = _read(m, _text(m, file) if file is not None else one)
            if text is None and isinstance(one, Unknown) and (one.part(None) is not one or len(given) > 1):
                made.append(one)  # what is written in a parameter stands at the same place of it
                continue
            if text is None:
                return None
            made.append(_parsed(m, text, parse, place))
        return join(made) if made else None

    return load


def data_at(m: Machine, f: Frame, path: Value, place: Place) -> Value | None:
    """The data of a file of the project, read by its ending; None when it is not there."""
    file = find(m, f, path)
    parse = _BY_ENDING.get(file.rpartition(".")[2]) if file is not None else None
    text = _read(m, _text(m, file)) if file is not None else None
    return _parsed(m, text, parse, place) if parse is not None and text is not None else None


def _parsed(m: Machine, text: str, parse: Parse, place: Place) -> Value:
    try:
        data = parse(text)
    except (ValueError, yaml.YAMLError, RecursionError, configparser.Error):
        return Unknown("data that cannot be read", place)
    return value_of(m, data) if _count(data) <= MOST else Unknown("a large data file", place)


def _count(data: Any) -> int:
    """How many values there are, counted no further than needed."""
    total, stack = 0, [data]
    while stack and total <= MOST:
        one = stack.pop()
        total += 1
        if isinstance(one, dict):
            stack += cast("dict[Any, Any]", one).values()
        elif isinstance(one, list):
            stack += cast("list[Any]", one)
    return total


def value_of(m: Machine, data: Any) -> Value:
    """Parsed data as a value of the evaluation."""
    if isinstance(data, dict):
        return m.mapped({key: value_of(m, one) for key, one in cast("dict[Any, Any]", data).items()})
    if isinstance(data, list):
        return m.sequence([value_of(m, one) for one in cast("list[Any]", data)])
    return Const(data) if data is None or isinstance(data, str | int | float | bool) else Unknown("a date")


def _yaml(text: str) -> Any:
    return read_yaml.load(text.encode())


def _ini(text: str) -> Any:
    return {name: dict(options) for name, options in _sections(text)}


_BY_ENDING: dict[str, Parse] = {"json": json.loads, "yaml": _yaml, "yml": _yaml, "toml": tomllib.loads, "ini": _ini}

TABLE = {
    "json.load": loader(json.loads), "json.loads": loader(json.loads), "orjson.loads": loader(json.loads),
    "simplejson.load": loader(json.loads), "ujson.load": loader(json.loads),
    "yaml.safe_load": loader(_yaml), "yaml.load": loader(_yaml), "yaml.full_load": loader(_yaml),
    "tomllib.load": loader(tomllib.loads), "tomllib.loads": loader(tomllib.loads),
    "tomli.load": loader(tomllib.loads), "tomli.loads": loader(tomllib.loads),
    "toml.load": loader(tomllib.loads, takes_path=True), "toml.loads": loader(tomllib.loads),
}  # fmt: skip
"""Path -> what reads data there; None when it is not the project's own."""


# -- configparser --


@rule(*methods(PARSERS, ("read", "read_file", "read_string")))
def read_sections(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`config.read("app.ini")`."""
    if callee is None or not a.positional:
        return None
    for one in _each(a.positional[0]):
        file = find(m, f, one) if callee.name == "read" else None
        text = _read(m, _text(m, file) if file is not None else one) if file or callee.name != "read" else None
        for section, options in _sections(text or ""):
            known: dict[str, Value] = {key: Const(value) for name, value in options for key in (name, name.lower())}
            m.write(callee.receiver, callee.receiver.attributes, f"[{section}]", m.mapped(known))
    return a.positional[0]


def _each(value: Value) -> Iterator[Value]:
    for one in alternatives(value):
        yield from one.items if isinstance(one, Sequence) else (one,)


class _Ini(configparser.ConfigParser):
    """Options keep the case that they are written in: the code may ask for another."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def _sections(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    parser = _Ini(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    for section in parser.sections():
        yield section, [(key, value) for key in parser.options(section) if (value := _filled(parser, section, key))]


def _filled(parser: _Ini, section: str, key: str) -> str | None:
    """The value with `%(root)s` put in its place; as it stands where that cannot be."""
    try:
        return parser.get(section, key)
    except configparser.InterpolationError:
        return parser.get(section, key, raw=True)


@rule(*methods(PARSERS, ("get", "getint", "getfloat", "getboolean")))
def option(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`config.get("tables", "orders", fallback="x")`."""
    given = naming.bind(("section", "option"), a)
    section, name = (naming.text_of(given[word]) if word in given else None for word in ("section", "option"))
    table = callee.receiver.attributes.get(f"[{section}]") if callee is not None else None
    if name is None or not isinstance(table, Mapped):
        return given.get("fallback")
    f.read(table)
    return table.items.get(name.lower()) or given.get("fallback")
