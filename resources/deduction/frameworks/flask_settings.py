"""Flask's settings: `app.config` is a dict that the code fills, and `current_app` is the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import attributes
from ..evaluate.machine import Frame
from ..evaluate.names import import_edge, member, module
from ..values import Class, Const, Instance, Lib, LibObject, Module, Unknown, Value, alternatives, join

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

APPS = frozenset({"flask.Flask", "quart.Quart"})


def configure(m: Machine, app: LibObject) -> None:
    """Gives an application its settings; keys that the code does not set come from elsewhere."""
    settings = m.mapped({}, Unknown("a setting of the application", app.place))
    app.attributes["config"] = settings
    current = Lib(f"{app.path.partition('.')[0]}.current_app"), "config"
    known = m.attributes.get(current)
    m.attributes[current] = settings if known is None else join((known, settings))


def settings_of(m: Machine, f: Frame, value: Value) -> dict[str, Value]:
    """The attributes in capitals of a class, a module, an object, or of what a dotted text names."""
    return {name: setting for name, setting in attributes_of(m, f, value).items() if name.isupper()}


def attributes_of(m: Machine, f: Frame, value: Value) -> dict[str, Value]:
    """All attributes of a class, a module, an object, or of what a dotted text names."""
    found: dict[str, Value] = {}
    for one in alternatives(value):
        source = _named(m, f, one.value) if isinstance(one, Const) and isinstance(one.value, str) else one
        found |= _attributes(m, source)
    return found


def _named(m: Machine, f: Frame, dotted: str) -> Value | None:
    """`"config"` is a module, `"config.Production"` or `"config:Production"` a class in one."""
    dotted = dotted.replace(":", ".")
    file = m.project.resolve(f.file, 0, dotted)
    if file is not None:
        importer = module(m, f.file)  # every entry beside the application has the settings
        home = Frame(importer.scope, importer.node, 0)
        home.line = f.line
        import_edge(home, module(m, file))
        return Module(file)
    inside, _, name = dotted.rpartition(".")
    file = m.project.resolve(f.file, 0, inside) if inside else None
    return member(m, f, file, name) if file is not None else None


def _attributes(m: Machine, source: Value | None) -> dict[str, Value]:
    if isinstance(source, Module):
        return module(m, source.name).scope.names
    if isinstance(source, Instance):
        return _attributes(m, source.cls) | source.attributes
    if isinstance(source, Class):
        classes = [one for one in attributes.mro(m, source) if isinstance(one, Class)]
        return {name: value for one in reversed(classes) for name, value in one.attributes.items()}
    return {}
