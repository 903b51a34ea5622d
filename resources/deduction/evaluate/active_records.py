"""Active records: classes of the project that are tables of a database and ask it themselves (`User.filter(…)`).

Django, Tortoise, Peewee, Beanie and MongoEngine know the database by a connection that is made once and somewhere
else, so a record finds it by its family. What a record, a query on it and each of its rows can do is one type of the
catalog (`orm.Record`): a chain like `User.objects.filter(…).first()` gives the record again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..scope import Touch
from ..values import Arguments, Class, Function, Lib, LibObject, Place, Unknown, Value, alternatives, join
from . import attributes, hints, library_parts
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

RECORD = "orm.Record"
MARK = "record"


@dataclass(frozen=True, slots=True)
class Family:
    """Records that share a connection, and what they are when no connection is found."""

    name: str
    kind: str = "database"
    service: str = "sql"
    env: str | None = None


DJANGO = Family("django")
TORTOISE = Family("tortoise")
PEEWEE = Family("peewee")
BEANIE = Family("beanie", service="mongodb")
MONGOENGINE = Family("mongoengine", service="mongodb")
REDIS_OM = Family("redis_om", "cache", "redis", "REDIS_OM_URL")

FAMILIES = {
    "django.db.models.Model": DJANGO, "django.db.models.base.Model": DJANGO,
    "django.contrib.auth.models.AbstractUser": DJANGO, "django.contrib.auth.models.AbstractBaseUser": DJANGO,
    "django.contrib.auth.base_user.AbstractBaseUser": DJANGO, "django.contrib.auth.models.User": DJANGO,
    "django.contrib.auth.models.Group": DJANGO, "rest_framework.authtoken.models.Token": DJANGO,
    "tortoise.models.Model": TORTOISE, "tortoise.Model": TORTOISE,
    "peewee.Model": PEEWEE, "playhouse.signals.Model": PEEWEE,
    "beanie.Document": BEANIE, "beanie.odm.documents.Document": BEANIE,
    "mongoengine.Document": MONGOENGINE, "mongoengine.DynamicDocument": MONGOENGINE,
    "mongoengine.document.Document": MONGOENGINE,
    "redis_om.HashModel": REDIS_OM, "redis_om.JsonModel": REDIS_OM,
    "aredis_om.HashModel": REDIS_OM, "aredis_om.JsonModel": REDIS_OM,
}  # fmt: skip
RELATIONS = ("ForeignKey", "ForeignKeyField", "OneToOneField", "ManyToManyField", "ReferenceField", "Link", "BackLink")


def of_class(m: Machine, f: Frame, cls: Class) -> LibObject | None:
    """The record that a class of the project is."""
    path = next((base.path for base in attributes.library_bases(m, cls) if base.path in FAMILIES), None)
    return _record(m, f, path, cls) if path is not None else None


def of_library(m: Machine, f: Frame, path: str) -> LibObject | None:
    """The record that a class of a library is: Django's `User`."""
    return _record(m, f, path, None) if path in FAMILIES else None


def _record(m: Machine, f: Frame, path: str, cls: Class | None) -> LibObject:
    family = FAMILIES[path]
    place = (cls.place if cls is not None else None) or f.here()
    asked = connections(m, f, family, cls)
    key = ("record", path, cls.number if cls is not None else 0, *(one.number for one in asked))
    made = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object(path, RECORD, place, Arguments())
        touches = [touch for one in asked for touch in m.stands_for(one)]
        m.made[made.number] = tuple(dict.fromkeys(touches)) or (_nameless(m, family, place),)
        m.scratch["record of", made.number] = cls
    return made


def _nameless(m: Machine, family: Family, place: Place) -> Touch:
    known = m.scratch.get(("no connection", family.name))
    if known is None:
        reason = "" if family.env else f"no connection of {family.name} in the code"
        known = Touch(family.kind, family.service, None, family.env, place, reason)
        m.scratch["no connection", family.name] = known
        m.touches.setdefault(known)
    return known


