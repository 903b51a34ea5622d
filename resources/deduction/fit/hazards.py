"""What would not outlive a deployment: notes and local stores become problems, each with its place and a way out.

Only what a unit that is deployed reaches counts; a project of scripts alone hears of it as information.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import TYPE_CHECKING

from ...architecture import Link, Problem, Resource, Severity, Span
from ..values import Mapped
from ..values import Sequence as Items
from .guards import Guards
from .notes import Note, Noticed

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@dataclass(frozen=True, slots=True)
class Words:
    """What a problem says; `{}` is the detail of the note."""

    message: str
    remedy: str
    severity: Severity = "warning"


_MEMORY = "is kept in the memory of one process: another instance does not see it, and a restart empties it"
WORDS: Mapping[str, Words] = {  # `code@form` is another sentence for the same code
    "memory-saver": Words(
        f"What {{}} saves of a graph {_MEMORY}.",
        "Use a checkpointer that lasts: DynamoDBSaver or PostgresSaver.",
    ),
    "memory-store": Words(f"What {{}} stores {_MEMORY}.", "Use a store that lasts: DynamoDBStore or PostgresStore."),
    "memory-kv": Words(f"What {{}} keeps {_MEMORY}.", "Use a store that lasts, such as RedisStore or SQLStore."),
    "local-saver": Words(
        "What {} saves of a graph lies in a file on the local disk: it is lost with the instance.",
        "Use a checkpointer that lasts: DynamoDBSaver or PostgresSaver.",
    ),
    "memory-history": Words(
        f"The conversation in {{}} {_MEMORY}.",
        "Keep it in a store that lasts, such as DynamoDBChatMessageHistory.",
    ),
    "memory-vectors": Words(
        f"What requests add to {{}} {_MEMORY}.",
        "Use a vector store that runs by itself (pgvector, OpenSearch, S3 Vectors, Qdrant, Pinecone).",
    ),
    "memory-index": Words(
        "{} is filled again in every new instance, before it can answer.",
        "Build the index once and keep it in a vector store that runs by itself.",
        "info",
    ),
    "memory-cache": Words(
        "{} starts empty in every new instance.", "Use a cache that is shared, such as RedisCache.", "info"
    ),
    "module-state": Words(
        f"{{}} is written while requests run; it {_MEMORY}.",
        "Keep it in a KV store or a database, or make it inside of the handler.",
    ),
    "disk-write": Words(
        "{} is written to the local disk, which no instance keeps; a Lambda function may write below /tmp only.",
        "Write it to a bucket, or below /tmp when only this call needs it.",
    ),
    "disk-write@start": Words(
        "{} is written to the local disk when the app starts; a Lambda function may write below /tmp only, and would "
        "not start.",
        "Write it below /tmp, or log to the console, which ends up in the function's log.",
    ),
    "local-file@memory": Words(
        f"The database of {{}} {_MEMORY}.",
        "Use a database that runs by itself (Postgres, DynamoDB), its address in an environment variable.",
    ),
    "local-file": Words(
        "{} is a file on the local disk: what is written to it is lost with the instance, and others do not see it.",
        "Use a database that runs by itself (Postgres, DynamoDB), its address in an environment variable.",
    ),
    "local-index": Words(
        "The index in {} lies on the local disk: what is added to it is lost with the instance.",
        "Use a vector store that runs by itself, or only read an index that is built before the deployment.",
    ),
    "local-address": Words(
        "{} is an address of this machine: what is deployed finds nobody there.",
        "Take the address from an environment variable, with this one as its default.",
    ),
}  # fmt: skip
_IN_MEMORY = frozenset({"langgraph", "memory"})
"""Services of local stores in memory, which are noted where they are made."""
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "0.0.0.0"})
_WRITING = frozenset({"write", "delete", "connect"})


@dataclass(frozen=True, slots=True)
class Units:
    """The units that are deployed, those among them that are services, and what runs each entry."""

    deployed: frozenset[str]
    services: frozenset[str]
    hosts: Mapping[str, str]


def hazards(m: Machine, resources: Sequence[Resource], links: Iterable[Link], noticed: Iterable[Noticed],
            units: Units) -> Iterator[Problem]:  # fmt: skip
    """One problem per place."""
    notes = [one for one in noticed if one.host in units.deployed or not units.deployed]
    found = dict(_noted(m, resources, notes, units))
    if any(code == "memory-vectors" for code, _ in found):
        found = {key: told for key, told in found.items() if key[0] != "memory-index"}
    known = {span for _, span in found} | {Span(*one.note.place) for one in notes if one.note.code == "saved-through"}
    found |= {key: told for key, told in _local(resources, links, units) if key[1] not in known}
    for (code, span), (detail, subject, more) in found.items():
        words = WORDS[code]
        severity = words.severity if units.deployed else "info"
        message = words.message.format(detail).removesuffix(".") + more + "."
        yield Problem(code.partition("@")[0], severity, message, span, subject, words.remedy)


Told = tuple[tuple[str, Span], tuple[str, str, str]]
"""Code and place; what it is called, the id of what it is about, and where else it happens."""


def _noted(m: Machine, resources: Iterable[Resource], notes: Sequence[Noticed], units: Units) -> Iterator[Told]:
    """What the notes come to: one problem for each thing that is written, at its first place."""
    by_place = {resource.source: resource.id for resource in resources if resource.kind not in ("function", "web_app")}
    names, guards = _Names(m, notes), Guards(m.project)
    places: dict[tuple[Hashable, ...], dict[Span, Noticed]] = {}
    for one in notes:
        if code := _code(one, guards, units):
            places.setdefault((code, *_thing(one.note)), {}).setdefault(Span(*one.note.place), one)
    for (code, *thing), found in places.items():
        if code == "disk-write@start" and ("disk-write", *thing) in places:
            continue
        span = min(found)
        more = f" (and at {len(found) - 1} more place{'s' if len(found) > 2 else ''})" if len(found) > 1 else ""
        yield (str(code), span), (names.of(found[span].note), by_place.get(span, found[span].host), more)


def _thing(note: Note) -> tuple[Hashable, ...]:
    """What is the same for all places that write one thing: a container, a counter, a folder; else each place."""
    match note.code:
        case "state":
            return (note.number,) if note.number else (note.place[0], note.detail)
        case "writes":
            return (normpath(note.detail).lstrip("/").partition("/")[0],)
        case _:
            return (note.place,)


def _code(one: Noticed, guards: Guards, units: Units) -> str:
    """The code of the problem; empty when it is none. What the start of an app writes is made anew each time; but a
    function cannot even write it.
    """
    match one.note.code:
        case "memory-history":
            return "memory-history" if one.note.lasting else ""
        case "memory-vectors" if one.note.number:
            return "memory-vectors" if one.note.lasting else ""
        case "memory-vectors":
            return "memory-index"
        case "memory-saver" | "memory-store" | "memory-kv" | "memory-cache":
            return one.note.code
        case "file-saver":
            return "local-saver"
        case "state" if one.kind != "startup" and not guards.is_no_state(one.note):
            return "module-state"
        case "writes" if one.kind != "startup":
            return "disk-write"
        case "writes" if units.deployed and one.host not in units.services:
            return "disk-write@start"
        case _:
            return ""


def _local(resources: Iterable[Resource], links: Iterable[Link], units: Units) -> Iterator[Told]:
    """Files and indexes on the local disk that a deployed unit may write to, and services on this machine."""
    reached = [link for link in links if units.hosts.get(link.entry) in units.deployed or not units.deployed]
    written = {link.end for link in reached if _WRITING & set(link.actions)}
    used = {link.end for link in reached}
    for resource in resources:
        directory = resource.properties.get("directory") or (resource.properties.get("local") and resource.name)
        if resource.kind == "vector_store" and directory and resource.id in used:
            yield ("local-index", resource.source), (normpath(str(directory)), resource.id, "")
        address = _own_address(resource)
        if address and resource.kind != "local_store" and resource.id in used:
            yield ("local-address", resource.source), (address, resource.id, "")
        name = resource.name or resource.env
        if resource.kind == "local_store" and resource.service not in _IN_MEMORY and name and resource.id in written:
            shown = name.partition(":///")[2] or name
            if shown.endswith((":memory:", "://")):
                yield ("local-file@memory", resource.source), (resource.service, resource.id, "")
            else:
                yield ("local-file", resource.source), (shown, resource.id, "")


def _own_address(resource: Resource) -> str:
    """The address of this machine that the code itself gives a service; one from the environment may be another."""
    given = resource.properties.get("address") or (resource.name if resource.env is None else None)
    address = str(given or "")
    host = address.partition("://")[2].rpartition("@")[2] if "://" in address else address
    host = host.partition("/")[0]
    return host if host.partition(":")[0] in _THIS_MACHINE else ""


class _Names:
    """What the objects of notes are called in the code."""

    def __init__(self, m: Machine, notes: Iterable[Noticed]) -> None:
        self._m = m
        self._known: dict[int, str] | None = None
        made = (one.note for one in notes if not one.note.lasting)
        self._written = {(note.code, note.place): note.detail for note in made}

    def of(self, note: Note) -> str:
        if note.code == "state" and note.number:
            return self._names().get(note.number, f"a {note.detail} that the module keeps")
        return self._written.get((note.code, note.place), note.detail)

    def _names(self) -> dict[int, str]:
        if self._known is None:
            self._known = {}
            for file in sorted(self._m.modules):
                for name, value in self._m.modules[file].scope.names.items():
                    self._add(self._known, name, value)
        return self._known

    def _add(self, known: dict[int, str], name: str, value: object) -> None:
        """A container with those inside of it, and those that are attributes of an object."""
        if isinstance(value, Mapped | Items):
            known.setdefault(value.number, name)
            inside = value.items.items() if isinstance(value, Mapped) else enumerate(value.items)
            for key, inner in inside:
                if isinstance(inner, Mapped | Items):
                    known.setdefault(inner.number, f"{name}[{key!r}]" if isinstance(key, str | int) else f"{name}[…]")
            if isinstance(value.rest, Mapped | Items):
                known.setdefault(value.rest.number, f"{name}[…]")
            return
        for key, inner in getattr(value, "attributes", {}).items():
            if isinstance(inner, Mapped | Items):
                known.setdefault(inner.number, f"{name}.{key}")
