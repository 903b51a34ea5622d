"""The JSON of an architecture: the stable interface to the command line, continuous integration and other tools.

Two runs on the same tree give the same bytes apart from `elapsed_ms`. `full=True` adds what the window and the tests
need beyond the contract: exact spans, the path of each piece of evidence, symbols, remedies. `read` takes both.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from .architecture import Architecture, Entry, Evidence, Link, Problem, ProjectInfo, Resource, Span

SCHEMA = 1


def write(architecture: Architecture, *, full: bool = False) -> str:
    """The JSON text, with a line break at its end."""
    return json.dumps(_architecture(architecture, full), indent=1, ensure_ascii=False) + "\n"


def read(text: str) -> Architecture:
    """The architecture of a JSON text, short or full. Raises ValueError when it is something else."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']} is not {SCHEMA}; update Archloom to read it")
        return Architecture.of(
            ProjectInfo(**data["project"]),
            [_read_resource(item) for item in data["resources"]],
            [_read_entry(item) for item in data["entries"]],
            [_read_link(item) for item in data["links"]],
            [_read_problem(item) for item in data["problems"]],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the JSON of an architecture: {type(error).__name__}: {error}") from error


def same(one: Architecture, other: Architecture) -> bool:
    """Are they the same in everything but the time it took?"""
    return replace(one, project=replace(one.project, elapsed_ms=0)) == replace(
        other, project=replace(other.project, elapsed_ms=0)
    )


def _architecture(architecture: Architecture, full: bool) -> dict[str, Any]:
    project = architecture.project
    return {
        "schema": SCHEMA,
        "project": {
            "name": project.name,
            "python_files": project.python_files,
            "lines": project.lines,
            "elapsed_ms": project.elapsed_ms,
        },
        "resources": [_resource(item, full) for item in architecture.resources],
        "entries": [_entry(item, full) for item in architecture.entries],
        "links": [_link(item, full) for item in architecture.links],
        "problems": [_problem(item, full) for item in architecture.problems],
    }


def _span(span: Span, full: bool) -> dict[str, Any]:
    short = {"file": span.file, "line": span.line}
    if not full:
        return short
    return short | {"column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def _resource(item: Resource, full: bool) -> dict[str, Any]:
    made = {
        "id": item.id,
        "kind": item.kind,
        "service": item.service,
        "name": item.name,
        "env": item.env,
        "origin": item.origin,
        "source": _span(item.source, full),
        "properties": {key: item.properties[key] for key in sorted(item.properties)},
    }
    return made | {"symbol": item.symbol, "root": item.root} if full else made


def _entry(item: Entry, full: bool) -> dict[str, Any]:
    made = {
        "id": item.id,
        "kind": item.kind,
        "label": item.label,
        "handler": item.handler,
        "runs_in": item.runs_in,
        "source": _span(item.source, full),
    }
    return made | {"root": item.root} if full else made


def _link(item: Link, full: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": item.kind,
        "from": item.start,
        "to": item.end,
        "operations": list(item.operations),
        "actions": list(item.actions),
        "state": item.state,
    }
    if full:
        return made | {"sources": [_evidence(piece) for piece in item.evidence]}
    places = sorted({(piece.span.file, piece.span.line) for piece in item.evidence})
    return made | {"sources": [{"file": file, "line": line} for file, line in places]}


def _evidence(piece: Evidence) -> dict[str, Any]:
    path = [_span(span, True) for span in piece.path]
    return _span(piece.span, True) | {"operation": piece.operation, "path": path}


def _problem(item: Problem, full: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "source": _span(item.source, full),
    }
    return made | {"subject": item.subject, "remedy": item.remedy} if full else made


def _read_span(data: dict[str, Any]) -> Span:
    return Span(data["file"], data["line"], data.get("column", 0), data.get("end_line", 0), data.get("end_column", 0))


def _read_resource(data: dict[str, Any]) -> Resource:
    return Resource(
        data["id"],
        data["kind"],
        data["service"],
        data["name"],
        data["env"],
        data["origin"],
        _read_span(data["source"]),
        data["properties"],
        data.get("symbol"),
        data.get("root", ""),
    )


def _read_entry(data: dict[str, Any]) -> Entry:
    return Entry(
        data["id"],
        data["kind"],
        data["label"],
        data["handler"],
        data["runs_in"],
        _read_span(data["source"]),
        data.get("root", ""),
    )


def _read_link(data: dict[str, Any]) -> Link:
    evidence = tuple(
        Evidence(_read_span(piece), piece.get("operation", ""), tuple(map(_read_span, piece.get("path", ()))))
        for piece in data["sources"]
    )
    return Link(
        data["kind"],
        data["from"],
        data["to"],
        tuple(data["operations"]),
        tuple(data["actions"]),
        data["state"],
        evidence,
    )


def _read_problem(data: dict[str, Any]) -> Problem:
    return Problem(
        data["code"],
        data["severity"],
        data["message"],
        _read_span(data["source"]),
        data.get("subject"),
        data.get("remedy"),
    )
