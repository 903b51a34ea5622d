"""The catalog: what is known about each function, class and method of a library.

The tables in `tables/` are compiled into `tables.json` (`compile.py`), because reading 8,000 lines of TOML takes a
fifth of a second; of that, the packages are read that are asked for. Records are built on the first question about
them, boto3's are made by `aws/` per service. A project's own rows (`[[construct]]` in archloom.toml) stand in front of
the built-in ones.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from . import compiled
from .aws.clients import Clients
from .aws.objects import Objects
from .building import build_call, build_type
from .choices import Chooser
from .records import Call, Type
from .rows import RowError, Tables, expand, family, made_by

_TALKATIVE = ("langchain_", "langgraph.checkpoint.", "langgraph.store.", "langgraph_", "llama_index.")
_TALKER = re.compile(r"Chat(?!Prompt|Message|Result|Generation)[A-Z]\w*|\w+(Embeddings|VectorStore|Retriever|Loader"
                     r"|MessageHistory|Saver|APIWrapper|SearchResults|Client)")  # fmt: skip


def load(constructs: Sequence[Mapping[str, Any]] = ()) -> Catalog:
    """The catalog with a project's own rows. Raises RowError, which says which row cannot be used and why."""
    if not constructs:
        return _built_in()
    own = Tables()
    expand(constructs, "archloom.toml", dict(compiled.sections()["templates"]), own)
    return Catalog(own, version(constructs))


@cache
def _built_in() -> Catalog:
    """One for all projects without rows of their own: its answers never change."""
    return Catalog(Tables(), version())


def version(constructs: Sequence[Mapping[str, Any]] = ()) -> str:
    """What `Catalog.version` would be, without loading any table."""
    own = json.dumps(constructs, sort_keys=True, default=str)
    return hashlib.sha256((compiled.version() + own).encode()).hexdigest()[:16]


class Catalog:
    """Answers by dotted path, by type id and by method; every answer is remembered."""

    def __init__(self, own: Tables, version: str) -> None:
        self.version = version
        """Changes whenever any row changes."""
        built_in = compiled.sections()
        self._tables: tuple[Mapping[str, Mapping[str, Any]], ...] = (
            {"calls": own.calls, "types": own.types, "homes": own.homes, "classes": own.classes},
            built_in,
        )
        self._clients = Clients(dict(built_in["aws"]))
        self._objects = Objects(self._clients)
        self._chooser = Chooser(dict(built_in["choices"]), self.call, self.type)
        self._calls: dict[str, Call | None] = {}
        self._types: dict[str, Type | None] = {}
        self._methods: dict[tuple[str, str], Call | None] = {}
        self._canonical: dict[str, str] = {}

    def call(self, path: str) -> Call | None:
        """The row of a function, a class or a class method at a dotted path, in any home that it ever had."""
        if path not in self._calls:
            self._calls[path] = self._find_call(path)
        return self._calls[path]

    def type(self, type_id: str) -> Type | None:
        """The row of a type: a class by its path, or one of the `boto3.…:` families."""
        if type_id not in self._types:
            self._types[type_id] = self._find_type(type_id)
        return self._types[type_id]

    def method(self, type_id: str, name: str) -> Call | None:
        """What a method of a type does; its own rows first, then those of its bases, then `*`."""
        key = type_id, name
        if key not in self._methods:
            self._methods[key] = self._boto3_method(type_id, name) or self._find_method(type_id, name)
        return self._methods[key]

    def canonical(self, path: str) -> str:
        """The one path of all homes; the path itself when nothing is known of it."""
        known = self._canonical.get(path)
        if known is None:
            known = self._canonical[path] = self._find_canonical(path)
        return known

    def _find_canonical(self, path: str) -> str:
        for tables in self._tables:
            if path in tables["calls"]:
                return path
            found = tables["homes"].get(path) or tables["classes"].get(family(path), {}).get(_last(path))
            if found:
                return found
        owner, _, name = path.rpartition(".")
        if owner and _last(owner)[:1].isupper() and (found := self.canonical(owner)) != owner:
            return f"{found}.{name}"
        return path

    def network(self, path: str) -> bool:
        """Nothing is known of it, but by its package and its name it talks to something outside."""
        return path.startswith(_TALKATIVE) and _TALKER.fullmatch(_last(path)) is not None and self.call(path) is None

    @cached_property
    def packages(self) -> frozenset[str]:
        """The top-level names of everything that there are rows for: `langchain_aws`, `boto3`, `redis`."""
        own = (self._tables[0][name] for name in ("calls", "homes", "classes"))
        return compiled.packages() | {path.partition(".")[0] for section in own for path in section}

    def choose(self, call: Call, texts: Mapping[str, str]) -> Call:
        """CALL with what the texts of its arguments decide: the service behind a URL, the vendor of a model."""
        return self._chooser.chosen(call, texts)

    def _find_call(self, path: str) -> Call | None:
        row = self._row("calls", self.canonical(path))
        if row is None:
            return None
        maker = self._row("calls", row["made_by"]) if "made_by" in row else None
        return build_call(made_by(maker, row) if maker is not None else row)

    def _find_type(self, type_id: str) -> Type | None:
        prefix, colon, what = type_id.partition(":")
        match prefix if colon else "":
            case "boto3.client":
                return self._clients.type(what)
            case "boto3.resource":
                return self._objects.type(what)
            case "boto3.meta":
                return Type(attributes={"client": f"boto3.client:{what}"})
            case "boto3.paginator" | "boto3.waiter":
                return Type()
            case _:
                pass
        row = self._row("types", self.canonical(type_id))
        return build_type(row) if row is not None else None

    def _row(self, section: str, key: str) -> Mapping[str, Any] | None:
        return next((tables[section][key] for tables in self._tables if key in tables[section]), None)

    def _boto3_method(self, type_id: str, name: str) -> Call | None:
        prefix, _, what = type_id.partition(":")
        match prefix:
            case "boto3.client":
                return self._clients.method(what, name)
            case "boto3.resource":
                return self._objects.method(what, name)
            case "boto3.paginator":
                return self._clients.paginator(what, name)
            case "boto3.waiter":
                return self._clients.waiter(what, name)
            case _:
                return None

    def _find_method(self, type_id: str, name: str) -> Call | None:
        lineage = tuple(self._lineage(type_id, set()))
        for wanted in (name, "*"):
            for known in lineage:
                if wanted in known.methods:
                    return known.methods[wanted]
        return None

    def _lineage(self, type_id: str, seen: set[str]) -> Iterator[Type]:
        """A type and its bases, nearest first."""
        known = self.type(type_id)
        if known is None or type_id in seen:
            return
        seen.add(type_id)
        yield known
        for base in known.bases:
            yield from self._lineage(base, seen)


def _last(path: str) -> str:
    return path.rpartition(".")[2]


__all__ = ["Catalog", "RowError", "load"]
