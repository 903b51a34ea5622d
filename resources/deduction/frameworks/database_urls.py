"""Connection URLs that code puts together from their parts: `URL.create(drivername=…, host=…, database=…)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import naming, strings
from ..evaluate.machine import Frame
from ..evaluate.perform import keys
from ..values import Arguments, Const, LibMethod, Mapped, Place, Unknown, Value
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PARAMETERS = ("drivername", "username", "password", "host", "port", "database")


@rule("sqlalchemy.url")
def create(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """The text that the URL stands for. A socket may stand in the query instead of a host."""
    given = naming.bind(PARAMETERS, a)
    keys(m, f, given, place)
    query = given.get("query")
    host = given.get("host") or (query.items.get("host") if isinstance(query, Mapped) else None) or Const("")
    driver, database = given.get("drivername") or Const(""), given.get("database") or Const("")
    database = Const("") if isinstance(database, Unknown) else database  # then its server names it
    return strings.concat((driver, Const("://"), host, Const("/"), database))
