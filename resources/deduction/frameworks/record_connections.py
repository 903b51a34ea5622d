"""Where active records get their database from: the call that connects, whichever function makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import active_records, calls, naming, perform, strings
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Const, LibMethod, LibObject, Mapped, Place, Unknown, Value, alternatives, join
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

TORTOISE = (
    "tortoise.Tortoise.init", "tortoise.contrib.fastapi.register_tortoise", "tortoise.contrib.fastapi.RegisterTortoise",
    "tortoise.contrib.starlette.register_tortoise", "tortoise.contrib.sanic.register_tortoise",
    "tortoise.contrib.quart.register_tortoise", "tortoise.contrib.aiohttp.register_tortoise",
    "tortoise.contrib.blacksheep.register_tortoise",
)  # fmt: skip
SCHEMES = {"asyncpg": "postgres", "psycopg": "postgres", "mysql": "mysql", "sqlite": "sqlite", "asyncodbc": "mssql"}


@rule(*TORTOISE)
def tortoise(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Tortoise.init(db_url=…)`, or with a `config` that names its connections."""
    config = a.get("config") or next((one for one in a.positional if isinstance(one, Mapped)), None)
    url = a.get("db_url") or (_of_config(config) if config is not None else None)
    return _connect(m, f, "tortoise.Tortoise.init", Arguments(named=(("db_url", url),)) if url is not None else a,
                    place, active_records.TORTOISE)  # fmt: skip


@rule("tortoise.Tortoise.generate_schemas")
def schemas(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    for one in active_records.connections(m, f, active_records.TORTOISE):
        for touch in m.stands_for(one):
            m.use(f, touch, "generate_schemas", ("write",), place)
    return Const(None)


@rule("tortoise.Tortoise.get_connection", "tortoise.connections.get")
def connection(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Tortoise.get_connection("default")` asks the database by SQL."""
    known = active_records.connections(m, f, active_records.TORTOISE)
    return join(known) if known else None


def _of_config(config: Value) -> Value | None:
    """The first of `{"connections": {"default": …}}`: an address, or an engine with its credentials."""
    for one in alternatives(config):
        connections = one.items.get("connections") if isinstance(one, Mapped) else None
        if isinstance(connections, Mapped) and connections.items:
            first = connections.items.get("default") or next(iter(connections.items.values()))
            return _of_credentials(first) if isinstance(first, Mapped) else first
    return None


def _of_credentials(connection: Mapped) -> Value:
    engine = naming.text_of(connection.items.get("engine") or Const("")) or ""
    given = connection.items.get("credentials")
    parts = given.items if isinstance(given, Mapped) else {}
    database = parts.get("database") or parts.get("file_path") or Const("")
    scheme = SCHEMES.get(engine.rpartition(".")[2], "sql")
    return strings.concat((Const(f"{scheme}://"), parts.get("host") or Const(""), Const("/"), database))


@rule(*methods(("django.shortcuts",), ("get_object_or_404", "get_list_or_404", "aget_object_or_404")))
def found_or_not(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`get_object_or_404(Order, pk=1)`: a row of the model, or of what a query gives."""
    for one in alternatives(a.positional[0]) if a.positional else ():
        record = active_records.member(m, f, one, "objects") if isinstance(one, Class) else one
        if isinstance(record, LibObject) and record.type == active_records.RECORD:
            return calls.call(m, f, LibMethod(record, "get"), Arguments(), place)
    return None


@rule("mongoengine.connect", "mongoengine.connection.connect")
def mongoengine(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return _connect(m, f, "mongoengine.connect", a, place, active_records.MONGOENGINE)


@rule("beanie.init_beanie")
def beanie(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`init_beanie(database=client.notes, document_models=[Note])`, or with a `connection_string`."""
    database = a.get("database") or (a.positional[0] if a.positional else None)
    if database is not None:
        active_records.keep(m, active_records.BEANIE, database)
        return None
    return _connect(m, f, "pymongo.MongoClient", Arguments((a.get("connection_string") or Unknown("no address"),)),
                    place, active_records.BEANIE)  # fmt: skip


@rule(*methods(("peewee.Proxy", "peewee.DatabaseProxy"), ("initialize",)))
def peewee(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`proxy.initialize(PostgresqlDatabase(…))`: the classes named the proxy before there was a database."""
    active_records.keep(m, active_records.PEEWEE, join(a.all()))
    return Const(None)


def _connect(m: Machine, f: Frame, path: str, a: Arguments, place: Place, family: active_records.Family) -> Value:
    row = m.catalog.call(path)
    if row is None:
        return Unknown(f"what {path} gives", place)
    made = perform.perform(m, f, row, path, path.rpartition(".")[2], a, place)
    active_records.keep(m, family, made)
    return made
