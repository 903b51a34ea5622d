"""Flask-SQLAlchemy's database: the application's settings say where it is, when it is given the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, libraries, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Unknown, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

DATABASES = ("flask_sqlalchemy.SQLAlchemy", "flask_sqlalchemy.extension.SQLAlchemy")
SETTING = "SQLALCHEMY_DATABASE_URI"


@rule(*DATABASES)
def database(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`db = SQLAlchemy(app)`"""
    row = m.catalog.call(DATABASES[0])
    made = perform.perform(m, f, row, DATABASES[0], "SQLAlchemy", a, place) if row is not None else None
    for one in alternatives(made) if made is not None else ():
        if isinstance(one, LibObject):
            _connect(m, f, one, a.get("app") or next(iter(a.positional), None), place)
    return made


@rule(*methods(DATABASES, ("init_app",)))
def init_app(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`db.init_app(app)` in the function that makes the application."""
    if callee is not None:
        _connect(m, f, callee.receiver, a.get("app") or next(iter(a.positional), None), place)
    return Const(None)


def _connect(m: Machine, f: Frame, db: LibObject, app: Value | None, place: Place) -> None:
    for one in alternatives(app) if app is not None else ():
        settings = one.attributes.get("config") if isinstance(one, LibObject) else None
        url = containers.item(m, f, settings, Const(SETTING), place) if isinstance(settings, Mapped) else None
        if url is None or isinstance(url, Unknown):
            continue
        for engine in alternatives(libraries.call_path(m, f, "sqlalchemy.create_engine", Arguments((url,)), place)):
            if isinstance(engine, LibObject):
                m.deeds += 1
                m.made[db.number] = m.stands_for(engine)
