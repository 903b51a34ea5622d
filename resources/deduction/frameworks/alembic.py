"""Alembic: `env.py` connects to the database whose address the configuration carries, and migrates it.

Each `env.py` runs in a process of its own, so that what it sets is no other's. One that sets no address has that of
`alembic.ini`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..evaluate import libraries, naming
from ..evaluate.machine import Frame
from ..project import nearest
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Unknown, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CONTEXTS = ("alembic.context", "alembic.runtime.environment.EnvironmentContext")
URL = "sqlalchemy.url"
_SAID = re.compile(r"^sqlalchemy\.url *[=:](.*)$", re.MULTILINE)
ENGINES = ("sqlalchemy.engine_from_config", "sqlalchemy.ext.asyncio.async_engine_from_config")


@rule(*methods(CONTEXTS, ("config.set_main_option", "config.set_section_option")))
def set_option(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`config.set_main_option("sqlalchemy.url", settings.DATABASE_URL)`."""
    if len(a.positional) > 1 and naming.text_of(a.positional[-2]) == URL:
        m.scratch["alembic url", f.file] = a.positional[-1]
    return Const(None)


@rule(*methods(CONTEXTS, ("config.get_main_option", "config.get_section_option")))
def get_option(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    asked = [one for one in a.positional if naming.text_of(one) == URL]
    return _url(m, f, place) if asked else None


@rule(*methods(CONTEXTS, ("config.get_section",)))
def get_section(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.mapped({URL: _url(m, f, place)}, Unknown("an option of alembic.ini", place))


def _url(m: Machine, f: Frame, place: Place) -> Value:
    return m.scratch.get(("alembic url", f.file)) or _of_file(m, f) or Unknown("sqlalchemy.url of alembic.ini", place)


def _of_file(m: Machine, f: Frame) -> Value | None:
    """What alembic.ini says, unless it is what `alembic init` wrote there or is put together from other options."""
    found = [file for file in m.data if file.rpartition("/")[2] == "alembic.ini"]
    if not found:
        return None
    said = _SAID.search(m.data[nearest(found, f.file)].decode("utf-8", "replace"))
    url = said[1].strip() if said is not None else ""
    return Const(url) if url and "%(" not in url and not url.startswith("driver://") else None


@rule(*ENGINES)
def engine(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`engine_from_config(config.get_section(…), prefix="sqlalchemy.")`: the address is one of the options."""
    given = naming.bind(("configuration", "prefix"), a)
    prefix = naming.text_of(given["prefix"]) if "prefix" in given else "sqlalchemy."
    for one in alternatives(given["configuration"]) if "configuration" in given else ():
        url = one.items.get(f"{prefix}url") if isinstance(one, Mapped) else None
        if url is not None:
            return libraries.call_path(m, f, "sqlalchemy.create_engine", Arguments((url,)), place)
    return None


@rule(*methods(CONTEXTS, ("configure",)))
def configure(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`context.configure(connection=connection)`, or with the address alone, to write SQL without a connection."""
    connection = a.get("connection") or (a.positional[0] if a.positional else None)
    found = [one for one in alternatives(connection) if isinstance(one, LibObject)] if connection is not None else []
    if found:
        m.scratch["alembic connection", f.file] = found[0]
        m.deeds += 1
    return Const(None)


@rule(*methods(CONTEXTS, ("run_migrations",)))
def migrate(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    known = m.scratch.get(("alembic connection", f.file))
    for touch in m.stands_for(known) if known is not None else ():
        m.use(f, touch, "run_migrations", ("read", "write"), place)
    return Const(None)
