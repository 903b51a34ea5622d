"""Requests of the standard library: `urlopen(Request(url, data=…))` sends, `urlopen(url)` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import libraries, naming
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Place, Unknown, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

REQUEST = "urllib.request.Request"
PARAMETERS = ("url", "data", "headers", "origin_req_host", "unverifiable", "method")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


@rule("feedparser.parse")
def parsed(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`feedparser.parse(response.text)` reads what was fetched before; only an address is asked."""
    first = a.positional[0] if a.positional else a.get("url_file_stream_or_string")
    answer = isinstance(first, Unknown) and first.reason.startswith("what ")
    return Unknown("a feed", place) if answer or isinstance(first, LibObject | LibMethod) else None


@rule("urllib.open")
def opened(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`urlopen(url)`, `urlopen(url, data)`, `urlopen(Request(url, data=…, method="PUT"))`."""
    given = naming.bind(("url", "data"), a)
    urls = alternatives(given["url"]) if "url" in given else ()
    made = [one for one in urls if isinstance(one, LibObject) and one.path == REQUEST]
    if not made and "data" not in given:
        return None
    for one in urls:
        told = naming.bind(PARAMETERS, one.arguments) if isinstance(one, LibObject) and one in made else {"url": one}
        told |= one.attributes if isinstance(one, LibObject) else {}
        path = "requests.post" if _sends({**given, **told}) else "requests.get"
        if "url" in told:
            libraries.call_path(m, f, path, Arguments((told["url"],)), place)
    return Unknown("what urllib.request.urlopen answers", place)


def _sends(told: naming.Given) -> bool:
    methods = {naming.text_of(one) for one in alternatives(told["method"])} if "method" in told else set[str | None]()
    if methods and None not in methods:
        return not methods <= _READS
    return told.get("data", Const(None)) != Const(None)