# -- connections --


def keep(m: Machine, family: Family, connection: Value) -> None:
    """Remembers what the records of a family are kept in."""
    found = [one for one in alternatives(connection) if isinstance(one, LibObject) and m.stands_for(one)]
    if found:
        given = _given(m)
        old = given.attributes.get(family.name)
        m.write(given, given.attributes, family.name, join([*found, *([old] if old is not None else [])]))


def _given(m: Machine) -> LibObject:
    """What holds the connections; whoever asks before one is made is evaluated again."""
    made = m.scratch.get("connections")
    if made is None:
        made = m.scratch["connections"] = m.library_object("orm.Connections", "", ("", 0, 0, 0, 0), Arguments())
        made.born = 0
    return made


def connections(m: Machine, f: Frame, family: Family, cls: Class | None = None) -> list[LibObject]:
    """What a class of this family asks, as far as it is known by now."""
    own = _of_meta(m, f, cls) if cls is not None else None
    if own is None:
        if family is DJANGO:
            from ..frameworks.django_settings import database

            own = database(m, f)
        else:
            given = _given(m)
            f.read(given, family.name)
            own = given.attributes.get(family.name)
    found = alternatives(own) if own is not None else ()
    return [one for one in found if isinstance(one, LibObject) and m.stands_for(one)]


def _of_meta(m: Machine, f: Frame, cls: Class) -> Value | None:
    """`class Meta: database = db` of the class or of one that it derives from."""
    for one in attributes.mro(m, cls):
        meta = one.attributes.get("Meta") if isinstance(one, Class) else None
        known = meta.attributes.get("database") if isinstance(meta, Class) else None
        if isinstance(known, LibObject) and isinstance(meta, Class) and m.stands_for(known):
            f.read(meta, "database")
            return known
    return None


# -- what is asked of a record --


def member(m: Machine, f: Frame, cls: Class, name: str) -> Value | None:
    """`User.filter`, `User.objects`, `user.save`, `user.messages`: what the record has that the class does not say."""
    record = of_class(m, f, cls)
    if record is None:
        return None
    if _knows(m, name):
        return library_parts.attribute(m, f, record, name)
    return record if name.endswith("_set") or name in _related(m, record.path) else None


def _knows(m: Machine, name: str) -> bool:
    row = m.catalog.type(RECORD)
    return row is not None and (name in row.attributes or m.catalog.method(RECORD, name) is not None)


def of_row(m: Machine, f: Frame, record: LibObject, name: str) -> Value | None:
    """An attribute of what a query gave: a method of the project's class, or a relation."""
    cls = m.scratch.get(("record of", record.number))
    if cls is None or _knows(m, name):
        return None
    found = attributes.find_in_class(m, f, cls, name)
    if found is None:
        return record if name.endswith("_set") or name in _related(m, record.path) else None
    if is_relation(found[0]):
        return record
    if isinstance(found[0], Function):
        stands_in = hints.stand_in(m, f, Unknown(f"a row of {cls.name}", f.here(), cls))
        return attributes.get(m, f, stands_in, name) if stands_in is not None else None
    return None


def is_relation(field: Value) -> bool:
    return isinstance(field, LibObject) and field.path.rpartition(".")[2] in RELATIONS


def _related(m: Machine, path: str) -> set[str]:
    """The names under which other records of the family are reached: `related_name="messages"`."""
    return m.scratch.get(("related", FAMILIES[path].name), set())


def defined(m: Machine, cls: Class) -> None:
    """A class was defined: notes what its relations call it on the other side."""
    path = next((one.path for one in attributes.mro(m, cls) if isinstance(one, Lib) and one.path in FAMILIES), None)
    if path is None:
        return
    for field in cls.attributes.values():
        if isinstance(field, LibObject) and is_relation(field):
            for word in ("related_name", "backref"):
                name = getattr(field.arguments.get(word), "value", None)
                if isinstance(name, str):
                    m.scratch.setdefault(("related", FAMILIES[path].name), set()).add(name)
