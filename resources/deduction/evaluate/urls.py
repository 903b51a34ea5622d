"""The parts of a URL: `urlparse("s3://bucket/key").netloc`. Variables and other holes stay in their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..values import Arguments, Builtin, Const, EnvVar, Partial, Place, Text, Unknown, Value, alternatives, join
from . import classes, holes, strings
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

_SPLIT = ("scheme", "netloc", "path", "query", "fragment")
_PARSED = ("scheme", "netloc", "path", "params", "query", "fragment")
_READ_ONLY = ("hostname", "username", "password", "params")


def _parser(fields: tuple[str, ...]) -> Handler:
    def parse(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        url = a.positional[0] if a.positional else a.get("url") or Unknown("a URL", place)
        return join(_taken_apart(m, f, one, fields, place) for one in alternatives(url))

    return parse


def _taken_apart(m: Machine, f: Frame, url: Value, fields: tuple[str, ...], place: Place) -> Value:
    if not isinstance(url, Const | EnvVar | Text):
        return url if isinstance(url, Unknown) else Unknown("a part of a URL", place)
    known = {name: _part(url, name) for name in dict.fromkeys((*fields, *_READ_ONLY))}
    made = classes.plain(m, f, "URL", known, place)
    made.attributes["__fields__"] = m.sequence([Const(name) for name in fields], None, "tuple")
    made.attributes["geturl"] = Partial(Builtin("str"), Arguments((url,)))
    return made


def _part(url: Value, name: str) -> Value:
    if isinstance(url, EnvVar) and url.default is None:
        return url  # the variable carries it, whatever part is asked for
    try:
        return holes.through(url, lambda text: getattr(urlsplit(text), name, None) or "") or Unknown("a part of a URL")
    except ValueError:
        return Unknown("a part of a text that is no URL")


def _put_together(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`urljoin(base, "path")`: what leads to the host is in the first."""
    if len(a.positional) < 2 or not isinstance(a.positional[0], Const | EnvVar | Text):
        return Unknown("a URL", place)
    base, path = a.positional[:2]
    if isinstance(path, Const) and "://" in str(path.value):
        return path
    stem = strings.call_method(m, f, base, "rstrip", Arguments((Const("/"),)), place)
    return strings.concat((stem, Const("/"), path))


TABLE: dict[str, Handler] = {
    "urllib.parse.urlparse": _parser(_PARSED), "urllib.parse.urlsplit": _parser(_SPLIT),
    "urllib.parse.urljoin": _put_together,
}  # fmt: skip
