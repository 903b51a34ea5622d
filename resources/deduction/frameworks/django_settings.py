"""The settings of a Django project, whichever module has them: `DATABASES`, and what `django.conf.settings` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import environment, naming, perform, strings
from ..evaluate.machine import Frame
from ..evaluate.names import import_edge, module
from ..project import nearest
from ..values import Arguments, Const, EnvVar, LibMethod, LibObject, Mapped, Place, Text, Value, alternatives, join
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CONNECTION = "django.db.connection"
"""What stands for the database of the settings, which only name it."""
SETTING = "DATABASES"


def database(m: Machine, f: Frame) -> LibObject | None:
    """What `DATABASES["default"]` stands for; None when no settings say it."""
    if "django database" not in m.scratch:
        m.scratch["django database"] = None
        m.scratch["django database"] = next(filter(None, (_of(m, f, file) for file in _files(m))), None)
    return m.scratch["django database"]


def _files(m: Machine) -> list[str]:
    """The files that speak of databases, those called settings first, and the one nearest to the root."""
    told = [file for file in m.project.summaries if m.project.says(file, SETTING.encode())]
    return sorted(told, key=lambda one: ("setting" not in one, one.count("/"), one))


def setting(m: Machine, f: Frame, name: str) -> Value | None:
    """`django.conf.settings.NAME`, of the settings nearest to who asks."""
    found: list[Value] = []
    for file in settings_of(m, f.file):
        state = module(m, file)
        import_edge(f, state)
        value = state.scope.names.get(name)
        if value is not None:
            f.read(state.scope, name)
            found.append(value)
    return join(found) if found else None


def settings_of(m: Machine, near: str) -> list[str]:
    """The settings that the process of a file has: those nearest to it, and what lies beside them."""
    told = m.scratch.get("django settings")
    if told is None:
        told = m.scratch["django settings"] = [
            file for file in m.project.summaries if m.project.says(file, b"ROOT_URLCONF")
        ]
    folder = nearest(told, near).rpartition("/")[0] if told else ""
    return [file for file in told if file.rpartition("/")[0] == folder]


def _of(m: Machine, f: Frame, file: str) -> LibObject | None:
    known = module(m, file).scope.names.get(SETTING)
    for one in alternatives(known) if known is not None else ():
        default = one.items.get("default") if isinstance(one, Mapped) else None
        url = _url(default) if default is not None else None
        row = m.catalog.call("sqlalchemy.create_engine")
        if url is not None and row is not None:
            made = perform.perform(m, f, row, CONNECTION, "connection", Arguments((url,)), _place(m, file))
            return made if isinstance(made, LibObject) else None
    return None


def _place(m: Machine, file: str) -> Place:
    """Where the settings are made; the first line if that is not done at the outermost level."""
    lines = (one[3] for one in m.project.summaries[file].body if one[0] == "assign" and ("name", SETTING) in one[1])
    return file, next(lines, 1), 0, 0, 0


def _url(default: Value) -> Value | None:
    """The address that the settings come to; they may be read from one."""
    for one in alternatives(default):
        if isinstance(one, Const | EnvVar | Text):
            return one
        if isinstance(one, Mapped):
            engine = (naming.text_of(one.items.get("ENGINE") or Const("")) or "").rpartition(".")[2]
            name, host = one.items.get("NAME") or Const(""), one.items.get("HOST") or Const("")
            if engine == "sqlite3":
                return strings.concat((Const("sqlite:///"), name))
            return strings.concat((Const(f"{engine or 'sql'}://"), host, Const("/"), name))
    return None


@rule("dj_database_url.config")
def configured(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`dj_database_url.config(default=…, env="DATABASE_URL")`: the address itself stands for the settings."""
    given = naming.bind(("env", "default"), a)
    return environment.read(m, f, given.get("env") or Const("DATABASE_URL"), given.get("default"), place)


@rule("dj_database_url.parse")
def parsed(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return a.positional[0] if a.positional else a.get("url")
