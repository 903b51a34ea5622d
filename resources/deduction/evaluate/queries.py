"""What a query does, by its text: `SELECT` reads, `INSERT` writes, `DELETE` deletes, in SQL and in Cypher.

Drivers have one method for all of it, so their rows say "reads and writes". Statements that SQLAlchemy builds
(`delete(Order)`) say it by their type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..values import Arguments, LibObject, Value, alternatives
from . import naming

_PARTIQL = "dynamodb:PartiQL"
ARGUMENTS = ("statement", "query", "sql", "clause", "operation", "query_")
_WORD = re.compile(r"[A-Za-z]+")
_BLANK = re.compile(r"(?:\s+|--[^\n]*\n|//[^\n]*\n|/\*.*?\*/|\()*", re.DOTALL)
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|\{[^{}]*\}", re.DOTALL)
_READS = frozenset({"SELECT", "SHOW", "EXPLAIN", "DESCRIBE", "PRAGMA", "VALUES", "TABLE", "FETCH"})
_WRITES = frozenset({"INSERT", "UPDATE", "REPLACE", "UPSERT", "CREATE", "ALTER", "COPY", "MERGE", "GRANT", "COMMENT"})
_DELETES = frozenset({"DELETE", "TRUNCATE", "DROP"})
_CYPHER = frozenset({"MATCH", "OPTIONAL", "UNWIND", "RETURN", "FOREACH", "LOAD"})
_CYPHER_WRITES = frozenset({"CREATE", "MERGE", "SET", "LOAD"})
_CYPHER_DELETES = frozenset({"DELETE", "REMOVE", "DROP"})
_CALLED = re.compile(r"\bCALL\s+([\w.]+)", re.IGNORECASE)
_READING = (
    "db.index.vector.query", "db.index.fulltext.query", "db.labels", "db.relationshiptypes", "db.propertykeys",
    "db.schema.", "db.indexes", "db.constraints", "db.info", "dbms.", "apoc.meta.", "apoc.text.", "vector_search.",
)  # fmt: skip
"""Procedures of Neo4j and Memgraph that only read."""
_BUILT = {
    "sqlalchemy.Select": ("read",), "sqlalchemy.Insert": ("write",), "sqlalchemy.Update": ("write",),
    "sqlalchemy.Delete": ("delete",),
}  # fmt: skip


def narrowed(actions: tuple[str, ...], a: Arguments) -> tuple[str, ...]:
    """ACTIONS of a database's method, or those of the query that it is given. IAM's are the same for every query."""
    if all(action.startswith(_PARTIQL) for action in actions):
        return _partiql(actions, a.get("Statement"))
    if any(":" in action for action in actions):
        return actions
    given = a.positional[0] if a.positional else next((v for key, v in a.named if key in ARGUMENTS), None)
    if given is None:
        return actions
    found: dict[str, None] = {}
    for one in alternatives(given):
        known = _of(one)
        if not known:
            return actions
        found.update(dict.fromkeys(known))
    return tuple(found)


def _partiql(actions: tuple[str, ...], statement: Value | None) -> tuple[str, ...]:
    """The actions that the first words of statements of DynamoDB need."""
    texts = [naming.text_of(one) or "" for one in alternatives(statement)] if statement is not None else [""]
    words = [_WORD.match(text.strip()) for text in texts]
    named = {_PARTIQL + word.group().title() for word in words if word is not None}
    return tuple(sorted(named)) if all(words) and named <= set(actions) else actions


def _of(value: Value) -> tuple[str, ...]:
    if isinstance(value, LibObject):
        built = _BUILT.get(value.type)
        if built is not None:
            return built
        inner = value.arguments.positional[0] if value.arguments.positional else None  # text("…"), SQL("…")
        return _of(inner) if inner is not None and not isinstance(inner, LibObject) else ()
    text = naming.text_of(value)
    return of_text(text) if text is not None else ()


def of_text(text: str) -> tuple[str, ...]:
    """What a query does; nothing when its text does not say."""
    start = _BLANK.match(text)
    first = _WORD.match(text, start.end() if start is not None else 0)
    if first is None:
        return ()
    word = first.group().upper()
    if word == "CALL":
        return _calling(text)
    if word in _CYPHER or (word == "WITH" and "RETURN" in text.upper()):
        return _cypher(_words(text))
    if word == "WITH":  # a common table expression: what follows its parentheses decides
        return _first_of(_words(text)[1:]) or ("read",)
    return _first_of((word,))


def _calling(text: str) -> tuple[str, ...]:
    """`CALL db.labels() YIELD …`: what else is called may do anything."""
    called = [one.lower() for one in _CALLED.findall(_LITERAL.sub(" ", text))]
    return _cypher(_words(text)) if called and all(one.startswith(_READING) for one in called) else ()


def _words(text: str) -> list[str]:
    return [one.upper() for one in _WORD.findall(_LITERAL.sub(" ", text))]


def _first_of(words: Iterable[str]) -> tuple[str, ...]:
    rest = [one for one in words if one in _READS | _WRITES | _DELETES]
    for known, action in ((_WRITES, "write"), (_DELETES, "delete"), (_READS, "read")):
        if any(one in known for one in rest):
            return (action,)
    return ()


def _cypher(words: list[str]) -> tuple[str, ...]:
    """MATCH with MERGE reads and writes; what only finds what it then deletes is no reading."""
    there = set(words)
    found = [action for known, action in ((_CYPHER_WRITES, "write"), (_CYPHER_DELETES, "delete")) if there & known]
    return tuple(found) or ("read",)
